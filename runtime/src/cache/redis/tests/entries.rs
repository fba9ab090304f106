//! The stamp protocol: what is served, and what may be stored.

use std::time::Duration;

use super::super::read::Left;
use super::super::{Commit, Read, TimeLeft, Want};
use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_committed_by_the_ticket_of_a_miss_is_a_hit_under_the_readable_key() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let key = key("user:42");
    store(&tier, &key, b"payload").await;
    assert_eq!(look(&tier, &key).await.as_deref(), Some(&b"payload"[..]));
    let raw = raw(&server, "t:user:42");
    assert!(
        raw.bytes()
            .is_some_and(|bytes| bytes[0] == 1 && bytes[32..] == *b"payload"),
        "{raw:?}"
    );
    let another_process = super::tier(&server).await;
    assert_eq!(
        look(&another_process, &key).await.as_deref(),
        Some(&b"payload"[..])
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invalidation_during_a_load_refuses_what_the_load_brings() {
    let server = RedisServer::start();
    let (tier, other) = (tier(&server).await, super::tier(&server).await);
    let key = key("k");
    let before = ticket(&tier, &key).await;
    other
        .remove(std::slice::from_ref(&key))
        .await
        .expect("the server is there");
    assert_eq!(
        tier.commit(&key, &before, b"old", None, &Extra::default())
            .await,
        Commit::Refused
    );
    assert_eq!(raw(&server, "t:k"), Reply::Nil);

    // Also when the next load has begun, or has ended.
    let before = ticket(&tier, &key).await;
    other
        .remove(std::slice::from_ref(&key))
        .await
        .expect("the server is there");
    let after = ticket(&other, &key).await;
    assert_eq!(
        tier.commit(&key, &before, b"old", None, &Extra::default())
            .await,
        Commit::Refused
    );
    assert_eq!(
        other
            .commit(&key, &after, b"new", None, &Extra::default())
            .await,
        Commit::Stored
    );
    assert_eq!(
        tier.commit(&key, &before, b"old", None, &Extra::default())
            .await,
        Commit::Refused
    );
    assert_eq!(look(&tier, &key).await.as_deref(), Some(&b"new"[..]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_loads_at_once_the_first_to_end_is_stored() {
    let server = RedisServer::start();
    let (tier, other) = (tier(&server).await, super::tier(&server).await);
    let key = key("k");
    let (one, two) = (ticket(&tier, &key).await, ticket(&other, &key).await);
    assert_eq!(
        other
            .commit(&key, &two, b"first", None, &Extra::default())
            .await,
        Commit::Stored
    );
    assert_eq!(
        tier.commit(&key, &one, b"second", None, &Extra::default())
            .await,
        Commit::Refused
    );
    assert_eq!(look(&tier, &key).await.as_deref(), Some(&b"first"[..]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eviction_a_flush_and_an_expired_lease_refuse_the_store() {
    let server = RedisServer::start();
    let short = connect(RedisOptions {
        lease: Duration::from_millis(1),
        ..options(&server.url())
    })
    .await;
    let tier = tier(&server).await;
    let key = key("k");
    for lose in [&["DEL", "t:k"][..], &["FLUSHALL"]] {
        let ticket = ticket(&tier, &key).await;
        server.command(lose);
        assert_eq!(
            tier.commit(&key, &ticket, b"x", None, &Extra::default())
                .await,
            Commit::Refused,
            "{lose:?}"
        );
    }
    let ticket = ticket(&short, &key).await;
    until("the lease expires", || raw(&server, "t:k") == Reply::Nil).await;
    assert_eq!(
        short
            .commit(&key, &ticket, b"x", None, &Extra::default())
            .await,
        Commit::Refused
    );
    assert_eq!(raw(&server, "t:k"), Reply::Nil);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_live_entry_is_refreshed_by_its_own_ticket_once() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let key = key("k");
    store(&tier, &key, b"one").await;
    let Read::Hit { ticket, .. } = tier.read(&key, LOAD).await else {
        panic!("it has just been stored");
    };
    assert_eq!(
        tier.commit(&key, &ticket, b"two", None, &Extra::default())
            .await,
        Commit::Stored
    );
    assert_eq!(
        tier.commit(&key, &ticket, b"three", None, &Extra::default())
            .await,
        Commit::Refused
    );
    assert_eq!(look(&tier, &key).await.as_deref(), Some(&b"two"[..]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_undecodable_entry_is_removed_only_if_it_has_not_changed_since() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let key = key("k");
    store(&tier, &key, b"bad").await;
    let Read::Hit { ticket, .. } = tier.read(&key, LOOK).await else {
        panic!("it has just been stored");
    };
    tier.commit(&key, &ticket, b"good", None, &Extra::default())
        .await;
    tier.heal(&key, &ticket).await;
    assert_eq!(look(&tier, &key).await.as_deref(), Some(&b"good"[..]));
    let Read::Hit { ticket, .. } = tier.read(&key, LOOK).await else {
        panic!("it is still there");
    };
    tier.heal(&key, &ticket).await;
    assert_eq!(raw(&server, "t:k"), Reply::Nil);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hold_stores_nothing_and_what_is_foreign_is_left_alone() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let key = key("k");
    let mut hold = vec![3];
    hold.extend_from_slice(&[9; 40]);
    server.command(&[&b"SET"[..], b"t:k", &hold]);
    assert!(matches!(tier.read(&key, LOAD).await, Read::DontStore(_)));
    for foreign in [&b""[..], b"\x01short", b"{\"id\":1}", &[0xff; 5000]] {
        server.command(&[&b"SET"[..], b"t:k", foreign]);
        assert_eq!(tier.read(&key, LOAD).await, Read::Skip);
        assert_eq!(raw(&server, "t:k").bytes(), Some(foreign));
    }
    server.command(&["DEL", "t:k"]);
    server.command(&["LPUSH", "t:k", "a"]);
    for want in [
        LOAD,
        LOOK,
        Want {
            time_left: true,
            lease: true,
        },
    ] {
        assert_eq!(tier.read(&key, want).await, Read::Skip);
    }
    assert_eq!(tier.time_left(&key).await, None);
    assert_eq!(
        tier.health().state,
        RedisState::Up,
        "a list is no reason to reconnect"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_look_leaves_no_lease_behind() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    assert_eq!(tier.read(&key("k"), LOOK).await, Read::Miss(None));
    assert_eq!(raw(&server, "t:k"), Reply::Nil);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_keys_are_read_in_one_round_trip_and_in_their_order() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let keys: Vec<_> = (0..100).map(|n| key(&format!("k{n}"))).collect();
    for (n, key) in keys.iter().enumerate().filter(|(n, _)| n % 3 == 0) {
        store(&tier, key, format!("v{n}").as_bytes()).await;
    }
    let gets = calls(&server, "get");
    let reads = tier.read_many(&keys, LOOK).await;
    assert_eq!(calls(&server, "mget"), 1);
    assert!(
        calls(&server, "get") <= gets + 1,
        "no key is read by itself"
    );
    for (n, read) in reads.into_iter().enumerate() {
        match read {
            Read::Hit { payload, .. } => assert_eq!(payload, format!("v{n}").into_bytes()),
            Read::Miss(None) => assert_ne!(n % 3, 0),
            other => panic!("{other:?}"),
        }
    }
    // With leases each miss is a ticket.
    let reads = tier.read_many(&keys, LOAD).await;
    for (read, key) in reads.iter().zip(&keys) {
        if let Read::Miss(ticket) = read {
            let ticket = ticket.as_ref().expect("a lease was asked for");
            assert_eq!(
                tier.commit(key, ticket, b"new", None, &Extra::default())
                    .await,
                Commit::Stored
            );
        }
    }
    let timed = tier
        .read_many(
            &keys,
            Want {
                time_left: true,
                lease: false,
            },
        )
        .await;
    assert!(
        timed.iter().all(|read| matches!(read, Read::Hit { .. })),
        "{timed:?}"
    );
    assert!(tier.read_many(&[], LOAD).await.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_time_left_is_the_server_s_to_the_millisecond() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let timed = Want {
        time_left: true,
        lease: true,
    };
    let key = key("k");
    let Read::Miss(Some(ticket)) = tier.read(&key, timed).await else {
        panic!("nothing is there");
    };
    let ttl = Duration::from_millis(61_234);
    assert_eq!(
        tier.commit(&key, &ticket, b"x", Some(ttl), &Extra::default())
            .await,
        Commit::Stored
    );
    let Read::Hit {
        left: Some(left),
        ticket,
        ..
    } = tier.read(&key, timed).await
    else {
        panic!("it has just been stored");
    };
    assert!(
        left <= ttl && left + Duration::from_secs(30) > ttl,
        "{left:?}"
    );
    assert!(
        matches!(tier.time_left(&key).await, Some(Left::For(TimeLeft::For(now))) if now <= left)
    );

    assert_eq!(
        tier.commit(&key, &ticket, b"x", None, &Extra::default())
            .await,
        Commit::Stored
    );
    assert!(matches!(
        tier.read(&key, timed).await,
        Read::Hit { left: None, .. }
    ));
    assert_eq!(
        tier.time_left(&key).await,
        Some(Left::For(TimeLeft::Forever))
    );
    assert_eq!(tier.time_left(&super::key("absent")).await, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_has_forgotten_the_scripts_is_told_again() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let key = key("k");
    for round in 0..2_u8 {
        server.command(&["SCRIPT", "FLUSH"]);
        store(&tier, &key, &[round]).await;
        server.command(&["SCRIPT", "FLUSH"]);
        let set = [(key.clone(), vec![round], None)];
        assert_eq!(
            tier.set_many(&set).await.map(|written| written.stored),
            Ok(1)
        );
        let Read::Hit { ticket, .. } = tier.read(&key, LOOK).await else {
            panic!("it has just been stored");
        };
        server.command(&["SCRIPT", "FLUSH"]);
        tier.heal(&key, &ticket).await;
        assert_eq!(raw(&server, "t:k"), Reply::Nil);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_info_leases_are_given_by_a_script_and_everything_else_works() {
    // What is not known to be 7.0 is treated as older.
    let server = RedisServer::with(&["--rename-command", "INFO", ""]);
    let (tier, other) = (tier(&server).await, super::tier(&server).await);
    let key = key("k");
    let (one, two) = (ticket(&tier, &key).await, ticket(&other, &key).await);
    assert_eq!(
        tier.commit(&key, &one, b"first", None, &Extra::default())
            .await,
        Commit::Stored
    );
    assert_eq!(
        other
            .commit(&key, &two, b"second", None, &Extra::default())
            .await,
        Commit::Refused
    );
    assert_eq!(look(&other, &key).await.as_deref(), Some(&b"first"[..]));
    server.command(&["SCRIPT", "FLUSH"]);
    ticket(&tier, &super::key("another")).await;
    server.command(&["FLUSHALL"]);
    assert_eq!(
        tier.commit(&key, &one, b"x", None, &Extra::default()).await,
        Commit::Refused
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_connections_serve_as_one_does() {
    let server = RedisServer::start();
    let tier = connect(RedisOptions {
        connections: 3,
        ..options(&server.url())
    })
    .await;
    for n in 0..20 {
        let key = key(&format!("k{n}"));
        store(&tier, &key, b"x").await;
        assert!(look(&tier, &key).await.is_some());
    }
    let clients = server.command(&["CLIENT", "LIST"]).text();
    assert!(
        clients.lines().count() >= 4,
        "three and the one that asks: {clients}"
    );
}
