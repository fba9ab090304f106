//! Invalidations of tags that Redis cannot be told.

use std::time::{Duration, Instant};

use futures::future::poll_immediate;
use gambeson::cache::{CacheError, OnOutage, RedisState};
use gambeson_tests::redis_server::{Fault, Proxy};
use gambeson_tests::{PATIENCE, Source, Tiers, built, quick, until_state};

use crate::{Rows, There, end, named, row, there};

#[tokio::test]
async fn an_invalidation_during_an_outage_is_remembered_and_carried_out_before_anybody_trusts() {
    let mut tiers = Tiers::redis();
    let proxy = Proxy::before(tiers.server().port());
    let url = tiers.server().url_by(proxy.port());
    let (here, source) = (built(quick(&url)).await, Source::new(1));
    assert_eq!(there(&here, &source, 1, 0).await, 1);
    assert_eq!(there(&here, &source, 2, 0).await, 1);
    assert_eq!(row(&here, &source, 1).await.group, 1);
    proxy.set(Fault::Refuse);
    proxy.cut();
    until_state(&here, RedisState::Down).await;
    source.set(10);
    let told = here.invalidate_tags(["org:1", "group:1"]).await;
    assert_eq!(told.expect("it is remembered").remembered, 2);
    assert_eq!(there(&here, &source, 1, 0).await, 10);
    assert_eq!(
        row(&here, &source, 1).await.group,
        10,
        "memory forgets at once"
    );
    proxy.set(Fault::None);
    until_state(&here, RedisState::Up).await;
    source.set(20);
    assert_eq!(there(&here, &source, 1, 0).await, 20);
    assert_eq!(there(&here, &source, 2, 0).await, 1, "another tag");
    // In every other process, too, and a load that was under way there is stored nowhere.
    let elsewhere = tiers.manager().await;
    assert_eq!(Rows::peek(&elsewhere, 1).await, None);
}

#[tokio::test]
async fn a_load_whose_tag_is_remembered_as_invalidated_stores_nothing_in_redis() {
    let mut tiers = Tiers::redis();
    let proxy = Proxy::before(tiers.server().port());
    let url = tiers.server().url_by(proxy.port());
    let (here, elsewhere) = (built(quick(&url)).await, tiers.manager().await);
    let source = Source::new(1);
    source.hold();
    let load = {
        let (here, source) = (here.clone(), source.clone());
        tokio::spawn(async move { row(&here, &source, 1).await })
    };
    source.begun(1).await;
    proxy.set(Fault::Refuse);
    proxy.cut();
    until_state(&here, RedisState::Down).await;
    end(&here, "group:1").await;
    proxy.set(Fault::None);
    until_state(&here, RedisState::Up).await;
    source.set(2);
    source.release();
    assert_eq!(load.await.expect("no panic").group, 1);
    assert_eq!(Rows::peek(&here, 1).await, None);
    assert_eq!(Rows::peek(&elsewhere, 1).await, None);
}

#[tokio::test]
async fn an_invalidation_that_is_dropped_is_carried_out() {
    let mut tiers = Tiers::redis();
    let (here, elsewhere) = (tiers.manager().await, tiers.manager().await);
    let source = Source::new(1);
    assert_eq!(there(&here, &source, 1, 0).await, 1);
    tiers.server().command(&["CLIENT", "PAUSE", "300", "ALL"]);
    let mut told = Box::pin(here.invalidate_tags(["org:1"]));
    assert!(poll_immediate(&mut told).await.is_none());
    drop(told);
    source.set(2);
    assert_eq!(
        there(&here, &source, 1, 0).await,
        2,
        "this process reads past it"
    );
    let begun = Instant::now();
    while There::peek(&elsewhere, 1, 0).await == Some(1) {
        assert!(begun.elapsed() < PATIENCE, "it is never carried out");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[tokio::test]
async fn whoever_must_know_gets_an_error_and_memory_forgets_all_the_same() {
    let mut tiers = Tiers::redis();
    let cache = built(quick(&tiers.server().url()).on_outage(OnOutage::Fail)).await;
    let source = Source::new(1);
    assert_eq!(named(&cache, &source, 1, 0).await, 1);
    tiers.server().kill();
    until_state(&cache, RedisState::Down).await;
    source.set(2);
    let told = cache.invalidate_tags(["org:1"]).await;
    assert!(
        matches!(told, Err(CacheError::Unreachable { .. })),
        "{told:?}"
    );
    assert_eq!(named(&cache, &source, 1, 0).await, 2);
}

#[tokio::test]
async fn while_redis_is_away_memory_has_tags_of_its_own() {
    let mut tiers = Tiers::redis();
    let cache = built(quick(&tiers.server().url())).await;
    tiers.server().kill();
    until_state(&cache, RedisState::Down).await;
    let source = Source::new(1);
    assert_eq!(named(&cache, &source, 1, 0).await, 1);
    assert_eq!(row(&cache, &source, 1).await.group, 1);
    source.set(2);
    assert_eq!(named(&cache, &source, 1, 0).await, 1);
    assert_eq!(row(&cache, &source, 1).await.group, 1);
    end(&cache, "org:1").await;
    end(&cache, "group:1").await;
    assert_eq!(named(&cache, &source, 1, 0).await, 2);
    assert_eq!(row(&cache, &source, 1).await.group, 2);
}
