//! Plain events inside a scope, nested scopes, several futures in one task.

use gambeson::context::{Context, scope, sync_scope};
use tokio::task::yield_now;

use crate::told::{Log, line, log};

#[tokio::test]
async fn every_plain_event_inside_a_scope_carries_the_context_and_none_outside_does() {
    log();
    tracing::info!("plain before");
    let context = Context::new("req-1").user("anna").with("tenant", "north");
    scope(context, async {
        tracing::info!("plain first");
        yield_now().await;
        tracing::error!("plain second");
    })
    .await;
    tracing::info!("plain after");
    let told = Log::of("plain ");
    assert_eq!(told.len(), 4);
    for inside in &told[1..3] {
        assert_eq!(inside.request.as_deref(), Some("req-1"));
        assert_eq!(inside.user.as_deref(), Some("anna"));
        assert_eq!(inside.fields, [("tenant".to_owned(), "north".to_owned())]);
    }
    assert_eq!((&told[0].request, &told[3].request), (&None, &None));
}

#[tokio::test]
async fn of_nested_scopes_the_inner_one_counts_and_the_outer_one_comes_back() {
    log();
    scope(Context::new("outer"), async {
        tracing::info!("nested 1");
        scope(Context::new("inner"), async {
            yield_now().await;
            tracing::info!("nested 2");
            sync_scope(Context::new("innermost"), || tracing::info!("nested 3"));
            tracing::info!("nested 4");
        })
        .await;
        tracing::info!("nested 5");
    })
    .await;
    let expected = [
        line("1", Some("outer")),
        line("2", Some("inner")),
        line("3", Some("innermost")),
        line("4", Some("inner")),
        line("5", Some("outer")),
    ];
    assert_eq!(Log::requests("nested "), expected);
}

#[tokio::test]
async fn requests_that_share_a_task_do_not_see_each_other() {
    log();
    let request = |id: &'static str| {
        scope(Context::new(id), async move {
            for step in 1..=3 {
                tracing::info!("joined {id} {step}");
                yield_now().await;
            }
        })
    };
    tokio::join!(request("a"), request("b"), async {
        yield_now().await;
        tracing::info!("joined between");
    });
    for (message, request) in Log::requests("joined ") {
        let expected = message.split_once(' ').map(|(id, _)| id.to_owned());
        assert_eq!(request, expected, "{message}");
    }
    assert_eq!(Log::of("joined ").len(), 7);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_request_that_moves_between_threads_keeps_its_context() {
    log();
    let tasks: Vec<_> = (0..64)
        .map(|number: u32| {
            let context = Context::new(format!("moved-{number}"));
            tokio::spawn(scope(context, async move {
                for _ in 0..20 {
                    yield_now().await;
                    tracing::info!("moved moved-{number}");
                }
            }))
        })
        .collect();
    for task in tasks {
        task.await.expect("it ends");
    }
    let told = Log::requests("moved ");
    assert_eq!(told.len(), 64 * 20);
    for (message, request) in told {
        assert_eq!(request, Some(message));
    }
}

#[test]
fn a_scope_is_send_when_its_future_is_and_sync_code_has_one_too() {
    fn is_send<T: Send>(_: &T) {}
    is_send(&scope(Context::new("req"), async { yield_now().await }));
    log();
    let answer = sync_scope(Context::new("sync"), || {
        tracing::info!("blocking");
        42
    });
    assert_eq!(answer, 42);
    assert_eq!(Log::requests("blocking"), [line("", Some("sync"))]);
}
