//! A server that comes back in an older state.

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_an_older_snapshot_brings_back_is_a_miss() {
    let mut server = RedisServer::start();
    let tier = tier(&server).await;
    let key = key("k");
    store(&tier, &key, b"old").await;
    server.save();
    tier.remove(std::slice::from_ref(&key))
        .await
        .expect("the server is there");
    server.kill();
    server.restart();
    until_up(&tier).await;
    assert!(
        raw(&server, "t:k").bytes().is_some(),
        "the snapshot brings it back"
    );
    let Read::Miss(Some(ticket)) = tier.read(&key, LOAD).await else {
        panic!("the server does not know of the invalidation");
    };
    assert_eq!(
        tier.commit(&key, &ticket, b"new", None, &Extra::default())
            .await,
        Commit::Stored
    );
    assert_eq!(look(&tier, &key).await.as_deref(), Some(&b"new"[..]));
    let late = super::tier(&server).await;
    assert_eq!(look(&late, &key).await.as_deref(), Some(&b"new"[..]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_load_from_before_the_restart_is_refused_although_its_lease_is_back() {
    let mut server = RedisServer::start();
    let tier = tier(&server).await;
    let key = key("k");
    let before = ticket(&tier, &key).await;
    server.save();
    tier.remove(std::slice::from_ref(&key))
        .await
        .expect("the server is there");
    server.kill();
    server.restart();
    until_up(&tier).await;
    assert!(
        raw(&server, "t:k").bytes().is_some(),
        "the snapshot brings the lease back"
    );
    assert_eq!(
        tier.commit(&key, &before, b"old", None, &Extra::default())
            .await,
        Commit::Refused
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_trusts_restarts_gets_what_the_snapshot_holds() {
    let mut server = RedisServer::start();
    let trusting = connect(RedisOptions {
        trust_restarts: true,
        ..options(&server.url())
    })
    .await;
    let key = key("k");
    store(&trusting, &key, b"old").await;
    server.save();
    server.kill();
    server.restart();
    until_up(&trusting).await;
    assert_eq!(look(&trusting, &key).await.as_deref(), Some(&b"old"[..]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_epoch_of_another_process_is_noticed_by_the_next_heartbeat() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let key = key("k");
    store(&tier, &key, b"x").await;
    let link = tier.core.link().expect("it is up");
    let before = link.incarnation();
    server.command(&["SET", "t:%epoch", "another"]);
    until("the heartbeat reads it", || link.incarnation() != before).await;
    assert_eq!(look(&tier, &key).await, None);
    store(&tier, &key, b"y").await;
    assert!(look(&tier, &key).await.is_some());
}
