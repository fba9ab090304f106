//! A server that goes and comes back: noticed, paid once, found again, and told what it missed.

use super::super::redis_server::{Fault, Proxy};
use super::super::{OnOutage, Removed};
use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_server_costs_nothing_and_is_found_within_a_second_of_its_return() {
    let mut server = RedisServer::start();
    let tier = tier(&server).await;
    store(&tier, &key("k"), b"x").await;
    server.kill();
    let noticed = until_down(&tier).await;
    assert!(
        noticed < Duration::from_millis(500),
        "noticed after {noticed:?}, without a call"
    );
    assert_calls_cost_nothing(&tier).await;
    assert_eq!(tier.ping().await, None);
    server.restart();
    let back = until("it is back", || tier.health().state != RedisState::Down).await;
    assert!(back < Duration::from_secs(1), "found after {back:?}");
    until_up(&tier).await;
    store(&tier, &key("k"), b"y").await;
    assert_eq!(look(&tier, &key("k")).await.as_deref(), Some(&b"y"[..]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paused_server_costs_three_time_outs_and_what_it_carries_out_late_does_no_harm() {
    let server = RedisServer::start();
    let tier = connect(quick(&server.url())).await;
    let other = super::tier(&server).await;
    let (set, loaded) = (key("set"), key("loaded"));
    store(&tier, &set, b"v1").await;
    let lease = ticket(&tier, &loaded).await;
    server.pause();
    // All three reach the server's socket, and are carried out when it wakes.
    let begun = Instant::now();
    let items = [(set.clone(), b"v2".to_vec(), None)];
    let written = tier.set_many(&items).await.expect("it is remembered");
    assert_eq!((written.stored, written.remembered), (0, 1));
    assert_eq!(
        tier.commit(&loaded, &lease, b"v1", None, &Extra::default())
            .await,
        Commit::Down
    );
    let removed = tier.remove(std::slice::from_ref(&loaded)).await;
    assert_eq!(
        removed,
        Ok(Removed {
            removed: 0,
            remembered: 1
        })
    );
    until_down(&tier).await;
    let paid = begun.elapsed();
    assert!(
        paid < Duration::from_secs(3),
        "three time-outs of 200 ms took {paid:?}"
    );
    assert_calls_cost_nothing(&tier).await;

    server.resume();
    let back = until("it is back", || tier.health().state != RedisState::Down).await;
    assert!(back < Duration::from_secs(1), "found after {back:?}");
    assert_eq!(
        raw(&server, "t:loaded"),
        Reply::Nil,
        "replayed before it was published"
    );
    until("all is carried out", || tier.core.pending.is_empty()).await;
    assert_eq!(
        raw(&server, "t:set"),
        Reply::Nil,
        "the late set is refused, the old value goes"
    );
    until_up(&other).await;
    store(&other, &set, b"v3").await;
    until_up(&tier).await;
    assert_eq!(look(&tier, &set).await.as_deref(), Some(&b"v3"[..]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_idle_process_notices_a_paused_server_by_its_heart() {
    let server = RedisServer::start();
    let tier = connect(quick(&server.url())).await;
    server.pause();
    let noticed = until_down(&tier).await;
    assert!(
        noticed < Duration::from_secs(4),
        "noticed after {noticed:?}"
    );
    server.resume();
    until_up(&tier).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_remembered_invalidation_is_carried_out_before_the_tier_serves_again() {
    let server = RedisServer::start();
    let proxy = Proxy::before(server.port());
    let tier = connect(options(&server.url_by(proxy.port()))).await;
    let keys: Vec<_> = (0..2_500).map(|n| key(&format!("k{n}"))).collect();
    let items: Vec<_> = keys
        .iter()
        .map(|key| (key.clone(), b"old".to_vec(), None))
        .collect();
    tier.set_many(&items).await.expect("the server is there");
    let load = tier.read(&keys[0], LOAD).await;
    proxy.set(Fault::Refuse);
    proxy.cut();
    until_down(&tier).await;
    let removed = tier.remove(&keys).await;
    assert_eq!(
        removed,
        Ok(Removed {
            removed: 0,
            remembered: 2_500
        })
    );
    assert_eq!(tier.read(&keys[0], LOAD).await, Read::Skip);
    proxy.set(Fault::None);
    until("it is back", || tier.health().state != RedisState::Down).await;
    for key in ["t:k0", "t:k1250", "t:k2499"] {
        assert_eq!(raw(&server, key), Reply::Nil, "{key}");
    }
    until_up(&tier).await;
    let Read::Hit { ticket, .. } = load else {
        panic!("it was there before")
    };
    assert_eq!(
        tier.commit(&keys[0], &ticket, b"old", None, &Extra::default())
            .await,
        Commit::Refused
    );
    assert!(matches!(
        tier.read(&keys[0], LOAD).await,
        Read::Miss(Some(_))
    ));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn past_the_limit_the_whole_prefix_is_a_miss_for_everybody() {
    let server = RedisServer::start();
    let proxy = Proxy::before(server.port());
    let limited = RedisOptions {
        pending_limit: 2,
        ..options(&server.url_by(proxy.port()))
    };
    let (tier, other) = (connect(limited).await, super::tier(&server).await);
    store(&tier, &key("untouched"), b"x").await;
    proxy.set(Fault::Refuse);
    proxy.cut();
    until_down(&tier).await;
    let keys: Vec<_> = ["a", "b", "c"].into_iter().map(key).collect();
    tier.remove(&keys).await.expect("it is remembered");
    proxy.set(Fault::None);
    until_up(&tier).await;
    assert_eq!(look(&tier, &key("untouched")).await, None);
    let link = other.core.link().expect("it was never cut");
    let current = tier.core.link().expect("it is up").incarnation();
    until("the other one reads the epoch", || {
        link.incarnation() == current
    })
    .await;
    assert_eq!(look(&other, &key("untouched")).await, None);
    store(&tier, &key("untouched"), b"y").await;
    assert_eq!(
        look(&other, &key("untouched")).await.as_deref(),
        Some(&b"y"[..])
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_an_outage_entries_are_stored_but_not_served_until_it_has_settled() {
    let server = RedisServer::start();
    let proxy = Proxy::before(server.port());
    let settle = Duration::from_millis(400);
    let tier = connect(RedisOptions {
        settle,
        ..options(&server.url_by(proxy.port()))
    })
    .await;
    let (old, new) = (key("old"), key("new"));
    store(&tier, &old, b"x").await;
    proxy.cut();
    until("it settles", || tier.health().state == RedisState::Settling).await;
    let begun = Instant::now();
    let read = tier.read(&old, LOAD).await;
    let stored = ticket(&tier, &new).await;
    let committed = tier
        .commit(&new, &stored, b"y", None, &Extra::default())
        .await;
    if begun.elapsed() < settle / 2 {
        assert!(matches!(read, Read::Miss(Some(_))), "{read:?}");
    }
    assert_eq!(committed, Commit::Stored);
    until_up(&tier).await;
    let link = tier.core.link().expect("it is up");
    assert!(
        link.since.elapsed() >= settle,
        "served {:?} after its return",
        link.since.elapsed()
    );
    assert_eq!(look(&tier, &old).await.as_deref(), Some(&b"x"[..]));
    assert_eq!(look(&tier, &new).await.as_deref(), Some(&b"y"[..]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_time_out_is_enough_to_settle() {
    let server = RedisServer::start();
    let proxy = Proxy::before(server.port());
    let tier = connect(quick(&server.url_by(proxy.port()))).await;
    let key = key("k");
    store(&tier, &key, b"x").await;
    let link = tier.core.link().expect("it is up");
    proxy.set(Fault::BlackHole);
    assert_eq!(tier.read(&key, LOOK).await, Read::Skip);
    proxy.set(Fault::None);
    assert!(!link.trusted(), "another process may have seen an outage");
    until_up(&tier).await;
    assert_eq!(look(&tier, &key).await.as_deref(), Some(&b"x"[..]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_must_know_gets_an_error_and_nothing_is_remembered() {
    let mut server = RedisServer::start();
    let tier = connect(RedisOptions {
        on_outage: OnOutage::Fail,
        ..options(&server.url())
    })
    .await;
    server.kill();
    until_down(&tier).await;
    let keys = [key("k")];
    let error = tier
        .remove(&keys)
        .await
        .expect_err("it cannot reach the server");
    assert!(
        matches!(error, crate::CacheError::Unreachable { .. }),
        "{error}"
    );
    assert!(tier.set_many(&[(key("k"), vec![1], None)]).await.is_err());
    assert!(tier.core.pending.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_not_there_at_the_start_is_found_later_or_an_error_if_required() {
    let mut server = RedisServer::start();
    server.kill();
    let required = RedisOptions {
        require: true,
        ..options(&server.url())
    };
    let error = begin(required).await.err().expect("it is required");
    assert!(
        matches!(error, crate::CacheError::Unreachable { .. }),
        "{error}"
    );
    let tier = connect(options(&server.url())).await;
    assert_eq!(tier.health().state, RedisState::Down);
    assert!(tier.health().why.is_some());
    server.restart();
    until_up(&tier).await;
    store(&tier, &key("k"), b"x").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shutdown_carries_out_what_is_remembered() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let key = key("k");
    store(&tier, &key, b"x").await;
    tier.remove_later(std::slice::from_ref(&key));
    tier.shutdown(Duration::from_secs(30)).await;
    assert_eq!(raw(&server, "t:k"), Reply::Nil);
    assert_eq!(tier.read(&key, LOAD).await, Read::Skip);
    assert_eq!(tier.health().state, RedisState::Down);
    until("the connection is closed", || {
        server.command(&["CLIENT", "LIST"]).text().lines().count() == 1
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shutdown_waits_for_what_may_not_be_undone_yet_and_no_longer_than_it_was_given() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let key = key("k");
    store(&tier, &key, b"x").await;
    let not_before = Instant::now() + Duration::from_millis(200);
    tier.core.pending.remember([&key], Some(not_before));
    tier.shutdown(Duration::from_secs(30)).await;
    assert!(Instant::now() >= not_before);
    assert_eq!(raw(&server, "t:k"), Reply::Nil);

    let tier = connect(options(&server.url())).await;
    tier.core
        .pending
        .remember([&key], Some(Instant::now() + Duration::from_secs(3_600)));
    tier.shutdown(Duration::from_millis(20)).await;
    assert_eq!(tier.health().state, RedisState::Down);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tier_that_is_dropped_leaves_no_task_and_no_connection() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let core = Arc::downgrade(&tier.core);
    drop(tier);
    until("nothing holds it", || core.upgrade().is_none()).await;
    until("the connection is closed", || {
        server.command(&["CLIENT", "LIST"]).text().lines().count() == 1
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_read_under_way_does_not_serve_what_is_invalidated_before_its_answer_comes() {
    let server = RedisServer::start();
    let proxy = Proxy::before(server.port());
    let tier = connect(options(&server.url_by(proxy.port()))).await;
    let key = key("k");
    store(&tier, &key, b"old").await;
    let before = calls(&server, "get");
    // Answers wait one after the other: that to the invalidation comes last.
    proxy.set(Fault::Delay(Duration::from_millis(200)));
    let reading = tokio::spawn({
        let (tier, key) = (Arc::clone(&tier), key.clone());
        async move { tier.read(&key, LOOK).await }
    });
    until("the server has answered", || calls(&server, "get") > before).await;
    tier.remove_later(std::slice::from_ref(&key));
    assert_eq!(reading.await.expect("it does not panic"), Read::Skip);
}
