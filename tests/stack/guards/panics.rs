//! A panic of the body goes to the caller through whatever is above it, and leaves nothing taken.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use futures::FutureExt;
use gambeson::resilience::State;
use gambeson::{bulkhead, cached, circuit_breaker, fallback, hedge, invalidate, rate_limit, retry};

use super::script::{Step, dependency, follow, left};
use super::support::{Answer, afresh, fails, runs};

/// One panic is one failure, which opens the circuit, and the place is free.
macro_rules! assert_ended {
    ($handle:ident) => {
        assert_eq!($handle::breaker().state(), State::Open);
        let opened_by = $handle::breaker().opened_by().expect("it is open");
        assert_eq!((opened_by.calls, opened_by.failures), (1, 1));
        assert_eq!($handle::bulkhead().in_use(), 0);
    };
}

#[circuit_breaker(consecutive = 1, handle = Sync)]
#[retry(3, backoff = none)]
#[rate_limit("100/h")]
#[bulkhead(1)]
fn sync() -> Answer {
    if runs() == 1 {
        resume_unwind(Box::new("of the test"));
    }
    fails()
}

#[test]
fn on_a_function_that_is_not_async() {
    assert!(catch_unwind(sync).is_err());
    assert_eq!(runs(), 1, "the second attempt has panicked");
    assert_ended!(Sync);
}

#[fallback(7)]
#[invalidate(key = "panics:other", always)]
#[cached(ttl = "5m", key = "panics:call", tier = memory)]
#[circuit_breaker(consecutive = 1, handle = Wrapped)]
#[retry(3, backoff = none)]
#[hedge(after = "1h")]
#[bulkhead(1)]
async fn wrapped() -> Answer {
    dependency(1).await
}

#[tokio::test]
async fn through_what_wraps_the_call() {
    afresh(async {
        follow([Step::Fails, Step::Panics]);
        assert!(AssertUnwindSafe(wrapped()).catch_unwind().await.is_err());
        assert_eq!(left(), 0, "the second of two at a time has panicked");
        assert_ended!(Wrapped);

        Wrapped::breaker().reset();
        follow([Step::Answers]);
        assert_eq!(wrapped().await, Ok(1), "nothing was stored");
    })
    .await;
}

#[hedge(after = "1s")]
#[circuit_breaker(consecutive = 1, handle = Beside)]
#[bulkhead(2)]
async fn beside() -> Answer {
    dependency(1).await
}

#[tokio::test(start_paused = true)]
async fn of_one_of_two_at_a_time_it_drops_the_other() {
    follow([Step::Hangs, Step::Panics]);
    assert!(AssertUnwindSafe(beside()).catch_unwind().await.is_err());
    assert_eq!(left(), 0);
    assert_ended!(Beside);
}
