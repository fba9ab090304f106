#![deny(warnings)]

use std::time::Duration;

use gambeson::resilience::{BreakerPolicy, CircuitBreaker};
use gambeson::{Rejected, circuit_breaker};

#[derive(Debug)]
pub enum PayError {
    Down,
    Declined(u32),
    Rejected(Rejected),
}

impl From<Rejected> for PayError {
    fn from(rejected: Rejected) -> Self {
        Self::Rejected(rejected)
    }
}

type Pay<T> = Result<T, PayError>;

const FAILURES: u64 = 3;
const WAIT: Duration = Duration::from_secs(5);

#[circuit_breaker]
pub async fn plain() -> Pay<()> {
    Ok(())
}

#[circuit_breaker(
    consecutive = FAILURES,
    failure_rate = "50%",
    slow_rate = 0.8,
    slow = WAIT,
    window = "1 call",
    min_calls = 1,
    evaluate_on = failure,
    open_for = exponential("5s", max = "5m", factor = 1.5, jitter = 0.2),
    half_open(permits = 3, successes = 2, max_wait = WAIT),
    abandoned = ignore,
    only(PayError::Down | PayError::Declined(500..=599)),
    ignore = |error| matches!(error, PayError::Rejected(_)),
    fail_if = |result| result.is_err(),
    key = "{host}",
    max_keys = 10_000,
    idle = "1h",
    name = "payments",
    fallback = 7,
    refusals,
    handle = Charge,
    allow(order),
    crate = ::gambeson,
)]
pub async fn charge(host: &str) -> Pay<usize> {
    Ok(host.len())
}

#[circuit_breaker(failure_rate = 0.1, window = "30s", open_for = WAIT, evaluate_on = any, abandoned = failure)]
pub fn sliding() -> Pay<()> {
    Ok(())
}

#[circuit_breaker(failure_rate = 0.1, window = fixed("60s"), open_for = fixed("5s"), half_open = 3)]
pub fn fixed() -> Pay<()> {
    Err(PayError::Down)
}

#[circuit_breaker(failure_rate = 0.1, window = WAIT, half_open(2), except(PayError::Declined(_)))]
pub fn expressions() -> Pay<()> {
    Err(PayError::Declined(4))
}

fn from_archive(n: u8, text: &str, rejected: Rejected) -> Pay<String> {
    Ok(format!("{n}{text}{rejected}"))
}

#[circuit_breaker(policy = BreakerPolicy::from_env(), fallback(with = from_archive))]
pub fn from_env(n: u8, text: &str) -> Pay<String> {
    Ok(format!("{n}{text}"))
}

#[circuit_breaker(policy = BreakerPolicy::default(), key = (host, 7), fallback(format!("{host}")))]
pub async fn by_policy(host: &str) -> Pay<String> {
    Ok(host.to_owned())
}

fn main() {
    Charge::breaker().breaker("a").reset();
    assert!(CircuitBreaker::builder().build().is_ok());
}
