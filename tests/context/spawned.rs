//! Tasks and threads: which of them stay in the context.

use gambeson::context::{self, Context, in_current_context, scope, sync_scope};
use tokio::task::JoinSet;

use crate::told::{Log, line, log};

#[tokio::test]
async fn a_plain_spawn_loses_the_context_and_ours_does_not() {
    log();
    scope(Context::new("req-1"), async {
        let plain = tokio::spawn(async { tracing::info!("spawned by tokio") });
        plain.await.expect("it ends");
        let ours = context::spawn(async { tracing::info!("spawned by us") });
        ours.await.expect("it ends");
        let plain = tokio::task::spawn_blocking(|| tracing::info!("spawned blocking by tokio"));
        plain.await.expect("it ends");
        let ours = context::spawn_blocking(|| tracing::info!("spawned blocking by us"));
        ours.await.expect("it ends");
    })
    .await;
    let expected = [
        line("by tokio", None),
        line("by us", Some("req-1")),
        line("blocking by tokio", None),
        line("blocking by us", Some("req-1")),
    ];
    assert_eq!(Log::requests("spawned "), expected);
}

#[tokio::test]
async fn a_task_outlives_its_request_and_still_says_whose_it_is() {
    log();
    let (go, gone) = tokio::sync::oneshot::channel::<()>();
    let task = scope(Context::new("req-1"), async {
        context::spawn(async {
            gone.await.expect("it is told to go on");
            tracing::info!("outlives");
        })
    })
    .await;
    go.send(()).expect("it waits");
    task.await.expect("it ends");
    assert_eq!(Log::requests("outlives"), [line("", Some("req-1"))]);
}

#[tokio::test]
async fn outside_of_a_request_a_spawn_of_ours_is_a_plain_one() {
    log();
    context::spawn(async { tracing::info!("nobody's task") })
        .await
        .expect("it ends");
    context::spawn_blocking(|| tracing::info!("nobody's thread"))
        .await
        .expect("it ends");
    let expected = [line("task", None), line("thread", None)];
    assert_eq!(Log::requests("nobody's "), expected);
}

#[tokio::test]
async fn the_tasks_of_a_join_set_and_of_tasks_stay_in_the_context() {
    log();
    scope(Context::new("req-1"), async {
        let mut tasks = JoinSet::new();
        tasks.spawn(in_current_context(async { tracing::info!("set in") }));
        tasks.spawn(async { tracing::info!("set out") });
        tasks.spawn(in_current_context(async {
            let inner = context::spawn(async { tracing::info!("set in a task of a task") });
            inner.await.expect("it ends");
        }));
        tasks.join_all().await;
    })
    .await;
    let mut told = Log::requests("set ");
    told.sort();
    let expected = [
        line("in", Some("req-1")),
        line("in a task of a task", Some("req-1")),
        line("out", None),
    ];
    assert_eq!(told, expected);
}

#[tokio::test]
async fn a_thread_or_a_pool_takes_the_context_along() {
    log();
    scope(Context::new("req-1"), async {
        let context = context::current().expect("it is in one");
        let thread = std::thread::spawn(|| {
            sync_scope(context, || tracing::info!("thread"));
        });
        thread.join().expect("it ends");
    })
    .await;
    assert_eq!(Log::requests("thread"), [line("", Some("req-1"))]);
}

#[tokio::test]
async fn a_task_that_panics_leaves_its_thread_without_a_context() {
    log();
    scope(Context::new("req-1"), async {
        let panics = context::spawn(async {
            tracing::info!("panics before");
            panic!("on purpose");
        });
        assert!(panics.await.is_err());
        tracing::info!("panics within");
    })
    .await;
    // The runtime has one thread.
    tokio::spawn(async { tracing::info!("panics after") })
        .await
        .expect("it ends");
    let expected = [
        line("before", Some("req-1")),
        line("within", Some("req-1")),
        line("after", None),
    ];
    assert_eq!(Log::requests("panics "), expected);
}
