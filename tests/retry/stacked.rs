//! With other guards on the function.

use std::cell::Cell;
use std::error::Error;
use std::fmt;
use std::time::Duration;

use gambeson::resilience::{CircuitBreaker, Deadline, Rejected};
use gambeson::test::ManualClock;
use gambeson::{retry, timeout};
use tokio::time::{Instant, sleep};

#[derive(Debug, PartialEq)]
enum PayError {
    Down,
    Rejected(Rejected),
}

impl From<Rejected> for PayError {
    fn from(rejected: Rejected) -> Self {
        Self::Rejected(rejected)
    }
}

fn next(asked: &Cell<u32>) -> u32 {
    asked.set(asked.get() + 1);
    asked.get()
}

#[tokio::test(start_paused = true)]
async fn a_time_out_beneath_is_of_each_attempt_and_tried_again() {
    #[retry(3, backoff = none)]
    #[timeout("100ms")]
    async fn pay(asked: &Cell<u32>) -> Result<u32, PayError> {
        let asked = next(asked);
        if asked < 3 {
            sleep(Duration::from_secs(60)).await;
        }
        Ok(asked)
    }
    let begun = Instant::now();
    assert_eq!(pay(&Cell::new(0)).await, Ok(3));
    assert_eq!(begun.elapsed().as_millis(), 200);
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_time_out_above_is_not_begun() {
    #[timeout("1s")]
    #[retry(9, backoff = fixed("400ms"), jitter = none)]
    async fn pay(asked: &Cell<u32>) -> Result<(), PayError> {
        next(asked);
        sleep(Duration::from_millis(10)).await;
        Err(PayError::Down)
    }
    let (asked, begun) = (Cell::new(0), Instant::now());
    assert_eq!(pay(&asked).await, Err(PayError::Down));
    assert_eq!(asked.get(), 3);
    assert_eq!(begun.elapsed().as_millis(), 830);
}

#[tokio::test(start_paused = true)]
async fn a_time_out_above_ends_an_attempt_and_all_that_would_follow() {
    #[timeout("1s")]
    #[retry(9, backoff = none)]
    async fn pay(asked: &Cell<u32>) -> Result<(), PayError> {
        next(asked);
        sleep(Duration::from_millis(600)).await;
        Err(PayError::Down)
    }
    let (asked, begun) = (Cell::new(0), Instant::now());
    let answer = pay(&asked).await;
    assert!(matches!(
        answer,
        Err(PayError::Rejected(Rejected::TimedOut(_)))
    ));
    assert_eq!(asked.get(), 2);
    assert_eq!(begun.elapsed().as_millis(), 1_000);
}

#[tokio::test(start_paused = true)]
async fn a_wait_keeps_the_deadline_of_the_function_that_called() {
    #[timeout("1s")]
    async fn outer(asked: &Cell<u32>) -> Result<(), PayError> {
        sleep(Duration::from_millis(700)).await;
        assert!(Deadline::remaining().is_some());
        inner(asked).await
    }

    #[retry(9, backoff = fixed("400ms"), jitter = none)]
    async fn inner(asked: &Cell<u32>) -> Result<(), PayError> {
        next(asked);
        Err(PayError::Down)
    }
    let (asked, begun) = (Cell::new(0), Instant::now());
    assert_eq!(outer(&asked).await, Err(PayError::Down));
    assert_eq!(asked.get(), 1);
    assert_eq!(begun.elapsed().as_millis(), 700);
}

#[tokio::test]
async fn a_refusal_behind_an_error_that_passes_all_on_ends_the_retry() {
    /// As `#[error(transparent)]` makes one.
    #[derive(Debug)]
    struct Passed(Rejected);
    impl From<Rejected> for Passed {
        fn from(rejected: Rejected) -> Self {
            Self(rejected)
        }
    }
    impl fmt::Display for Passed {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.0.fmt(f)
        }
    }
    impl Error for Passed {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            self.0.source()
        }
    }
    #[retry(5, backoff = none)]
    async fn pay(open: &CircuitBreaker, asked: &Cell<u32>) -> Result<u8, Passed> {
        asked.set(asked.get() + 1);
        open.run(async { Ok::<u8, Passed>(7) }).await
    }

    let open = CircuitBreaker::builder().build().unwrap();
    open.force_open();
    let asked = Cell::new(0);
    assert!(pay(&open, &asked).await.is_err());
    assert_eq!(asked.get(), 1);
}

#[tokio::test]
async fn without_waits_no_attempt_begins_when_the_time_above_is_over() {
    #[timeout("150ms")]
    #[retry(1_000, backoff = none)]
    async fn pay(clock: &ManualClock, asked: &Cell<u32>) -> Result<u8, PayError> {
        clock.advance(Duration::from_millis(100));
        asked.set(asked.get() + 1);
        Err(PayError::Down)
    }
    let clock = ManualClock::new();
    let _time = clock.on_this_thread();
    let asked = Cell::new(0);
    assert_eq!(pay(&clock, &asked).await, Err(PayError::Down));
    assert_eq!(asked.get(), 2);
}
