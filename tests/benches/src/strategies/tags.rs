//! `tag_hit_…`: a hit of an entry with one tag or three, beside one of an entry without: in memory, and in Redis, where the
//! entry lies and nowhere else. By hand it is an MGET of the entry and its tags.

use std::sync::Arc;

use gambeson::{CacheManager, cached, invalidate};
use redis::aio::MultiplexedConnection;

use super::plain::{self, User};
use crate::cache::Article;
use crate::harness::drive::{Driver, Runtimes};
use crate::harness::server::Server;
use crate::harness::{Bench, Failure, Subject, leak};

const IN_REDIS: &str = "tag_hit_redis";
/// How many entries the cases in Redis go round.
const ENTRIES: u64 = 256;

#[cached(ttl = "1h", key = "tagged:{id}", tags = ["user:{id}"])]
async fn one(id: u64) -> Arc<User> {
    User::load(id)
}

#[cached(ttl = "1h", key = "tagged3:{id}", tags = ["user:{id}", "users", "all"])]
async fn three(id: u64) -> Arc<User> {
    User::load(id)
}

#[cached(ttl = "1h", key = "removed", tags = ["removed"])]
async fn removed() -> u64 {
    0
}

#[invalidate(tags = ["removed"])]
async fn remove() {}

/// A hit with three tags, for which they are looked at each time: whenever all have been hit once, another tag is
/// invalidated.
async fn three_looked_at(call: usize) -> Arc<User> {
    let id = plain::id(call);
    if id == 0 {
        removed().await;
        remove().await;
    }
    three(id).await
}

pub(super) fn in_memory(bench: &Bench, runtimes: &Runtimes) {
    if !bench.wants("tag_hit_memory") {
        return;
    }
    let driver = Driver::Alone(&runtimes.one);
    let ours = driver.subject("ours", |call| one(plain::id(call)));
    let ours_3 = driver.subject("ours_3_tags", |call| three(plain::id(call)));
    let looked_at = driver.subject("ours_3_tags_looked_at", three_looked_at);
    bench.compare(
        "tag_hit_memory",
        vec![ours, ours_3, looked_at, plain::hit(driver)],
    );
}

pub(super) fn in_redis(bench: &Bench, runtimes: &Runtimes) -> Result<(), Failure> {
    if !bench.wants(IN_REDIS) {
        return Ok(());
    }
    let server = runtimes.many.block_on(Server::start())?;
    let ours = leak(runtimes.many.block_on(Ours::fill(&server))?);
    let connection = runtimes.many.block_on(by_hand(&server))?;
    for (suffix, driver) in [
        ("", Driver::Alone(&runtimes.many)),
        ("_tasks64", Driver::Tasks(&runtimes.many)),
    ] {
        let subjects = vec![
            driver.subject("ours", |call| ours.one(id(call))),
            driver.subject("ours_3_tags", |call| ours.three(id(call))),
            driver.subject("plain_hit", |call| ours.plain(id(call))),
            get(driver, "by_hand", &connection, 1),
            get(driver, "by_hand_3_tags", &connection, 3),
        ];
        bench.compare(&format!("{IN_REDIS}{suffix}"), subjects);
    }
    Ok(())
}

fn id(call: usize) -> u64 {
    call as u64 % ENTRIES
}

#[derive(Debug)]
struct Ours(CacheManager);

impl Ours {
    async fn fill(server: &Server) -> Result<Self, Failure> {
        let cache = CacheManager::builder().redis(&server.url).build().await?;
        let ours = Self(cache);
        for id in 0..ENTRIES {
            ours.plain(id).await;
            ours.one(id).await;
            ours.three(id).await;
        }
        Ok(ours)
    }

    #[cached(ttl = "1h", key = "plain:{id}", skip(self), tier = redis, cache = self.0)]
    async fn plain(&self, id: u64) -> Article {
        Article::of_size(id, 200)
    }

    #[cached(
        ttl = "1h",
        key = "one:{id}",
        skip(self),
        tags = ["user:{id}"],
        tier = redis,
        cache = self.0
    )]
    async fn one(&self, id: u64) -> Article {
        Article::of_size(id, 200)
    }

    #[cached(
        ttl = "1h",
        key = "three:{id}",
        skip(self),
        tags = ["user:{id}", "users", "all"],
        tier = redis,
        cache = self.0
    )]
    async fn three(&self, id: u64) -> Article {
        Article::of_size(id, 200)
    }
}

async fn by_hand(server: &Server) -> Result<MultiplexedConnection, Failure> {
    let mut connection = server.connect().await?;
    for id in 0..ENTRIES {
        let json = serde_json::to_vec(&Article::of_size(id, 200))?;
        let names = [format!("hand:{id}"), format!("hand:tag:{id}")];
        for (name, value) in names.iter().zip([&json[..], b"0123456789abcdef"]) {
            redis::cmd("SET")
                .arg(name)
                .arg(value)
                .exec_async(&mut connection)
                .await?;
        }
    }
    Ok(connection)
}

fn get<'r>(
    driver: Driver<'r>,
    name: &'static str,
    connection: &MultiplexedConnection,
    tags: u64,
) -> Subject<'r> {
    let connection = connection.clone();
    driver.subject(name, move |call| {
        // The handle of a connection is cloned for each call: a command borrows it mutably.
        let mut connection = connection.clone();
        async move {
            let mut command = redis::cmd("MGET");
            command.arg(format!("hand:{}", id(call)));
            for tag in 0..tags {
                command.arg(format!("hand:tag:{}", (id(call) + tag) % ENTRIES));
            }
            let found: Vec<Vec<u8>> = command
                .query_async(&mut connection)
                .await
                .expect("MGET answers");
            serde_json::from_slice::<Article>(&found[0]).expect("the entry is an article")
        }
    })
}
