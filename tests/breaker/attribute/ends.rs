//! How calls end that do not return.

use std::future::pending;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures::FutureExt;
use gambeson::resilience::{CircuitBreaker, State};
use gambeson::{circuit_breaker, rate_limit, retry, timeout};

use super::PayError;

#[derive(Clone, Copy)]
enum Ends {
    Well,
    Badly,
    Never,
    InAPanic,
}

async fn ends(how: Ends) -> Result<(), PayError> {
    tokio::task::yield_now().await;
    match how {
        Ends::Well => Ok(()),
        Ends::Badly => Err(PayError::Down),
        Ends::Never => pending().await,
        Ends::InAPanic => std::panic::resume_unwind(Box::new("of the test")),
    }
}

/// A breaker of its own for each test: tests run side by side.
macro_rules! guarded {
    ($handle:ident: $($argument:tt)*) => {
        #[circuit_breaker(handle = $handle, $($argument)*)]
        async fn call(how: Ends) -> Result<(), PayError> {
            ends(how).await
        }
    };
}

async fn drop_once(call: impl Future) {
    let mut call = Box::pin(call);
    for _ in 0..3 {
        assert!(futures::poll!(&mut call).is_pending());
    }
}

fn half_open(breaker: &CircuitBreaker) {
    breaker.trip();
    assert!(breaker.half_open());
}

#[tokio::test]
async fn a_dropped_call_counts_as_nothing() {
    guarded!(Handle: consecutive = 1);
    drop_once(call(Ends::Never)).await;
    drop(call(Ends::Never));
    assert_eq!(Handle::breaker().state(), State::Closed);
    assert_eq!(Handle::breaker().counts().calls, 0);
}

#[tokio::test]
async fn a_dropped_call_is_a_failure_if_it_is_to_be() {
    guarded!(Handle: consecutive = 1, abandoned = failure);
    drop(call(Ends::Never));
    assert_eq!(Handle::breaker().state(), State::Closed, "it had not begun");
    drop_once(call(Ends::Never)).await;
    assert_eq!(Handle::breaker().state(), State::Open);
}

#[tokio::test]
async fn a_dropped_probe_gives_its_place_back() {
    guarded!(Handle: consecutive = 1);
    half_open(Handle::breaker());
    for _ in 0..3 {
        drop_once(call(Ends::Never)).await;
        assert_eq!(Handle::breaker().state(), State::HalfOpen);
    }
    assert!(call(Ends::Well).await.is_ok());
    assert_eq!(Handle::breaker().state(), State::Closed);
}

#[tokio::test]
async fn a_panic_is_a_failure_of_a_probe_too() {
    guarded!(Handle: consecutive = 1);
    for _ in 0..2 {
        let panics = AssertUnwindSafe(call(Ends::InAPanic)).catch_unwind();
        assert!(panics.await.is_err());
        assert_eq!(Handle::breaker().state(), State::Open);
        assert!(Handle::breaker().half_open());
    }
}

#[tokio::test]
async fn a_panic_of_a_closure_of_the_attribute_is_a_failure() {
    #[circuit_breaker(consecutive = 1, handle = Handle, fail_if = |_| panic!("of the test"))]
    async fn call() -> Result<(), PayError> {
        Ok(())
    }
    std::panic::set_hook(Box::new(|_| {}));
    let panics = AssertUnwindSafe(call()).catch_unwind().await;
    drop(std::panic::take_hook());
    assert!(panics.is_err());
    assert_eq!(Handle::breaker().state(), State::Open);
}

#[tokio::test]
async fn a_call_that_goes_down_with_a_panic_beside_it_is_only_dropped() {
    guarded!(Handle: consecutive = 1);
    let by_hand = CircuitBreaker::builder().consecutive(1).build().unwrap();
    let calls = async {
        tokio::join!(
            call(Ends::Never),
            by_hand.run(pending::<Result<(), PayError>>()),
            ends(Ends::InAPanic),
        )
    };
    assert!(AssertUnwindSafe(calls).catch_unwind().await.is_err());
    assert_eq!(Handle::breaker().state(), State::Closed);
    assert_eq!(by_hand.state(), State::Closed);
}

#[tokio::test]
async fn the_branch_of_a_select_that_loses_leaves_nothing() {
    guarded!(Handle: consecutive = 1);
    half_open(Handle::breaker());
    tokio::select! {
        biased;
        _ = call(Ends::Never) => unreachable!("it never ends"),
        () = tokio::task::yield_now() => {}
    }
    assert_eq!(Handle::breaker().state(), State::HalfOpen);
    assert!(call(Ends::Badly).await.is_err());
    assert_eq!(Handle::breaker().state(), State::Open);
}

