//! How often each airport was asked for.
//!
//! Each instance counts for itself, and puts the totals of what has changed under a key of airport and instance. A total
//! that is written twice, or after a newer one, changes nothing: so it does not matter that write-behind writes at least once.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use gambeson::write_behind::{Change, Writer};
use gambeson::{CacheError, CacheManager, cached};
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;
use tokio::task::{JoinHandle, JoinSet};

use super::code::Code;
use crate::db::{Db, DbError};

/// How many totals are put at the same time: they share one write of the log.
const AT_ONCE: usize = 64;
/// How long the totals stay here after one could not be put.
const PAUSE: Duration = Duration::from_secs(1);

/// How often one instance was asked for one airport since it started.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Total {
    icao: Code,
    instance: String,
    count: u64,
}

/// Writes totals, many in one transaction.
#[cached(
    ttl = "10m",
    strategy = write_behind(batch = 500, every = "200ms", name = "visits"),
    key = "visits:{total.icao}:{total.instance}",
    handle = Totals
)]
async fn save(db: Db, batch: Vec<Change<Total>>) -> Result<(), DbError> {
    let mut transaction = db.pool().begin_with("BEGIN IMMEDIATE").await?;
    for total in batch.iter().filter_map(Change::value) {
        sqlx::query(
            "INSERT INTO visit (icao, instance, count) VALUES (?1, ?2, ?3)
             ON CONFLICT DO UPDATE SET count = max(count, ?3)",
        )
        .bind(total.icao.as_str())
        .bind(&total.instance)
        .bind(i64::try_from(total.count).unwrap_or(i64::MAX))
        .execute(&mut *transaction)
        .await?;
    }
    transaction.commit().await?;
    Ok(())
}

/// The visits that this instance counts. Cheap to clone.
#[derive(Clone)]
pub struct Visits(Arc<Inner>);

struct Inner {
    db: Db,
    cache: CacheManager,
    /// Drawn at each start, so that no two instances write the same row.
    instance: String,
    counted: Mutex<Counted>,
    wake: Notify,
    stop: Notify,
    /// The task that puts totals, and the workers that write them; until the end.
    running: Mutex<Option<(JoinHandle<()>, Writer)>>,
}

#[derive(Default)]
struct Counted {
    totals: HashMap<Code, u64>,
    /// Whose total has not been put yet.
    changed: HashSet<Code>,
}

impl Visits {
    /// Begins to count, and to write what other instances, or this program before, have put and not written.
    ///
    /// # Errors
    ///
    /// When the totals cannot be kept until they are written: the log is another program's, or the Redis may evict.
    pub async fn start(db: Db, cache: CacheManager) -> Result<Self, CacheError> {
        let writer = cache.clone().scope(Totals::start(db.clone())).await?;
        let inner = Arc::new(Inner {
            db,
            cache,
            instance: format!("{:016x}", rand::random::<u64>()),
            counted: Mutex::default(),
            wake: Notify::new(),
            stop: Notify::new(),
            running: Mutex::default(),
        });
        let task = tokio::spawn(put_until_stopped(Arc::clone(&inner)));
        *lock(&inner.running) = Some((task, writer));
        Ok(Self(inner))
    }

    /// Counts a visit. It waits for nothing.
    pub fn count(&self, icao: &Code) {
        let mut counted = lock(&self.0.counted);
        *counted.totals.entry(icao.clone()).or_default() += 1;
        counted.changed.insert(icao.clone());
        drop(counted);
        self.0.wake.notify_one();
    }

    /// How often all instances were asked for an airport: of this one to the last visit, of others as far as it is written.
    ///
    /// # Errors
    ///
    /// When the database cannot answer.
    pub async fn of(&self, icao: &Code) -> Result<u64, DbError> {
        let own = lock(&self.0.counted).totals.get(icao).copied();
        let (others,): (i64,) = sqlx::query_as(
            "SELECT coalesce(sum(count), 0) FROM visit WHERE icao = ? AND instance <> ?",
        )
        .bind(icao.as_str())
        .bind(&self.0.instance)
        .fetch_one(self.0.db.pool())
        .await?;
        Ok(own.unwrap_or(0) + u64::try_from(others).unwrap_or(0))
    }

    /// Puts what is counted and writes it, as far as that is possible within `grace`; what is put and not written is written
    /// after the next start. Counts nothing afterwards.
    pub async fn stop(&self, grace: Duration) {
        let Some((task, writer)) = lock(&self.0.running).take() else {
            return;
        };
        self.0.stop.notify_one();
        let abort = task.abort_handle();
        if tokio::time::timeout(grace, task).await.is_err() {
            abort.abort();
        }
        writer.shutdown(grace).await;
    }
}

impl fmt::Debug for Visits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Visits")
            .field("instance", &self.0.instance)
            .finish_non_exhaustive()
    }
}

/// Puts totals as fast as they can be put: those that change meanwhile are the next round.
async fn put_until_stopped(visits: Arc<Inner>) {
    loop {
        tokio::select! {
            biased;
            () = visits.stop.notified() => break,
            () = visits.wake.notified() => {}
        }
        if !visits.put_changed().await {
            // One who comes to stop it is not kept waiting.
            let pause = tokio::time::timeout(PAUSE, visits.stop.notified());
            if pause.await.is_ok() {
                break;
            }
            visits.wake.notify_one();
        }
    }
    visits.put_changed().await;
}

impl Inner {
    /// Puts each total that has changed. False: one could not be put, and is still among them.
    async fn put_changed(&self) -> bool {
        let changed = std::mem::take(&mut lock(&self.counted).changed);
        let mut left = changed.into_iter();
        let mut puts = JoinSet::new();
        let mut all = true;
        loop {
            while puts.len() < AT_ONCE
                && let Some(icao) = left.next()
            {
                puts.spawn(put(self.cache.clone(), self.total(icao)));
            }
            let Some(done) = puts.join_next().await else {
                return all;
            };
            if let Ok(Err(icao)) = done {
                lock(&self.counted).changed.insert(icao);
                all = false;
            }
        }
    }

    fn total(&self, icao: Code) -> Total {
        let count = lock(&self.counted).totals.get(&icao).copied();
        Total {
            icao,
            instance: self.instance.clone(),
            count: count.unwrap_or(0),
        }
    }
}

/// Whether it was put, or may have been: an airport whose total has to be put again is given back.
async fn put(cache: CacheManager, total: Total) -> Result<(), Code> {
    let icao = total.icao.clone();
    let put = cache.scope(Totals::put(total)).await;
    put.map(drop).map_err(|error| {
        tracing::debug!(%error, "the visits of an airport could not be put, and are put again");
        icao
    })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
