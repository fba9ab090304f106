//! The ways in which a call ends that nobody writes on purpose.

use std::future::pending;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::{Context, Waker};

use gambeson::log_execution_time;
use gambeson_tests::log_events::Events;
use tokio::task::yield_now;
use tracing::Level;

#[log_execution_time]
async fn forever() {
    pending::<()>().await;
}

#[log_execution_time]
async fn number(value: u8) -> Result<u8, u8> {
    yield_now().await;
    if value == 0 { Err(value) } else { Ok(value) }
}

#[log_execution_time(args(depth))]
fn down(depth: u32) -> u32 {
    if depth == 0 { 0 } else { down(depth - 1) + 1 }
}

#[log_execution_time(args(depth))]
async fn down_later(depth: u32) -> u32 {
    yield_now().await;
    if depth == 0 {
        return 0;
    }
    Box::pin(down_later(depth - 1)).await + 1
}

fn begun<F: Future>(future: F) -> std::pin::Pin<Box<F>> {
    let mut future = Box::pin(future);
    let mut cx = Context::from_waker(Waker::noop());
    assert!(future.as_mut().poll(&mut cx).is_pending());
    future
}

fn outcomes(events: &Events) -> Vec<String> {
    events.lines(&["outcome"])
}

#[tokio::test]
async fn each_branch_of_a_join_is_told_as_it_ends() {
    let (events, _listening) = Events::listen(Level::INFO);
    let _ = tokio::join!(biased; number(1), number(0));
    assert_eq!(outcomes(&events), ["ok", "err"]);
    // The first error ends it, and cancels the other.
    let never = async {
        forever().await;
        Ok(())
    };
    let joined = tokio::try_join!(biased; number(0), never);
    assert_eq!(joined, Err(0));
    assert_eq!(outcomes(&events), ["err", "cancelled"]);
}

#[tokio::test]
async fn a_call_that_calls_itself_is_told_from_the_inside_out() {
    let (events, _listening) = Events::listen(Level::INFO);
    assert_eq!((down(3), down_later(3).await), (3, 3));
    assert_eq!(
        events.lines(&["depth"]),
        ["0", "1", "2", "3", "0", "1", "2", "3"]
    );
}

#[test]
fn what_a_runtime_drops_at_its_end_is_cancelled() {
    let (events, _listening) = Events::listen(Level::INFO);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        tokio::spawn(forever());
        // It is spawned, and never polled.
        yield_now().await;
        tokio::spawn(forever());
    });
    assert!(events.take().is_empty());
    drop(runtime);
    assert_eq!(outcomes(&events), ["cancelled"]);
}

struct PanicsOnDrop;

impl Drop for PanicsOnDrop {
    fn drop(&mut self) {
        assert!(std::thread::panicking(), "on purpose");
    }
}

#[log_execution_time]
async fn drops_badly() {
    let _bad = PanicsOnDrop;
    pending::<()>().await;
}

#[log_execution_time(span)]
async fn drops_badly_in_a_span() {
    let _bad = PanicsOnDrop;
    pending::<()>().await;
}

#[test]
fn a_destructor_that_panics_when_a_call_is_cancelled_does_not_hide_it() {
    let (events, _listening) = Events::listen(Level::INFO);
    for (call, outcome) in [
        (
            Box::pin(drops_badly()) as std::pin::Pin<Box<dyn Future<Output = ()>>>,
            "cancelled",
        ),
        // Of what is dropped in a span the panic is seen.
        (Box::pin(drops_badly_in_a_span()), "panic"),
    ] {
        let call = begun(call);
        assert!(catch_unwind(AssertUnwindSafe(|| drop(call))).is_err());
        assert_eq!(outcomes(&events), [outcome]);
    }
}

#[test]
fn a_call_that_has_panicked_is_not_told_again_if_it_is_polled_or_dropped() {
    #[log_execution_time]
    async fn panics() {
        yield_now().await;
        panic!("on purpose");
    }
    let (events, _listening) = Events::listen(Level::INFO);
    let mut call = begun(panics());
    let mut poll = || {
        let mut cx = Context::from_waker(Waker::noop());
        catch_unwind(AssertUnwindSafe(|| call.as_mut().poll(&mut cx)))
    };
    assert!(poll().is_err());
    assert_eq!(outcomes(&events), ["panic"]);
    // An `async fn` that has panicked panics whenever it is polled.
    assert!(poll().is_err());
    drop(call);
    assert!(events.take().is_empty());
}

#[tokio::test]
async fn a_task_that_is_aborted_before_it_runs_tells_nothing() {
    let (events, _listening) = Events::listen(Level::INFO);
    let task = tokio::spawn(forever());
    task.abort();
    assert!(task.await.is_err_and(|error| error.is_cancelled()));
    let task = tokio::spawn(forever());
    yield_now().await;
    task.abort();
    assert!(task.await.is_err_and(|error| error.is_cancelled()));
    assert_eq!(outcomes(&events), ["cancelled"]);
}

#[test]
fn a_call_moves_between_threads() {
    let (events, listening) = Events::listen(Level::INFO);
    let mut call = begun(number(7));
    let here = tracing::dispatcher::get_default(Clone::clone);
    drop(listening);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let _listening = tracing::dispatcher::set_default(&here);
            let mut cx = Context::from_waker(Waker::noop());
            assert!(pin!(call.as_mut()).poll(&mut cx).is_ready());
        });
    });
    assert_eq!(outcomes(&events), ["ok"]);
}
