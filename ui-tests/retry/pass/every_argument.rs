#![deny(warnings)]

use std::sync::LazyLock;
use std::time::Duration;

use gambeson::resilience::{Backoff, Jitter, PolicyError, Retry, RetryAfter, RetryPolicy};
use gambeson::retry;

#[derive(Debug, Clone, PartialEq)]
enum PayError {
    Busy(Duration),
    Timeout,
    Declined,
}

impl PayError {
    fn is_transient(&self) -> bool {
        *self != Self::Declined
    }
}

impl RetryAfter for PayError {
    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Busy(wait) => Some(*wait),
            _ => None,
        }
    }
}

async fn pay(cents: u64) -> Result<Option<u64>, PayError> {
    match cents {
        0 => Err(PayError::Busy(Duration::ZERO)),
        1 => Err(PayError::Timeout),
        2 => Err(PayError::Declined),
        cents => Ok(Some(cents)),
    }
}

#[retry]
async fn by_default(cents: u64) -> Result<Option<u64>, PayError> {
    pay(cents).await
}

#[retry(
    attempts = 5,
    backoff = exponential("50ms", factor = 3.0, max = "5s"),
    jitter = equal,
    budget = "20%",
    deadline = "10s",
    if = |e| e.is_transient(),
    only(PayError::Timeout | PayError::Busy(..)),
    on_result = |r| matches!(r, Ok(None)),
    after = |e| match e {
        PayError::Busy(wait) => Some(*wait),
        _ => None,
    },
    on_retry = |e, attempt, delay| println!("{e:?} {attempt} {delay:?}"),
    refusals,
    name = "payments",
    crate = ::gambeson,
)]
async fn all(cents: u64) -> Result<Option<u64>, PayError> {
    pay(cents).await
}

const ATTEMPTS: u32 = 4;
const FIRST: Duration = Duration::from_millis(10);

#[retry(ATTEMPTS, backoff = linear(FIRST, step = FIRST, max = FIRST * 5), except(PayError::Declined))]
async fn by_expression(cents: u64) -> Result<Option<u64>, PayError> {
    pay(cents).await
}

static POLICY: LazyLock<RetryPolicy> = LazyLock::new(RetryPolicy::default);

fn from_configuration() -> Result<RetryPolicy, PolicyError> {
    let backoff = Backoff::fixed(Duration::from_millis(5)).jitter(Jitter::None);
    Retry::builder().attempts(2).backoff(backoff).policy()
}

#[retry(policy = &*POLICY)]
async fn by_reference(cents: u64) -> Result<Option<u64>, PayError> {
    pay(cents).await
}

#[retry(policy = from_configuration(), only(PayError::Timeout))]
async fn by_result(cents: u64) -> Result<Option<u64>, PayError> {
    pay(cents).await
}

#[retry(backoff = decorrelated("10ms", max = "1s"), if = PayError::is_transient)]
fn blocking(cents: u64) -> Result<u64, PayError> {
    Ok(cents)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(by_default(7).await, Ok(Some(7)));
    assert_eq!(all(1).await, Err(PayError::Timeout));
    assert_eq!(by_expression(2).await, Err(PayError::Declined));
    assert_eq!(by_reference(0).await, Err(PayError::Busy(Duration::ZERO)));
    assert_eq!(by_result(1).await, Err(PayError::Timeout));
    assert_eq!(blocking(7), Ok(7));
}
