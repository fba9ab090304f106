//! Holds: what a write lays over an entry, and takes away again.

use super::super::Payload;
use super::*;

async fn hold(tier: &Server, key: &Key) -> super::super::Hold {
    tier.hold(key).await.expect("the server is there")
}

fn left(server: &RedisServer) -> i64 {
    match server.command(&["PTTL", "t:k"]) {
        Reply::Int(left) => left,
        other => panic!("{other:?} is no time"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_a_key_is_held_nobody_reads_or_stores_it_and_a_put_ends_that() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let key = key("k");
    store(&tier, &key, b"old").await;
    let Read::Hit { ticket: before, .. } = tier.read(&key, LOAD).await else {
        panic!("it has just been stored");
    };
    let held = hold(&tier, &key).await;
    let Read::DontStore(met) = tier.read(&key, LOAD).await else {
        panic!("it is held");
    };
    assert!(tier.holds(&key, &met).await);
    assert_eq!(
        tier.commit(&key, &before, b"older", None, &Extra::default())
            .await,
        Commit::Refused
    );
    assert_eq!(
        tier.put(&key, &held, Payload::Written(b"new"), None).await,
        Commit::Stored
    );
    assert!(!tier.holds(&key, &met).await);
    assert_eq!(look(&tier, &key).await.as_deref(), Some(&b"new"[..]));
    assert_eq!(left(&server), -1, "it was stored for ever");
    assert_eq!(
        tier.put(&key, &held, Payload::Written(b"twice"), None)
            .await,
        Commit::Refused,
        "as when the same command is carried out late"
    );
    assert_eq!(look(&tier, &key).await, None, "which removes it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hold_that_is_released_gives_back_the_entry_with_the_rest_of_its_life() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let key = key("k");
    for (ttl, plain) in [
        (Some(MINUTE / 2), true),
        (None, true),
        (Some(3 * MINUTE), false),
    ] {
        let extra = Extra {
            took: Duration::from_millis(if plain { 0 } else { 5 }),
            ..Extra::default()
        };
        let ticket = ticket(&tier, &key).await;
        let stored = tier.commit(&key, &ticket, b"old", ttl, &extra).await;
        assert_eq!(stored, Commit::Stored);
        let Read::Hit { ticket: before, .. } = tier.read(&key, LOAD).await else {
            panic!("it has just been stored");
        };
        let held = hold(&tier, &key).await;
        assert!(
            (1..=60_000).contains(&left(&server)),
            "a hold ends by itself"
        );
        tier.release(&key, &held).await;
        match tier.read(&key, LOOK).await {
            Read::Hit {
                payload,
                extra: found,
                ..
            } => assert_eq!((&payload[..], found), (&b"old"[..], extra)),
            other => panic!("{other:?} is not what stood there"),
        }
        match ttl {
            None => assert_eq!(left(&server), -1),
            Some(ttl) => {
                let ttl = i64::try_from(ttl.as_millis()).expect("minutes");
                assert!((ttl - 20_000..=ttl).contains(&left(&server)), "{ttl}");
            }
        }
        assert_eq!(
            tier.commit(&key, &before, b"older", None, &Extra::default())
                .await,
            Commit::Refused,
            "a load from before the hold"
        );
        tier.remove(std::slice::from_ref(&key))
            .await
            .expect("the server is there");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hold_where_nothing_stood_leaves_nothing_behind() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let key = key("k");
    for lease in [false, true] {
        if lease {
            ticket(&tier, &key).await;
        }
        let held = hold(&tier, &key).await;
        tier.release(&key, &held).await;
        assert!(matches!(server.command(&["EXISTS", "t:k"]), Reply::Int(0)));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_writes_that_overlap_leave_no_entry_whichever_ends_first() {
    let server = RedisServer::start();
    let (one, other) = (tier(&server).await, tier(&server).await);
    let key = key("k");
    for first_ends_first in [true, false] {
        let (first, second) = (hold(&one, &key).await, hold(&other, &key).await);
        if first_ends_first {
            assert_eq!(
                one.put(&key, &first, Payload::Written(b"1"), None).await,
                Commit::Refused
            );
            assert_eq!(
                other.put(&key, &second, Payload::Written(b"2"), None).await,
                Commit::Refused
            );
        } else {
            assert_eq!(
                other.put(&key, &second, Payload::Written(b"2"), None).await,
                Commit::Stored
            );
            assert_eq!(
                one.put(&key, &first, Payload::Written(b"1"), None).await,
                Commit::Refused
            );
        }
        assert_eq!(look(&one, &key).await, None);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_changes_a_held_key_refuses_the_put_and_the_release() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let key = key("k");
    for how in ["removed", "evicted", "set"] {
        store(&tier, &key, b"old").await;
        for release in [false, true] {
            let held = hold(&tier, &key).await;
            match how {
                "removed" => drop(tier.remove(std::slice::from_ref(&key)).await),
                "evicted" => drop(server.command(&["DEL", "t:k"])),
                _ => drop(tier.set_many(&[(key.clone(), b"set".to_vec(), None)]).await),
            }
            if release {
                tier.release(&key, &held).await;
                let found = look(&tier, &key).await;
                assert_eq!(found.is_some(), how == "set", "{how}: it stays as it is");
            } else {
                assert_eq!(
                    tier.put(&key, &held, Payload::Written(b"new"), None).await,
                    Commit::Refused
                );
                assert_eq!(look(&tier, &key).await, None, "{how}");
            }
        }
        tier.remove(std::slice::from_ref(&key))
            .await
            .expect("the server is there");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hold_ends_by_itself_unless_it_is_renewed() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let key = key("k");
    let held = hold(&tier, &key).await;
    server.command(&["PEXPIRE", "t:k", "5000"]);
    tier.renew_hold(&key, &held).await;
    assert!(left(&server) > 5_000);
    server.command(&["PEXPIRE", "t:k", "1"]);
    let begun = Instant::now();
    while !matches!(server.command(&["EXISTS", "t:k"]), Reply::Int(0)) {
        assert!(begun.elapsed() < Duration::from_secs(30), "it never ends");
    }
    tier.renew_hold(&key, &held).await;
    assert_eq!(left(&server), -2, "what has ended is not made again");
    assert_eq!(
        tier.put(&key, &held, Payload::Written(b"new"), None).await,
        Commit::Refused
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_away_or_has_forgotten_the_scripts_is_no_hindrance() {
    let mut server = RedisServer::start();
    let tier = tier(&server).await;
    let key = key("k");
    server.command(&["SCRIPT", "FLUSH"]);
    let held = hold(&tier, &key).await;
    server.command(&["SCRIPT", "FLUSH"]);
    assert_eq!(
        tier.put(&key, &held, Payload::Written(b"new"), None).await,
        Commit::Stored
    );
    let held = hold(&tier, &key).await;
    server.kill();
    tier.release(&key, &held).await;
    assert_eq!(
        tier.put(&key, &held, Payload::Written(b"new"), None).await,
        Commit::Down
    );
    assert!(tier.hold(&key).await.is_none());
}