#[test]
fn a_runtime_that_is_shut_down_leaves_no_place_taken() {
    guarded!(Handle: consecutive = 1, half_open = 2);
    half_open(Handle::breaker());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .unwrap();
    let (begun, has_begun) = std::sync::mpsc::channel();
    for _ in 0..2 {
        let begun = begun.clone();
        runtime.spawn(async move {
            let mut call = Box::pin(call(Ends::Never));
            assert!(futures::poll!(&mut call).is_pending());
            begun.send(()).unwrap();
            call.await
        });
    }
    has_begun.recv().unwrap();
    has_begun.recv().unwrap();
    assert!(
        Handle::breaker().try_acquire().is_err(),
        "both places are taken"
    );
    runtime.shutdown_timeout(Duration::from_secs(60));
    assert_eq!(Handle::breaker().state(), State::HalfOpen);
    let places: Vec<_> = (0..4)
        .filter_map(|_| Handle::breaker().try_acquire().ok())
        .collect();
    assert_eq!(places.len(), 2);
}

#[tokio::test]
async fn a_call_that_outlives_its_state_changes_nothing() {
    guarded!(Handle: consecutive = 1);
    let mut late = Box::pin(call(Ends::Badly));
    assert!(futures::poll!(&mut late).is_pending());
    half_open(Handle::breaker());
    assert_eq!(late.await, Err(PayError::Down));
    assert_eq!(Handle::breaker().state(), State::HalfOpen);
    assert_eq!(Handle::breaker().counts().calls, 0);
}

#[tokio::test(start_paused = true)]
async fn a_time_out_below_is_a_failure_and_one_above_abandons_the_call() {
    #[circuit_breaker(consecutive = 1, handle = Above)]
    #[timeout("1s")]
    async fn above() -> Result<(), PayError> {
        ends(Ends::Never).await
    }
    #[timeout("1s")]
    #[circuit_breaker(consecutive = 1, handle = Below)]
    async fn below() -> Result<(), PayError> {
        ends(Ends::Never).await
    }
    assert!(above().await.is_err());
    assert_eq!(Above::breaker().state(), State::Open);
    assert!(below().await.is_err());
    assert_eq!(Below::breaker().state(), State::Closed);
    assert_eq!(Below::breaker().counts().calls, 0);
}

#[tokio::test(start_paused = true)]
async fn a_breaker_below_a_retry_sees_every_attempt_and_stops_it_when_it_opens() {
    #[retry(9, backoff = fixed("1s"))]
    #[circuit_breaker(consecutive = 3, handle = Handle)]
    async fn call(ran: &std::sync::atomic::AtomicU32) -> Result<(), PayError> {
        ran.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        ends(Ends::Badly).await
    }
    let ran = std::sync::atomic::AtomicU32::new(0);
    assert!(matches!(call(&ran).await, Err(PayError::Rejected(_))));
    assert_eq!(ran.into_inner(), 3);
    assert_eq!(Handle::breaker().opened_by().unwrap().failures, 3);
    assert_eq!(Handle::breaker().counts().rejected, 1);
}

#[tokio::test]
async fn what_a_guard_below_refuses_counts_only_if_asked() {
    #[circuit_breaker(consecutive = 1, handle = Silent)]
    #[rate_limit("1/h")]
    async fn silent() -> Result<(), PayError> {
        ends(Ends::Well).await
    }
    #[circuit_breaker(consecutive = 1, handle = Asked, refusals)]
    #[rate_limit("1/h")]
    async fn asked() -> Result<(), PayError> {
        ends(Ends::Well).await
    }
    assert!(silent().await.is_ok() && asked().await.is_ok());
    assert!(silent().await.is_err() && asked().await.is_err());
    assert_eq!(Silent::breaker().state(), State::Closed);
    assert_eq!(Asked::breaker().state(), State::Open);
}

#[tokio::test]
async fn what_a_function_that_is_called_has_refused_counts_as_nothing_too() {
    #[derive(Debug)]
    struct Outer(gambeson::Rejected);

    impl From<gambeson::Rejected> for Outer {
        fn from(rejected: gambeson::Rejected) -> Self {
            Self(rejected)
        }
    }

    impl std::fmt::Display for Outer {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("outer")
        }
    }

    impl std::error::Error for Outer {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            Some(&self.0)
        }
    }

    #[circuit_breaker(consecutive = 1, handle = Called)]
    async fn called() -> Result<(), Outer> {
        Ok(())
    }
    #[circuit_breaker(consecutive = 1, handle = Calls)]
    async fn calls() -> Result<(), Outer> {
        called().await
    }
    Called::breaker().force_open();
    assert!(calls().await.is_err());
    assert_eq!(Calls::breaker().state(), State::Closed);
}
