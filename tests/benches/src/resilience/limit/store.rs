//! In Redis: one limit that 64 tasks ask, each call by itself or with leases of 50. The peer is a hash token bucket in
//! Lua, by the redis crate's own way to run a script, over one multiplexed connection as well.

use redis::Script;
use redis::aio::MultiplexedConnection;

use crate::harness::drive::{Driver, Runtimes};
use crate::harness::server::Server;
use crate::harness::{Bench, Failure, Subject, leak};
use crate::resilience::called::{Answer, CallError, called};
use crate::resilience::case;

/// Per second; more than a run asks for.
const LIMIT: u32 = 1_000_000_000;

pub(super) fn run(bench: &Bench, runtimes: &Runtimes) -> Result<(), Failure> {
    if !bench.wants("rate_limit_redis_tasks64") && !bench.wants("rate_limit_leased_tasks64") {
        return Ok(());
    }
    let tasks = Driver::Tasks(&runtimes.many);
    let server = runtimes.many.block_on(Server::start())?;
    let connection = runtimes.many.block_on(server.connect())?;
    case(bench, "rate_limit_redis_tasks64", || {
        vec![
            lua_bucket(tasks, &connection),
            lua_bucket(tasks, &connection),
        ]
    });
    Ok(())
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
        .key("bucket")
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
