//! Redis is away: the body runs all the same.

use std::time::Duration;

use gambeson::cache::RedisState;
use gambeson_tests::redis_server::{Fault, Proxy};
use gambeson_tests::{Tiers, builder, holds_value, raw, until, until_state};

use crate::{Store, load, load_from_redis, save, user};

#[tokio::test]
async fn a_write_during_an_outage_is_read_here_and_the_old_value_is_not_served_afterwards() {
    let mut tiers = Tiers::redis();
    let proxy = Proxy::before(tiers.server().port());
    let here = builder(&tiers.server().url_by(proxy.port()));
    let here = here.build().await.expect("the settings are good");
    until_state(&here, RedisState::Up).await;
    let store = Store::new(30);
    assert_eq!(load(&here, &store, 1).await, Some(user(1, 30)));
    proxy.set(Fault::Refuse);
    proxy.cut();
    until_state(&here, RedisState::Down).await;
    save(&here, &store, user(1, 31))
        .await
        .expect("it is written");
    assert_eq!(load(&here, &store, 1).await, Some(user(1, 31)));
    assert_eq!(store.age.reads(), 1, "memory has what was written");
    save(&here, &store, user(1, 0)).await.expect_err("not born");
    assert_eq!(load(&here, &store, 1).await, Some(user(1, 31)));
    assert!(holds_value(tiers.server(), "t:user:1"), "the old one");
    proxy.set(Fault::None);
    until_state(&here, RedisState::Up).await;
    until("the old one goes", || {
        raw(tiers.server(), "t:user:1").is_none()
    })
    .await;
    assert_eq!(load_from_redis(&here, &store, 1).await, Some(user(1, 31)));
}

#[tokio::test]
async fn a_redis_that_goes_while_the_body_runs_is_told_later() {
    let mut tiers = Tiers::redis();
    let proxy = Proxy::before(tiers.server().port());
    let here = builder(&tiers.server().url_by(proxy.port()));
    let here = here.build().await.expect("the settings are good");
    until_state(&here, RedisState::Up).await;
    let there = tiers.manager().await;
    let store = Store::new(30);
    assert_eq!(load(&here, &store, 1).await, Some(user(1, 30)));
    store.gate.hold();
    let write = tokio::spawn({
        let (here, store) = (here.clone(), store.clone());
        async move { save(&here, &store, user(1, 31)).await }
    });
    store.gate.begun(1).await;
    proxy.set(Fault::Refuse);
    proxy.cut();
    until_state(&here, RedisState::Down).await;
    store.gate.release();
    write.await.expect("no panic").expect("it is written");
    assert_eq!(load(&here, &store, 1).await, Some(user(1, 31)));
    let found = load_from_redis(&there, &store, 1).await;
    assert_eq!(
        found,
        Some(user(1, 31)),
        "the hold still keeps the old one away"
    );
    proxy.set(Fault::None);
    until("the hold goes", || {
        raw(tiers.server(), "t:user:1").is_none()
    })
    .await;
    tokio::time::timeout(Duration::from_secs(30), until_state(&here, RedisState::Up))
        .await
        .expect("it comes back");
    assert_eq!(load_from_redis(&there, &store, 1).await, Some(user(1, 31)));
    assert!(holds_value(tiers.server(), "t:user:1"));
}
