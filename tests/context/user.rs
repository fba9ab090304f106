//! The user becomes known later.

use gambeson::context::{self, Context, scope, set_user};
use tokio::sync::oneshot;

use crate::told::{Log, log};

fn users(prefix: &str) -> Vec<Option<String>> {
    Log::of(prefix).into_iter().map(|told| told.user).collect()
}

fn anna() -> Option<String> {
    Some("anna".to_owned())
}

async fn authenticate() {
    tokio::task::yield_now().await;
    set_user("anna");
}

#[tokio::test]
async fn every_event_after_it_is_known_carries_the_user_also_further_out() {
    log();
    scope(Context::new("req-1"), async {
        tracing::info!("known not yet");
        authenticate().await;
        tracing::info!("known now");
        set_user(42);
        tracing::info!("known better");
    })
    .await;
    assert_eq!(users("known "), [None, anna(), Some("42".to_owned())]);
}

#[tokio::test]
async fn tasks_that_run_already_learn_who_it_is() {
    log();
    scope(Context::new("req-1"), async {
        let (known, is_known) = oneshot::channel::<()>();
        let task = context::spawn(async {
            tracing::info!("learns 1");
            is_known.await.expect("it is told");
            tracing::info!("learns 2");
        });
        tokio::task::yield_now().await;
        authenticate().await;
        known.send(()).expect("it waits");
        task.await.expect("it ends");
    })
    .await;
    assert_eq!(users("learns "), [None, anna()]);
}

#[tokio::test]
async fn a_task_may_be_what_finds_out_who_it_is() {
    log();
    scope(Context::new("req-1"), async {
        context::spawn(authenticate()).await.expect("it ends");
        tracing::info!("found out");
    })
    .await;
    assert_eq!(users("found out"), [anna()]);
}

#[tokio::test]
async fn who_acts_for_somebody_does_so_in_a_scope_within() {
    log();
    scope(Context::new("req-1").user("admin"), async {
        let request = context::current().expect("it is in one");
        scope(request.user("anna"), async { tracing::info!("acts 1") }).await;
        tracing::info!("acts 2");
    })
    .await;
    assert_eq!(users("acts "), [anna(), Some("admin".to_owned())]);
}

#[tokio::test]
async fn a_user_of_a_part_is_one_of_the_whole_and_other_requests_have_none() {
    log();
    let other = Context::new("req-2");
    scope(Context::new("req-1"), async {
        let request = context::current().expect("it is in one");
        scope(request.with("part", 1), authenticate()).await;
        tracing::info!("of the whole");
        scope(other, async {
            tracing::info!("of the whole, but not of it")
        })
        .await;
    })
    .await;
    assert_eq!(users("of the whole"), [anna(), None]);
    assert!(!set_user("nobody"), "outside there is no request");
}
