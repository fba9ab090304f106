//! Which results are tried again.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use gambeson::resilience::{CircuitBreaker, Rejected, Retry, RetryPolicy};
use gambeson::retry;

#[derive(Debug, Clone, PartialEq)]
enum PayError {
    Timeout,
    Conn(u16),
    Declined,
}

/// Gives the results in their order, and counts them.
struct Script<T> {
    results: RefCell<Vec<T>>,
    asked: Cell<u32>,
}

impl<T> Script<T> {
    fn new(results: impl Into<Vec<T>>) -> Self {
        let mut results = results.into();
        results.reverse();
        Self {
            results: RefCell::new(results),
            asked: Cell::new(0),
        }
    }

    fn next(&self) -> T {
        self.asked.set(self.asked.get() + 1);
        self.results.borrow_mut().pop().expect("another result")
    }
}

type Paid = Script<Result<u8, PayError>>;

#[tokio::test]
async fn only_what_matches_is_tried_again() {
    #[retry(5, backoff = none, only(PayError::Timeout | PayError::Conn(500..)))]
    async fn pay(script: &Paid) -> Result<u8, PayError> {
        script.next()
    }
    let script = Script::new([
        Err(PayError::Timeout),
        Err(PayError::Conn(503)),
        Err(PayError::Conn(404)),
    ]);
    assert_eq!(pay(&script).await, Err(PayError::Conn(404)));
    assert_eq!(script.asked.get(), 3);
}

#[tokio::test]
async fn what_is_excepted_is_not_tried_again() {
    #[retry(5, backoff = none, except(PayError::Declined))]
    async fn pay(script: &Paid) -> Result<u8, PayError> {
        script.next()
    }
    let script = Script::new([Err(PayError::Timeout), Err(PayError::Declined)]);
    assert_eq!(pay(&script).await, Err(PayError::Declined));
    assert_eq!(script.asked.get(), 2);
}

#[tokio::test]
async fn a_condition_sees_the_error_and_the_arguments() {
    #[retry(5, backoff = none, if = |e| idempotent && *e != PayError::Declined)]
    async fn pay(script: &Paid, idempotent: bool) -> Result<u8, PayError> {
        script.next()
    }
    let script = || Script::new([Err(PayError::Timeout), Ok(1)]);
    assert_eq!(pay(&script(), true).await, Ok(1));
    assert_eq!(pay(&script(), false).await, Err(PayError::Timeout));
}

#[tokio::test]
async fn a_pattern_and_a_condition_have_both_to_hold() {
    #[retry(
        5,
        backoff = none,
        only(PayError::Conn(_)),
        if = |e| *e != PayError::Conn(404)
    )]
    async fn pay(script: &Paid) -> Result<u8, PayError> {
        script.next()
    }
    let script = Script::new([Err(PayError::Conn(500)), Err(PayError::Conn(404))]);
    assert_eq!(pay(&script).await, Err(PayError::Conn(404)));
    let script = Script::new([Err(PayError::Timeout)]);
    assert_eq!(pay(&script).await, Err(PayError::Timeout));
}

#[tokio::test]
async fn an_ok_may_be_tried_again() {
    #[retry(5, backoff = none, on_result = |r| matches!(r, Ok(0)))]
    async fn pay(script: &Paid) -> Result<u8, PayError> {
        script.next()
    }
    let script = Script::new([Ok(0), Err(PayError::Timeout), Ok(0), Ok(7)]);
    assert_eq!(pay(&script).await, Ok(7));
    assert_eq!(script.asked.get(), 4);
}

#[tokio::test(start_paused = true)]
async fn on_retry_is_told_of_each_wait_and_not_of_the_end() {
    #[retry(
        3,
        backoff = linear("10ms"),
        jitter = none,
        on_retry = |e, attempt, delay| told.borrow_mut().push((e.clone(), attempt, delay))
    )]
    async fn pay(
        script: &Paid,
        told: &RefCell<Vec<(PayError, u32, Duration)>>,
    ) -> Result<u8, PayError> {
        script.next()
    }
    let told = RefCell::default();
    let script = Script::new([
        Err(PayError::Timeout),
        Err(PayError::Conn(1)),
        Err(PayError::Timeout),
    ]);
    assert_eq!(pay(&script, &told).await, Err(PayError::Timeout));
    assert_eq!(
        told.into_inner(),
        [
            (PayError::Timeout, 1, Duration::from_millis(10)),
            (PayError::Conn(1), 2, Duration::from_millis(20)),
        ]
    );
}

/// The error of a function that calls a guarded one.
#[derive(Debug)]
struct Outer(Rejected);

impl From<Rejected> for Outer {
    fn from(rejected: Rejected) -> Self {
        Self(rejected)
    }
}

impl fmt::Display for Outer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("payments")
    }
}

impl std::error::Error for Outer {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

fn open() -> CircuitBreaker {
    let breaker = CircuitBreaker::builder().build().unwrap();
    breaker.force_open();
    breaker
}

#[tokio::test]
async fn a_refusal_further_in_is_not_tried_again() {
    #[retry(5, backoff = none)]
    async fn pay(breaker: &CircuitBreaker, asked: &Cell<u32>) -> Result<u8, Outer> {
        asked.set(asked.get() + 1);
        breaker.run(async { Ok(1) }).await
    }
    let asked = Cell::new(0);
    assert!(pay(&open(), &asked).await.is_err());
    assert_eq!(asked.get(), 1);
}

#[tokio::test]
async fn a_refusal_is_tried_again_where_that_is_asked_for() {
    #[retry(5, backoff = none, refusals)]
    async fn pay(breaker: &CircuitBreaker, asked: &Cell<u32>) -> Result<u8, Outer> {
        asked.set(asked.get() + 1);
        if asked.get() == 3 {
            breaker.force_closed();
        }
        breaker.run(async { Ok(1) }).await
    }
    let asked = Cell::new(0);
    assert_eq!(pay(&open(), &asked).await.ok(), Some(1));
    assert_eq!(asked.get(), 3);
}

#[tokio::test]
async fn a_policy_is_made_at_the_first_call() {
    fn two() -> Result<gambeson::resilience::RetryPolicy, gambeson::resilience::PolicyError> {
        let backoff = gambeson::resilience::Backoff::none();
        Retry::builder().attempts(2).backoff(backoff).policy()
    }

    #[retry(policy = two())]
    async fn pay(script: &Paid) -> Result<u8, PayError> {
        script.next()
    }
    let script = Script::new([Err(PayError::Timeout), Err(PayError::Declined)]);
    assert_eq!(pay(&script).await, Err(PayError::Declined));
}

#[test]
fn a_policy_may_come_from_what_calls_the_function() {
    fn policy() -> RetryPolicy {
        static ASKED: AtomicBool = AtomicBool::new(false);
        if !ASKED.swap(true, Ordering::SeqCst) {
            assert_eq!(pay(), Ok(7));
        }
        RetryPolicy::default()
    }
    #[retry(policy = policy())]
    fn pay() -> Result<u8, PayError> {
        Ok(7)
    }
    assert_eq!(pay(), Ok(7));
}
