//! Sets by hand and invalidations.

use std::future::Future as _;
use std::pin::pin;
use std::task::{Context, Waker};

use super::super::Removed;
use super::super::write::Item;
use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_set_by_hand_replaces_what_stands_there_and_wins_over_a_load_under_way() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let key = key("k");
    store(&tier, &key, b"loaded").await;
    let Read::Hit { ticket: before, .. } = tier.read(&key, LOAD).await else {
        panic!("it has just been stored");
    };
    let set = [(key.clone(), b"set".to_vec(), Some(MINUTE))];
    let written = tier.set_many(&set).await.expect("the server is there");
    assert_eq!((written.stored, written.remembered), (1, 0));
    assert_eq!(
        tier.commit(&key, &before, b"old", None, &Extra::default())
            .await,
        Commit::Refused
    );
    assert_eq!(look(&tier, &key).await.as_deref(), Some(&b"set"[..]));
    assert!(matches!(
        server.command(&["PTTL", "t:k"]),
        Reply::Int(1..=60_000)
    ));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_sets_are_one_round_trip() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let items: Vec<_> = (0..500)
        .map(|n| (key(&format!("k{n}")), format!("v{n}").into_bytes(), None))
        .collect();
    assert_eq!(
        tier.set_many(&items).await.map(|written| written.stored),
        Ok(500)
    );
    let keys: Vec<_> = items.iter().map(|(key, ..)| key.clone()).collect();
    for (read, (_, value, _)) in tier.read_many(&keys, LOOK).await.into_iter().zip(&items) {
        assert!(matches!(read, Read::Hit { payload, .. } if payload == *value));
    }
    assert_eq!(
        tier.set_many(&[] as &[Item])
            .await
            .map(|written| written.stored),
        Ok(0)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_set_past_its_deadline_is_refused_and_the_clock_that_made_it_so_is_corrected() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let link = tier.core.link().expect("it is up");
    // As after the server's clock was set forward by an hour.
    let hour = 3_600_000_000;
    link.clock().set(link.clock().at(Instant::now()) - hour);
    let set = [(key("k"), b"x".to_vec(), None)];
    assert_eq!(
        tier.set_many(&set).await.map(|written| written.stored),
        Ok(1)
    );
    assert_eq!(
        calls(&server, "evalsha"),
        1,
        "which came too late for its deadline"
    );
    assert_eq!(calls(&server, "eval"), 1, "with the right one");
    assert_eq!(look(&tier, &key("k")).await.as_deref(), Some(&b"x"[..]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn removing_counts_entries_and_neither_leases_nor_what_is_not_there() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let keys: Vec<_> = ["a", "b", "lease", "absent"].into_iter().map(key).collect();
    store(&tier, &keys[0], b"x").await;
    store(&tier, &keys[1], b"x").await;
    let lease = ticket(&tier, &keys[2]).await;
    let removed = tier.remove(&keys).await.expect("the server is there");
    assert_eq!(
        removed,
        Removed {
            removed: 2,
            remembered: 0
        }
    );
    assert_eq!(
        tier.commit(&keys[2], &lease, b"x", None, &Extra::default())
            .await,
        Commit::Refused
    );
    assert_eq!(
        tier.remove(&[]).await,
        Ok(Removed {
            removed: 0,
            remembered: 0
        })
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_removed_later_is_not_read_from_now_on_and_goes_by_itself() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let key = key("k");
    store(&tier, &key, b"x").await;
    let Read::Hit { ticket, .. } = tier.read(&key, LOAD).await else {
        panic!("it has just been stored");
    };
    tier.remove_later(std::slice::from_ref(&key));
    // The flusher may have been faster, but it never makes it a hit.
    assert!(!matches!(tier.read(&key, LOOK).await, Read::Hit { .. }));
    assert_eq!(
        tier.commit(&key, &ticket, b"y", None, &Extra::default())
            .await,
        Commit::Refused
    );
    until("the entry goes", || raw(&server, "t:k") == Reply::Nil).await;
    until("it is forgotten", || tier.core.pending.is_empty()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invalidation_whose_future_is_dropped_is_carried_out() {
    let server = RedisServer::start();
    let tier = connect(quick(&server.url())).await;
    let key = key("k");
    for by_hand in [false, true] {
        store(&tier, &key, b"x").await;
        let keys = [key.clone()];
        let items = [(key.clone(), b"y".to_vec(), None)];
        let mut context = Context::from_waker(Waker::noop());
        server.pause();
        if by_hand {
            assert!(pin!(tier.set_many(&items)).poll(&mut context).is_pending());
        } else {
            assert!(pin!(tier.remove(&keys)).poll(&mut context).is_pending());
        }
        // Dropped. Whatever the connection made of it, the entry is not served and goes.
        assert_eq!(tier.read(&key, LOOK).await, Read::Skip);
        server.resume();
        until("it is carried out", || tier.core.pending.is_empty()).await;
        assert_eq!(raw(&server, "t:k"), Reply::Nil, "by hand: {by_hand}");
        until_up(&tier).await;
    }
}
