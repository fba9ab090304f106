//! `refresh_ahead_hit`: a hit of a function that loads anew before its entries end.
//!
//! `tracking_hit_memory`: a hit in memory while Redis tells this process of changes, beside a manager that has no Redis.

use std::sync::Arc;

use gambeson::cache::{CacheManagerBuilder, Coherence};
use gambeson::{CacheManager, cached};

use super::plain::{self, KEYS, User};
use crate::harness::drive::{Driver, Runtimes};
use crate::harness::server::Server;
use crate::harness::{Bench, Failure, Subject, leak};

#[cached(ttl = "1h", key = "ahead:{id}", strategy = refresh_ahead)]
async fn ahead(id: u64) -> Arc<User> {
    User::load(id)
}

pub(super) fn refresh_ahead(bench: &Bench, runtimes: &Runtimes) {
    let name = "refresh_ahead_hit";
    if bench.wants(name) {
        let driver = Driver::Alone(&runtimes.one);
        let ours = driver.subject("ours", |call| ahead(plain::id(call)));
        bench.compare(name, vec![ours, plain::hit(driver)]);
    }
}

pub(super) fn tracking(bench: &Bench, runtimes: &Runtimes) -> Result<(), Failure> {
    let name = "tracking_hit_memory";
    if !bench.wants(name) {
        return Ok(());
    }
    let server = runtimes.many.block_on(Server::start())?;
    let with = Users::of(
        CacheManager::builder()
            .redis(&server.url)
            .require_redis()
            .coherence(Coherence::Tracking),
        runtimes,
    )?;
    let without = Users::of(CacheManager::builder(), runtimes)?;
    // The connection lives on the runtime with workers, and so does whoever hears of changes.
    let driver = Driver::Alone(&runtimes.one);
    bench.compare(
        name,
        vec![
            with.subject("ours", driver),
            without.subject("without_redis", driver),
        ],
    );
    with.only_hits()
}

/// Users in the memory of a manager of their own.
#[derive(Debug)]
struct Users {
    manager: CacheManager,
}

impl Users {
    fn of(builder: CacheManagerBuilder, runtimes: &Runtimes) -> Result<&'static Self, Failure> {
        let users = runtimes.many.block_on(async {
            let manager = builder.build().await?;
            let users = Users { manager };
            // The second time from memory: what the first one stored is there.
            for _ in 0..2 {
                for id in 0..KEYS {
                    users.user(id).await;
                }
            }
            Ok::<_, Failure>(users)
        })?;
        Ok(leak(users))
    }

    #[cached(ttl = "1h", key = "told:{id}", skip(self), cache = self.manager)]
    async fn user(&self, id: u64) -> Arc<User> {
        User::load(id)
    }

    fn subject<'r>(&'static self, name: &'static str, driver: Driver<'r>) -> Subject<'r> {
        driver.subject(name, |call| self.user(plain::id(call)))
    }

    /// Whether memory answered everything but the first round.
    fn only_hits(&self) -> Result<(), Failure> {
        let total = self.manager.stats().total;
        if total.loads <= KEYS && total.hits_redis == 0 {
            Ok(())
        } else {
            Err(format!(
                "{} loads and {} hits in Redis of {KEYS} keys in memory",
                total.loads, total.hits_redis
            )
            .into())
        }
    }
}
