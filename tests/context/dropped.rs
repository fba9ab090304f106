//! Futures that are dropped: what their destructors say is of the request.

use std::time::Duration;

use futures::FutureExt as _;
use gambeson::context::{self, Context, scope};
use tokio::task::yield_now;

use crate::told::{Log, line, log};

/// Says that it is dropped.
struct Says(&'static str);

impl Drop for Says {
    fn drop(&mut self) {
        tracing::info!("{}", self.0);
    }
}

async fn waits_with(says: Says) {
    std::future::pending::<()>().await;
    drop(says);
}

#[tokio::test]
async fn a_future_that_is_dropped_half_way_is_dropped_inside_its_scope() {
    log();
    let mut request = Box::pin(scope(Context::new("req-1"), waits_with(Says("half-way"))));
    assert_eq!(request.as_mut().now_or_never(), None);
    drop(request);
    assert_eq!(Log::requests("half-way"), [line("", Some("req-1"))]);
    assert!(context::current().is_none());
}

#[tokio::test]
async fn one_that_was_never_polled_too() {
    log();
    drop(scope(
        Context::new("req-1"),
        waits_with(Says("never polled")),
    ));
    assert_eq!(Log::requests("never polled"), [line("", Some("req-1"))]);
}

#[tokio::test]
async fn of_nested_scopes_each_drops_in_its_own() {
    log();
    let outer = scope(Context::new("outer"), async {
        let _outer = Says("both outer");
        scope(Context::new("inner"), waits_with(Says("both inner"))).await;
    });
    let mut outer = Box::pin(outer);
    assert_eq!(outer.as_mut().now_or_never(), None);
    drop(outer);
    let expected = [line("inner", Some("inner")), line("outer", Some("outer"))];
    assert_eq!(Log::requests("both "), expected);
}

#[tokio::test(start_paused = true)]
async fn what_a_time_out_or_a_select_drops_says_whose_it_was_and_the_rest_goes_on() {
    log();
    scope(Context::new("outer"), async {
        let slow = scope(Context::new("slow"), waits_with(Says("lost timed out")));
        let late = tokio::time::timeout(Duration::from_secs(1), slow).await;
        assert!(late.is_err());
        tokio::select! {
            () = scope(Context::new("loser"), waits_with(Says("lost selected"))) => {}
            () = yield_now() => tracing::info!("lost won"),
        }
        tracing::info!("lost after");
    })
    .await;
    let expected = [
        line("timed out", Some("slow")),
        line("won", Some("outer")),
        line("selected", Some("loser")),
        line("after", Some("outer")),
    ];
    let mut told = Log::requests("lost ");
    let mut expected = Vec::from(expected);
    // Whether the loser is dropped before the winner's arm runs is for `select!` to say.
    told.sort();
    expected.sort();
    assert_eq!(told, expected);
}

#[tokio::test]
async fn an_aborted_task_says_whose_it_was() {
    log();
    let task = scope(Context::new("req-1"), async {
        context::spawn(waits_with(Says("aborted")))
    })
    .await;
    yield_now().await;
    task.abort();
    assert!(task.await.is_err_and(|error| error.is_cancelled()));
    assert_eq!(Log::requests("aborted"), [line("", Some("req-1"))]);
}

#[tokio::test]
async fn a_panic_inside_a_scope_unwinds_inside_it() {
    log();
    let request = scope(Context::new("inner"), async {
        let _says = Says("unwound inner");
        panic!("on purpose");
    });
    scope(Context::new("outer"), async {
        let unwound = std::panic::AssertUnwindSafe(request).catch_unwind().await;
        assert!(unwound.is_err());
        tracing::info!("unwound outer");
    })
    .await;
    let expected = [line("inner", Some("inner")), line("outer", Some("outer"))];
    assert_eq!(Log::requests("unwound "), expected);
}
