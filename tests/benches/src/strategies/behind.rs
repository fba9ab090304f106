//! `write_behind_put_tasks64`: changes that go into the queue in Redis, with their entries. By hand it is a pipeline of XADD
//! and SET: no bound on the queue, nothing that knows a change again which is put twice, and nothing that keeps a command
//! that comes late from being carried out.
//!
//! `write_behind_drain`: from the queue in Redis to `SQLite`, a hundred in a transaction, beside an INSERT for each into the
//! same file. A figure is the time of one change.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};

use gambeson::write_behind::Change;
use gambeson::{CacheManager, cached};
use redis::aio::MultiplexedConnection;
use rusqlite::Connection;

use crate::cache::Article;
use crate::harness::drive::{Driver, Runtimes, TASKS};
use crate::harness::server::Server;
use crate::harness::{Bench, Failure, Subject, Unit, leak, scratch};

/// How many keys are put again and again.
const ROWS: u64 = 256;
/// How many changes a round of `write_behind_drain` takes to the store.
const DRAINED: u64 = 2_000;
/// How many the peer writes in a round: each takes long enough by itself.
const ONE_BY_ONE: u64 = 200;

#[cached(
    ttl = "10m",
    key = "article:{article.id}",
    tier = redis,
    strategy = write_behind(batch = 100, every = "5ms", max = 10_000_000, name = "articles"),
    handle = Articles
)]
async fn save(store: &Store, batch: Vec<Change<Article>>) -> Result<(), String> {
    let store = store.clone();
    tokio::task::spawn_blocking(move || store.write_all(&batch))
        .await
        .map_err(|error| error.to_string())?
        .map_err(|error| error.to_string())
}

fn article(number: u64) -> Article {
    static ARTICLES: LazyLock<Vec<Article>> =
        LazyLock::new(|| (0..ROWS).map(|id| Article::of_size(id, 200)).collect());
    let row = usize::try_from(number % ROWS).unwrap_or(0);
    ARTICLES[row].clone()
}

fn json(article: &Article) -> String {
    serde_json::to_string(article).expect("an article is JSON")
}

async fn manager(server: &Server) -> Result<CacheManager, Failure> {
    let builder = CacheManager::builder().redis(&server.url).require_redis();
    Ok(builder.build().await?)
}

pub(super) fn put(bench: &Bench, runtimes: &Runtimes) -> Result<(), Failure> {
    let name = "write_behind_put_tasks64";
    if !bench.wants(name) {
        return Ok(());
    }
    let server = runtimes.many.block_on(Server::start())?;
    let manager = leak(runtimes.many.block_on(manager(&server))?);
    let plain = runtimes.many.block_on(server.connect())?;
    let driver = Driver::Tasks(&runtimes.many);
    let ours = driver.subject("ours", |call| {
        manager.scope(async move {
            let put = Articles::put(article(call as u64)).await;
            put.expect("the queue takes it")
        })
    });
    bench.compare(name, vec![ours, pipeline(driver, &plain)]);
    Ok(())
}

fn pipeline<'r>(driver: Driver<'r>, connection: &MultiplexedConnection) -> Subject<'r> {
    let connection = connection.clone();
    driver.subject("xadd_set", move |call| {
        let mut connection = connection.clone();
        async move {
            let article = article(call as u64);
            let json = json(&article);
            let key = format!("plain:article:{}", call as u64 % ROWS);
            let mut pipeline = redis::pipe();
            pipeline.cmd("XADD").arg("plain:queue").arg("*");
            pipeline.arg("k").arg(&key).arg("v").arg(&json).ignore();
            pipeline.cmd("SET").arg(&key).arg(&json);
            pipeline.arg("PX").arg(600_000).ignore();
            let sent = pipeline.exec_async(&mut connection).await;
            sent.expect("both are taken");
        }
    })
}

pub(super) fn drain(bench: &Bench, runtimes: &Runtimes) -> Result<(), Failure> {
    let name = "write_behind_drain";
    if !bench.wants(name) {
        return Ok(());
    }
    let folder = Folder::create()?;
    let store = Store::open(&folder.0.join("articles.sqlite"))?;
    let server = runtimes.many.block_on(Server::start())?;
    let manager = runtimes.many.block_on(manager(&server))?;
    let rounds = bench.effort().long_rounds;
    bench.compare_whole(
        name,
        Unit::Time,
        rounds,
        &["ours", "one_by_one"],
        |of, _| {
            let (took, changes) = if of == "ours" {
                let drained = manager.scope(drained(&manager, &store));
                (runtimes.many.block_on(drained)?, DRAINED)
            } else {
                (store.one_by_one()?, ONE_BY_ONE)
            };
            let changes = u32::try_from(changes)?;
            Ok(took.as_secs_f64() * 1e9 / f64::from(changes))
        },
    )
}

/// How long it takes to write what waits in the queue.
async fn drained(manager: &CacheManager, store: &Store) -> Result<Duration, Failure> {
    // Each a key of its own: none takes the place of another in a batch.
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let first = NEXT.fetch_add(DRAINED, Ordering::Relaxed);
    let mut putting = tokio::task::JoinSet::new();
    for task in 0..TASKS as u64 {
        let manager = manager.clone();
        putting.spawn(async move {
            for number in (first + task..first + DRAINED).step_by(TASKS) {
                let article = Article::of_size(number, 200);
                manager.scope(Articles::put(article)).await?;
            }
            Ok::<_, gambeson::write_behind::PutError>(())
        });
    }
    while let Some(put) = putting.join_next().await {
        put??;
    }
    let before = store.rows()?;
    let start = Instant::now();
    let writer = Articles::start(store.clone()).await?;
    writer.flush().await?;
    let took = start.elapsed();
    writer.shutdown(Duration::from_secs(10)).await;
    let written = store.rows()? - before;
    if written == DRAINED {
        Ok(took)
    } else {
        Err(format!("{written} rows instead of {DRAINED}").into())
    }
}

/// The `SQLite` file, which keeps what it has acknowledged through a loss of power.
#[derive(Clone, Debug)]
struct Store(Arc<Mutex<Connection>>);

const INSERT: &str = "INSERT INTO articles (id, text) VALUES (?, ?)";

impl Store {
    fn open(path: &Path) -> Result<Self, Failure> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.execute_batch("CREATE TABLE articles (id INTEGER, text TEXT)")?;
        Ok(Store(Arc::new(Mutex::new(connection))))
    }

    fn write_all(&self, batch: &[Change<Article>]) -> rusqlite::Result<()> {
        let mut connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = connection.transaction()?;
        for article in batch.iter().filter_map(Change::value) {
            let mut insert = transaction.prepare_cached(INSERT)?;
            insert.execute((article.id.cast_signed(), json(article)))?;
        }
        transaction.commit()
    }

    fn one_by_one(&self) -> Result<Duration, Failure> {
        let connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let start = Instant::now();
        for number in 0..ONE_BY_ONE {
            let article = article(number);
            let mut insert = connection.prepare_cached(INSERT)?;
            insert.execute((article.id.cast_signed(), json(&article)))?;
        }
        Ok(start.elapsed())
    }

    fn rows(&self) -> Result<u64, Failure> {
        let connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = "SELECT count(*) FROM articles";
        let rows: i64 = connection.query_row(count, [], |row| row.get(0))?;
        Ok(rows.cast_unsigned())
    }
}

/// A new folder for the file, gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn create() -> Result<Self, Failure> {
        let name = format!("write-behind-{}", std::process::id());
        let folder = scratch::target()?.join(name);
        std::fs::create_dir_all(&folder)?;
        Ok(Folder(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left of it is in the target folder.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
