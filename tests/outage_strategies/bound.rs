//! What a call pays while Redis is away, and how long something old is served: both have a bound, whatever the strategy.

use std::time::{Duration, Instant};

use gambeson::CacheManager;
use gambeson::cache::RedisState;
use gambeson_tests::redis_server::Fault;
use gambeson_tests::strategies::{WAYS, World, invalidate, read, write_through};
use gambeson_tests::until_state;

use crate::{Drill, KEYS, answered};

/// Of each way.
const CALLS: u64 = 100;
/// A batch has so many keys.
const BATCH: u64 = 3;
/// Far less than the 200 ms of a time-out.
const NOTHING: Duration = Duration::from_millis(20);
/// Three time-outs, and what a busy machine adds. Each call a time-out would be ten seconds.
const FEW: Duration = Duration::from_secs(4);
/// A heartbeat and a time-out are 1.2 s; a busy machine may take ten times as long.
const BOUND: Duration = Duration::from_secs(12);
/// Nothing that is old goes by itself within a test.
const LIVES: Duration = Duration::from_secs(600);

/// Keys that nobody has read yet, for each way its own.
fn fresh(way: usize) -> impl Iterator<Item = u64> {
    let first = KEYS + u64::try_from(way).expect("few") * CALLS * BATCH;
    (0..CALLS).map(move |call| first + call * BATCH)
}

fn world() -> World {
    let ways = u64::try_from(WAYS.len()).expect("few");
    World::with_lives(KEYS + ways * CALLS * BATCH, LIVES)
}

/// Calls whose Redis is away, in each way, of keys that nobody has read so far, but for the first `read_before`: each loads
/// once, and none goes near the network.
async fn calls_cost_nothing(world: &World, cache: &CacheManager, read_before: u64) {
    for (number, way) in WAYS.into_iter().enumerate() {
        let before = world.loads();
        let begun = Instant::now();
        for key in fresh(number).skip(usize::try_from(read_before).expect("few")) {
            let value = answered(way, read(cache, world, way, key)).await;
            assert_eq!(value, Ok(1), "{way}");
        }
        costs_nothing(way, begun);
        let each = if way == "batch" { BATCH } else { 1 };
        let calls = CALLS - read_before;
        assert_eq!(world.loads() - before, calls * each, "{way}");
    }
    let begun = Instant::now();
    for key in fresh(0) {
        let removed = answered("an invalidation", invalidate(cache, key)).await;
        assert_eq!(removed.ok(), Some(false), "it is remembered");
    }
    costs_nothing("an invalidation", begun);
    let (begun, before) = (Instant::now(), world.loads());
    for key in fresh(1) {
        let written = answered("a write", write_through(cache, world, key)).await;
        assert_eq!(written, Ok(2));
    }
    costs_nothing("a write", begun);
    assert_eq!(world.loads(), before, "a write loads nothing");
}

fn costs_nothing(what: &str, begun: Instant) {
    let each = begun.elapsed() / u32::try_from(CALLS).expect("few");
    assert!(
        each < NOTHING,
        "{what} paid {each:?}, and a time-out is 200 ms"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_redis_is_dead_a_call_of_any_strategy_pays_nothing_and_loads_once() {
    let mut drill = Drill::of(world(), &[]).await;
    drill.server.kill();
    until_state(&drill.one, RedisState::Down).await;
    calls_cost_nothing(&drill.world, &drill.one, 0).await;
    drill.server.restart();
    drill.recovers().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_redis_that_stands_still_all_strategies_together_pay_a_few_time_outs() {
    let drill = Drill::of(world(), &[]).await;
    drill.server.pause();
    let begun = Instant::now();
    for call in 0..7 {
        for (number, way) in WAYS.into_iter().enumerate() {
            let key = fresh(number).nth(call).expect("there are more");
            let value = answered(way, read(&drill.one, &drill.world, way, key)).await;
            assert_eq!(value, Ok(1), "{way}");
        }
    }
    let took = begun.elapsed();
    assert!(took < FEW, "49 calls took {took:?}");
    until_state(&drill.one, RedisState::Down).await;
    calls_cost_nothing(&drill.world, &drill.one, 7).await;
    drill.server.resume();
    drill.recovers().await;
}

/// Changes all keys by `one`, and then reads each in each way by `other` until it is the new one: how long after the answer of
/// the last invalidation something old was served last. (What a process loads while it is cut off, and knows it, it keeps for
/// its `memory_ttl`, whatever is changed later: so no key is read before all are changed.)
async fn latest_old(drill: &Drill) -> Duration {
    let mut versions = Vec::new();
    for key in 0..KEYS {
        versions.push(drill.world.change(key));
        let carried_out = answered("an invalidation", invalidate(&drill.one, key)).await;
        assert!(carried_out.expect("Redis is there"));
    }
    let (begun, mut latest) = (Instant::now(), Duration::ZERO);
    for way in WAYS {
        for (key, version) in (0..).zip(&versions) {
            loop {
                let asked = begun.elapsed();
                let value = answered(way, read(&drill.other, &drill.world, way, key)).await;
                if value == Ok(*version) {
                    break;
                }
                assert_ne!(way, "strict", "nothing old at all");
                latest = latest.max(asked);
                assert!(asked < BOUND, "{way} is old {asked:?} after the answer");
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        }
    }
    latest
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_has_happened_to_redis_nothing_old_is_served_beyond_the_bound() {
    let mut drill = Drill::of(World::with_lives(KEYS, LIVES), &[]).await;
    println!("at rest: {:?}", latest_old(&drill).await);
    drill.proxy.cut();
    println!("a cut connection: {:?}", latest_old(&drill).await);
    // Its connection dies without a word.
    drill.proxy.set(Fault::BlackHole);
    println!("a silent network: {:?}", latest_old(&drill).await);
    drill.proxy.set(Fault::None);
    until_state(&drill.other, RedisState::Up).await;
    println!("back: {:?}", latest_old(&drill).await);
    // What it comes back with is older than what is acknowledged by then.
    drill.server.save();
    println!("before the restart: {:?}", latest_old(&drill).await);
    tokio::task::block_in_place(|| drill.server.restart());
    for way in WAYS {
        for key in 0..KEYS {
            let value = answered(way, read(&drill.other, &drill.world, way, key)).await;
            assert_eq!(value, Ok(drill.world.version(key)), "{way}");
        }
    }
    for cache in [&drill.one, &drill.other] {
        until_state(cache, RedisState::Up).await;
    }
    println!("an older snapshot: {:?}", latest_old(&drill).await);
    drill.recovers().await;
}
