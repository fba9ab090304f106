//! In Redis: a limit that 64 tasks ask, each call by itself or with leases of 50; sixteen hot keys in turn, and one that
//! all ask in a row of its own, where a block is gone before the next can be there. The peer is a hash token bucket in
//! Lua, by the redis crate's own way to run a script, over one multiplexed connection as well.

use gambeson::resilience::{Rate, RedisLimiter, RedisLimiterBuilder};
use redis::Script;
use redis::aio::MultiplexedConnection;

use crate::harness::drive::{Driver, Runtimes};
use crate::harness::server::Server;
use crate::harness::{Bench, Failure, Subject, leak};
use crate::resilience::called::{Answer, CallError, called};
use crate::resilience::case;

/// Per second; more than a run asks for.
const LIMIT: u32 = 1_000_000_000;
const LEASE: u32 = 50;
const KEYS: [&[u8]; 16] = [
    b"a", b"b", b"c", b"d", b"e", b"f", b"g", b"h", b"i", b"j", b"k", b"l", b"m", b"n", b"o", b"p",
];

pub(super) fn run(bench: &Bench, runtimes: &Runtimes) -> Result<(), Failure> {
    if !bench.wants("rate_limit_redis_tasks64") && !bench.wants("rate_limit_leased_tasks64") {
        return Ok(());
    }
    let tasks = Driver::Tasks(&runtimes.many);
    let server = runtimes.many.block_on(Server::start())?;
    let connection = runtimes.many.block_on(server.connect())?;
    let alone = leak(limiter(&server).name("alone").build()?);
    let leased = leak(limiter(&server).name("leased").lease(LEASE).build()?);
    case(bench, "rate_limit_redis_tasks64", || {
        vec![
            by_hand("ours", tasks, alone, &KEYS),
            lua_bucket(tasks, &connection),
        ]
    });
    case(bench, "rate_limit_leased_tasks64", || {
        vec![
            by_hand("ours", tasks, leased, &KEYS),
            by_hand("one_key", tasks, leased, &[b"one"]),
            lua_bucket(tasks, &connection),
        ]
    });
    match alone.store_errors() + leased.store_errors() {
        0 => Ok(()),
        errors => Err(format!("{errors} checks were answered without Redis").into()),
    }
}

fn limiter(server: &Server) -> RedisLimiterBuilder {
    RedisLimiter::builder(Rate::per_second(LIMIT)).redis(server.url.as_str())
}

fn by_hand<'r>(
    name: &'static str,
    driver: Driver<'r>,
    limiter: &'static RedisLimiter,
    keys: &'static [&'static [u8]],
) -> Subject<'r> {
    driver.subject(name, move |i| async move {
        let key = keys.get(i % keys.len()).copied().unwrap_or_default();
        if !limiter.check(key, 1).await.admitted {
            return Err(CallError::Down);
        }
        called(i).await
    })
}

fn lua_bucket<'r>(driver: Driver<'r>, connection: &MultiplexedConnection) -> Subject<'r> {
    let script = leak(Script::new(include_str!("lua_bucket.lua")));
    let connection = connection.clone();
    driver.subject("lua_bucket", move |i| {
        bucket_then_call(script, connection.clone(), i)
    })
}

async fn bucket_then_call(
    script: &Script,
    mut connection: MultiplexedConnection,
    id: usize,
) -> Answer {
    let (admitted, _left): (bool, u64) = script
        .key(KEYS.get(id % KEYS.len()).copied().unwrap_or_default())
        .arg(LIMIT)
        .arg(LIMIT)
        .arg(1)
        .invoke_async(&mut connection)
        .await
        .map_err(|_| CallError::Down)?;
    if !admitted {
        return Err(CallError::Down);
    }
    called(id).await
}
