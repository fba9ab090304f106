//! `redis_…`: the value lies in Redis and nowhere else. The peer is the redis crate with `serde_json`, over one multiplexed
//! connection as well.

use redis::aio::MultiplexedConnection;

use super::Failure;
use super::ours::redis as ours;
use super::values::Article;
use crate::harness::drive::{Driver, Runtimes};
use crate::harness::server::Server;
use crate::harness::{Bench, Subject, leak};

/// How many entries the hit cases go round.
pub(crate) const ENTRIES: usize = 256;
/// How many keys one call of `redis_get_many_100` asks for.
pub(crate) const MANY: usize = 100;

pub(crate) fn run(bench: &Bench, runtimes: &Runtimes) -> Result<(), Failure> {
    if !bench.wants("redis_hit_200b_tasks64")
        && !bench.wants("redis_hit_4k_tasks64")
        && !bench.wants("redis_get_many_100")
    {
        return Ok(());
    }
    let server = runtimes.many.block_on(Server::start())?;
    let plain = runtimes.many.block_on(fill(&server))?;
    let ours = leak(runtimes.many.block_on(ours::Ours::fill(&server.url))?);
    // The connections of both live on the runtime with workers; one caller waits for them on a thread of its own.
    let (alone, tasks) = (Driver::Alone(&runtimes.many), Driver::Tasks(&runtimes.many));
    for (suffix, driver) in [("", alone), ("_tasks64", tasks)] {
        hit(bench, &format!("redis_hit_200b{suffix}"), || {
            vec![
                driver.subject("ours", |i| ours.hit_200b((i % ENTRIES) as u64)),
                get(driver, &plain, "plain:200"),
            ]
        });
        hit(bench, &format!("redis_hit_4k{suffix}"), || {
            vec![
                driver.subject("ours", |i| ours.hit_4k((i % ENTRIES) as u64)),
                get(driver, &plain, "plain:4096"),
            ]
        });
    }
    hit(bench, "redis_get_many_100", || {
        vec![
            alone.subject("ours", |_| ours.get_many()),
            mget(alone, &plain),
        ]
    });
    Ok(())
}

fn hit<'r>(bench: &Bench, name: &str, subjects: impl FnOnce() -> Vec<Subject<'r>>) {
    if bench.wants(name) {
        bench.compare(name, subjects());
    }
}

/// Writes what the peer reads.
async fn fill(server: &Server) -> Result<MultiplexedConnection, Failure> {
    let mut connection = server.connect().await?;
    for size in [200, 4096] {
        for id in 0..ENTRIES {
            let json = serde_json::to_vec(&Article::of_size(id as u64, size))?;
            redis::cmd("SET")
                .arg(format!("plain:{size}:{id}"))
                .arg(json)
                .exec_async(&mut connection)
                .await?;
        }
    }
    Ok(connection)
}

fn get<'r>(
    driver: Driver<'r>,
    connection: &MultiplexedConnection,
    prefix: &'static str,
) -> Subject<'r> {
    let connection = connection.clone();
    driver.subject("redis_plain", move |i| {
        // The handle of a connection is cloned for each call: a command borrows it mutably.
        let mut connection = connection.clone();
        async move {
            let key = format!("{prefix}:{}", i % ENTRIES);
            let json: Vec<u8> = redis::cmd("GET")
                .arg(key)
                .query_async(&mut connection)
                .await
                .expect("GET answers");
            serde_json::from_slice::<Article>(&json).expect("the entry is an article")
        }
    })
}

fn mget<'r>(driver: Driver<'r>, connection: &MultiplexedConnection) -> Subject<'r> {
    let connection = connection.clone();
    driver.subject("mget", move |_| {
        let mut connection = connection.clone();
        async move {
            let mut command = redis::cmd("MGET");
            for id in 0..MANY {
                command.arg(format!("plain:200:{id}"));
            }
            let found: Vec<Vec<u8>> = command
                .query_async(&mut connection)
                .await
                .expect("MGET answers");
            found
                .iter()
                .map(|json| {
                    serde_json::from_slice::<Article>(json).expect("the entry is an article")
                })
                .collect::<Vec<_>>()
        }
    })
}
