//! Tracking where the server allows it, else messages, else nothing; and an event says which.

use gambeson::CacheManager;
use gambeson::cache::{Coherence, How};
use gambeson_tests::{Events, Source, Tiers, builder};
use tracing::Level;

use crate::{Numbers, ask, means, number, until_answer, until_kept};

/// Managers as a user with these rights. More than one, because what is told must come through.
async fn allowed(tiers: &mut Tiers, rights: &[&str]) -> [CacheManager; 2] {
    let mut command = vec![
        "ACL", "SETUSER", "app", "on", ">secret", "~*", "&*", "+@all",
    ];
    command.extend(rights);
    let server = tiers.server();
    server.command(&command);
    let url = format!("redis://app:secret@127.0.0.1:{}", server.port());
    let build = || async { builder(&url).build().await.expect("the settings are good") };
    [build().await, build().await]
}

#[tokio::test]
async fn tracking_is_what_is_taken_where_all_is_allowed() {
    let mut tiers = Tiers::redis();
    let events = Events::listen();
    let [one, _] = allowed(&mut tiers, &[]).await;
    assert_eq!(means(&one).await, Coherence::Tracking);
    assert!(events.at(Level::WARN, "").is_empty(), "{}", events.text());
    assert!(events.text().contains("tracking"), "{}", events.text());
}

#[tokio::test]
async fn where_tracking_is_refused_processes_tell_each_other() {
    let (mut tiers, source) = (Tiers::redis(), Source::new(10));
    let [one, other] = allowed(&mut tiers, &["-client|tracking"]).await;
    assert_eq!(means(&one).await, Coherence::PubSub);
    for cache in [&one, &other] {
        until_kept(cache, &source, 1).await;
    }
    source.set(20);
    Numbers::invalidate(&one, 1)
        .await
        .expect("it is remembered at least");
    until_answer(&other, &source, 1, 21).await;
}

#[tokio::test]
async fn where_both_are_refused_memory_has_its_own_time_and_an_event_says_so() {
    let (mut tiers, source) = (Tiers::redis(), Source::new(10));
    let events = Events::listen();
    let [one, other] = allowed(&mut tiers, &["-client|tracking", "-subscribe"]).await;
    assert_eq!(means(&one).await, Coherence::Off);
    let said = events.at(Level::WARN, "does not tell of changes").len();
    assert_eq!(said, 2, "one for each manager");
    for cache in [&one, &other] {
        until_kept(cache, &source, 1).await;
    }
    source.set(20);
    Numbers::invalidate(&one, 1)
        .await
        .expect("it is remembered at least");
    assert_eq!(number(&one, &source, 1).await, 21);
    assert_eq!(ask(&other, &source, 1).await, (11, How::HitMemory));
}

#[tokio::test]
async fn who_asks_for_tracking_alone_gets_no_messages() {
    let mut tiers = Tiers::redis();
    let rights = [
        "ACL",
        "SETUSER",
        "app",
        "on",
        ">secret",
        "~*",
        "&*",
        "+@all",
        "-client|tracking",
    ];
    tiers.server().command(&rights);
    let url = format!("redis://app:secret@127.0.0.1:{}", tiers.server().port());
    let manager = builder(&url).coherence(Coherence::Tracking).build().await;
    assert_eq!(means(&manager.expect("it is there")).await, Coherence::Off);
}
