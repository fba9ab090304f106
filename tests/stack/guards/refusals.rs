//! What a guard refuses is known as a refusal right above it, whatever the error shows of it.

use gambeson::{Rejected, bulkhead, circuit_breaker, rate_limit, retry, timeout};

use super::script::counted;
use super::support::ran;

/// An error that is no `std::error::Error`, and shows nothing of what is behind it.
struct Opaque;

impl From<Rejected> for Opaque {
    fn from(_: Rejected) -> Self {
        Self
    }
}

#[retry(3, backoff = none, name = "refusals: retry")]
#[circuit_breaker(consecutive = 1, name = "refusals: circuit", handle = Guards)]
#[timeout("1h")]
#[rate_limit("1/h", name = "refusals: limit")]
#[bulkhead(1, name = "refusals: places")]
async fn call() -> Result<u32, Opaque> {
    Ok(ran())
}

#[tokio::test(start_paused = true)]
async fn it_is_neither_counted_nor_tried_again() {
    let _time = gambeson::test::follow_tokio();
    let attempts = || counted("refusals: retry", "retry_attempts_total", "");
    let ignored = || {
        counted(
            "refusals: circuit",
            "circuit_breaker_calls_total",
            "ignored",
        )
    };

    let held = Guards::bulkhead().try_acquire().expect("it is free");
    assert!(call().await.is_err());
    assert_eq!(
        counted("refusals: places", "bulkhead_rejected_total", ""),
        1
    );
    assert_eq!((attempts(), ignored()), (1, 1), "full");
    drop(held);

    assert!(call().await.is_err());
    assert_eq!(
        counted("refusals: limit", "rate_limit_checks_total", "limited"),
        1
    );
    assert_eq!((attempts(), ignored()), (2, 2), "limited");

    Guards::breaker().force_open();
    assert!(call().await.is_err());
    assert_eq!(Guards::breaker().counts().rejected, 1);
    assert_eq!((attempts(), ignored()), (3, 2), "open");
}
