//! What memory cannot vouch for, it does not serve.

use std::time::{Duration, Instant};

use gambeson::cache::{Coherence, How, RedisState, Ttl};
use gambeson_tests::redis_server::{Fault, Proxy};
use gambeson_tests::{PATIENCE, Source, Tiers, builder, calls, until_state};

use crate::{Numbers, ask, until_answer, until_kept};

fn kill_all(tiers: &mut Tiers) {
    let kill = ["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"];
    tiers.server().command(&kill);
}

#[tokio::test]
async fn after_a_lost_connection_nothing_of_before_is_served_from_memory() {
    let (mut tiers, source) = (Tiers::redis(), Source::new(10));
    let cache = tiers.manager().await;
    until_kept(&cache, &source, 1).await;
    let served = cache.stats().total.hits_memory;
    kill_all(&mut tiers);
    // Until it is asked again, or the loss is noticed.
    let begun = Instant::now();
    while ask(&cache, &source, 1).await.1 == How::HitMemory {
        assert!(begun.elapsed() < PATIENCE, "it is served for ever");
        tokio::task::yield_now().await;
    }
    assert!(cache.stats().total.hits_memory >= served);
    // And it is told of changes again, through the new connection.
    until_state(&cache, RedisState::Up).await;
    let value = until_kept(&cache, &source, 1).await;
    assert_eq!(value, 11);
    let other = tiers.manager().await;
    source.set(20);
    Numbers::invalidate(&other, 1)
        .await
        .expect("it is remembered at least");
    until_answer(&cache, &source, 1, 21).await;
}

#[tokio::test]
async fn while_redis_is_away_memory_is_filled_anew_and_emptied_when_it_is_back() {
    let (mut tiers, source) = (Tiers::redis(), Source::new(10));
    let cache = tiers.manager().await;
    until_kept(&cache, &source, 1).await;
    tiers.server().kill();
    until_state(&cache, RedisState::Down).await;
    source.set(20);
    let (value, how) = ask(&cache, &source, 1).await;
    assert_eq!(
        (value, how),
        (21, How::Loaded),
        "nothing of before is served"
    );
    assert_eq!(ask(&cache, &source, 1).await, (21, How::HitMemory));
    // Nobody has told this process what happened meanwhile.
    source.set(30);
    tiers.server().restart();
    until_state(&cache, RedisState::Up).await;
    assert_eq!(ask(&cache, &source, 1).await, (31, How::Loaded));
}

#[tokio::test]
async fn without_coherence_memory_serves_on_through_an_outage() {
    let (mut tiers, source) = (Tiers::redis(), Source::new(10));
    let manager = tiers.builder().coherence(Coherence::Off).build().await;
    let cache = manager.expect("the settings are good");
    until_kept(&cache, &source, 1).await;
    tiers.server().kill();
    until_state(&cache, RedisState::Down).await;
    source.set(20);
    assert_eq!(ask(&cache, &source, 1).await, (11, How::HitMemory));
}

#[tokio::test]
async fn a_connection_that_dies_in_silence_is_doubted_after_a_missing_heartbeat() {
    let (mut tiers, source) = (Tiers::redis(), Source::new(10));
    let proxy = Proxy::before(tiers.server().port());
    let manager = builder(&format!("redis://127.0.0.1:{}", proxy.port()))
        .response_timeout(Duration::from_millis(200))
        .build()
        .await;
    let cache = manager.expect("the settings are good");
    until_kept(&cache, &source, 1).await;
    proxy.set(Fault::BlackHole);
    source.set(20);
    // Nothing but hits in memory: no call of its own notices anything.
    let begun = Instant::now();
    while ask(&cache, &source, 1).await.1 == How::HitMemory {
        assert!(begun.elapsed() < PATIENCE, "it is served for ever");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    println!("doubted after {:?}", begun.elapsed());
}

#[tokio::test]
async fn a_new_epoch_empties_every_memory() {
    let (mut tiers, source) = (Tiers::redis(), Source::new(10));
    let cache = tiers.manager().await;
    until_kept(&cache, &source, 1).await;
    source.set(20);
    // As a process does it that has too much to remember.
    tiers.server().command(&["SET", "t:%epoch", "another"]);
    until_answer(&cache, &source, 1, 21).await;
}

#[tokio::test]
async fn what_redis_does_not_take_is_kept_for_a_second_at_most_because_it_tells_nothing_of_it() {
    let (mut tiers, source) = (Tiers::redis(), Source::new(10));
    let (cache, other) = (tiers.manager().await, tiers.manager().await);
    tiers.server().command(&["CONFIG", "SET", "maxmemory", "1"]);
    assert_eq!(ask(&cache, &source, 1).await, (11, How::Loaded));
    source.set(20);
    Numbers::invalidate(&other, 1)
        .await
        .expect("it is remembered at least");
    until_answer(&cache, &source, 1, 21).await;
}

#[tokio::test]
async fn commands_that_nobody_needs_are_not_sent() {
    let (mut tiers, source) = (Tiers::redis(), Source::new(10));
    let cache = tiers.manager().await;
    until_kept(&cache, &source, 1).await;
    cache
        .set("x", 1_u64, Ttl::Default)
        .await
        .expect("it is there");
    assert_eq!(calls(tiers.server(), "publish"), 0);
    assert_eq!(calls(tiers.server(), "subscribe"), 0);
    assert_eq!(calls(tiers.server(), "client|tracking"), 1);
}
