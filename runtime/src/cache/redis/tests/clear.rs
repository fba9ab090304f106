//! Clearing by pattern.

use super::super::redis_server::{Fault, Proxy};
use super::super::{OnOutage, Removed};
use super::*;
use crate::cache::key::Pattern;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clear_removes_what_matches_in_steps_and_nothing_else() {
    let server = RedisServer::start();
    let tier = tier(&server).await;
    let items: Vec<_> = (0..2_500)
        .map(|n| (key(&format!("user:{n}")), vec![1], None))
        .collect();
    tier.set_many(&items).await.expect("the server is there");
    store(&tier, &key("org:1"), b"x").await;
    server.command(&["SET", "another:user:1", "x"]);
    let during = ticket(&tier, &key("user:loading")).await;

    let users = Pattern::new("user:*").expect("it is one");
    let removed = tier.clear(&users).await.expect("the server is there");
    assert_eq!(
        removed,
        Removed {
            removed: 2_501,
            remembered: 0
        },
        "the lease goes too"
    );
    assert_eq!(
        tier.commit(&key("user:loading"), &during, b"x", None, &Extra::default())
            .await,
        Commit::Refused
    );
    assert!(look(&tier, &key("org:1")).await.is_some());
    assert_eq!(raw(&server, "another:user:1").text(), "x");
    assert_eq!(calls(&server, "keys"), 0);

    let everything = Pattern::new("*").expect("it is one");
    assert_eq!(
        tier.clear(&everything).await.map(|removed| removed.removed),
        Ok(1)
    );
    assert_ne!(
        raw(&server, "t:%epoch"),
        Reply::Nil,
        "the epoch is no entry"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clear_that_cannot_reach_the_server_makes_the_whole_prefix_a_miss_or_an_error() {
    let server = RedisServer::start();
    let proxy = Proxy::before(server.port());
    let remembering = connect(options(&server.url_by(proxy.port()))).await;
    let failing = connect(RedisOptions {
        on_outage: OnOutage::Fail,
        ..options(&server.url_by(proxy.port()))
    })
    .await;
    let (one, two) = (key("user:1"), key("org:1"));
    store(&remembering, &one, b"x").await;
    store(&remembering, &two, b"x").await;
    proxy.set(Fault::Refuse);
    proxy.cut();
    until_down(&remembering).await;
    until_down(&failing).await;
    let users = Pattern::new("user:*").expect("it is one");
    assert!(failing.clear(&users).await.is_err());
    let cleared = remembering.clear(&users).await;
    assert_eq!(
        cleared,
        Ok(Removed {
            removed: 0,
            remembered: 1
        })
    );
    proxy.set(Fault::None);
    until_up(&remembering).await;
    until_up(&failing).await;
    assert_eq!(look(&remembering, &one).await, None);
    assert_eq!(
        look(&remembering, &two).await,
        None,
        "which of them is not known"
    );
    assert_eq!(look(&failing, &one).await, None, "the epoch is everybody's");
}
