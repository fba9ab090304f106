//! What guards further in see of the attempts that lose, and what their refusals start.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use gambeson::hedge;
use gambeson::resilience::{AbandonedAs, CircuitBreaker, Rejected, State};
use tokio::time::{Instant, sleep};

use crate::Does::{Answers, Hangs};
use crate::Script;

/// An error behind which a refusal may be.
#[derive(Debug, PartialEq)]
enum Fault {
    Rejected(Rejected),
    Other,
}

impl From<Rejected> for Fault {
    fn from(rejected: Rejected) -> Self {
        Self::Rejected(rejected)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no answer")
    }
}

impl Error for Fault {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Rejected(rejected) => Some(rejected),
            Self::Other => None,
        }
    }
}

fn breaker() -> CircuitBreaker {
    CircuitBreaker::builder()
        .name("beneath")
        .consecutive(1)
        .abandoned(AbandonedAs::Failure)
        .build()
        .expect("a policy that is possible")
}

#[hedge(after = "100ms")]
async fn through(breaker: &CircuitBreaker, script: &Script) -> Result<usize, Fault> {
    breaker
        .run(async { script.attempt().await.map_err(|_| Fault::Other) })
        .await
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_loses_is_abandoned_to_a_breaker_beneath() {
    let breaker = breaker();
    let script = Script::new([Hangs, Answers(10)]);
    assert_eq!(through(&breaker, &script).await, Ok(1));
    assert_eq!(
        breaker.state(),
        State::Open,
        "abandoned counts as failed there"
    );
}

#[hedge(after = "100ms", max = 2)]
async fn refused(
    breaker: &CircuitBreaker,
    first_waits: bool,
    calls: &Script,
) -> Result<usize, Fault> {
    let number = calls.starts().len();
    calls.starts.borrow_mut().push(calls.elapsed());
    if first_waits && number == 0 {
        sleep(Duration::from_millis(150)).await;
        return Ok(number);
    }
    let _permit = breaker.try_acquire()?;
    Ok(number)
}

#[tokio::test(start_paused = true)]
async fn a_refusal_starts_no_other() {
    let breaker = breaker();
    breaker.force_open();
    let calls = Script::new([]);
    let began = Instant::now();
    let answer = refused(&breaker, false, &calls).await;
    assert!(matches!(answer, Err(Fault::Rejected(_))), "{answer:?}");
    assert_eq!(calls.starts(), [0]);
    assert_eq!(began.elapsed(), Duration::ZERO, "and nobody waits");
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_was_refused_leaves_the_others_alone() {
    let breaker = breaker();
    breaker.force_open();
    let calls = Script::new([]);
    assert_eq!(refused(&breaker, true, &calls).await, Ok(0));
    assert_eq!(calls.starts(), [0, 100], "the third would have come at 200");
}
