//! How long is waited between attempts, by tokio's paused time.

use std::cell::RefCell;
use std::time::Duration;

use gambeson::resilience::RetryAfter;
use gambeson::retry;
use tokio::time::{Instant, sleep, timeout};

fn ms(span: u64) -> Duration {
    Duration::from_millis(span)
}

/// When each attempt began, since the call; the wheel of tokio's timer turns by the millisecond.
#[derive(Default)]
struct Starts(RefCell<Vec<u128>>);

impl Starts {
    fn note(&self, call: Instant) {
        self.0.borrow_mut().push(call.elapsed().as_millis());
    }

    fn get(&self) -> Vec<u128> {
        self.0.borrow().clone()
    }
}

#[derive(Debug, PartialEq)]
struct Down;

#[tokio::test(start_paused = true)]
async fn the_waits_are_those_of_the_backoff() {
    #[retry(4, backoff = exponential("100ms", max = "250ms"), jitter = none)]
    async fn call(starts: &Starts, begun: Instant) -> Result<(), Down> {
        starts.note(begun);
        Err(Down)
    }
    let starts = Starts::default();
    assert_eq!(call(&starts, Instant::now()).await, Err(Down));
    assert_eq!(starts.get(), [0, 100, 300, 550]);
}

#[tokio::test(start_paused = true)]
async fn a_wait_with_jitter_is_never_longer_than_the_longest() {
    #[retry(10, backoff = exponential("50ms", max = "100ms"))]
    async fn call(starts: &Starts, begun: Instant) -> Result<(), Down> {
        starts.note(begun);
        Err(Down)
    }
    let mut all = Vec::new();
    for _ in 0..50 {
        let starts = Starts::default();
        assert_eq!(call(&starts, Instant::now()).await, Err(Down));
        all.extend(starts.get().windows(2).map(|pair| pair[1] - pair[0]));
    }
    // The timer rounds up to its next millisecond.
    assert!(all.iter().all(|wait| *wait <= 101), "{all:?}");
    assert!(all.iter().any(|wait| *wait > 50), "{all:?}");
    assert!(all.iter().any(|wait| *wait < 25), "{all:?}");
}

#[derive(Debug, PartialEq)]
enum PayError {
    Busy(Duration),
    Down,
}

impl RetryAfter for PayError {
    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Busy(wait) => Some(*wait),
            Self::Down => None,
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_the_error_asks_for_is_obeyed_to_the_millisecond() {
    #[retry(3, backoff = fixed("50ms"), jitter = none)]
    async fn call(starts: &Starts, begun: Instant) -> Result<(), PayError> {
        starts.note(begun);
        match starts.get().len() {
            1 => Err(PayError::Busy(ms(1_500))),
            _ => Err(PayError::Down),
        }
    }
    let starts = Starts::default();
    assert_eq!(call(&starts, Instant::now()).await, Err(PayError::Down));
    assert_eq!(starts.get(), [0, 1_500, 1_550]);
}

#[tokio::test(start_paused = true)]
async fn a_closure_may_say_what_an_error_asks_for() {
    #[retry(2, after = |wait| Some(*wait))]
    async fn call(starts: &Starts, begun: Instant) -> Result<(), Duration> {
        starts.note(begun);
        Err(ms(777))
    }
    let starts = Starts::default();
    assert_eq!(call(&starts, Instant::now()).await, Err(ms(777)));
    assert_eq!(starts.get(), [0, 777]);
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_deadline_is_not_begun() {
    #[retry(9, backoff = fixed("400ms"), jitter = none, deadline = "1s")]
    async fn call(starts: &Starts, begun: Instant) -> Result<(), Down> {
        starts.note(begun);
        Err(Down)
    }
    let starts = Starts::default();
    let begun = Instant::now();
    assert_eq!(call(&starts, begun).await, Err(Down));
    assert_eq!(starts.get(), [0, 400, 800]);
    assert_eq!(
        begun.elapsed().as_millis(),
        800,
        "the error is returned at once"
    );
}

#[tokio::test(start_paused = true)]
async fn the_deadline_counts_from_the_call_and_not_from_the_first_failure() {
    #[retry(9, backoff = fixed("400ms"), jitter = none, deadline = "1s")]
    async fn call(starts: &Starts, begun: Instant) -> Result<(), Down> {
        starts.note(begun);
        sleep(ms(300)).await;
        Err(Down)
    }
    let starts = Starts::default();
    let begun = Instant::now();
    assert_eq!(call(&starts, begun).await, Err(Down));
    assert_eq!(starts.get(), [0, 700]);
    assert_eq!(begun.elapsed().as_millis(), 1_000);
}

#[tokio::test(start_paused = true)]
async fn a_delay_that_the_error_asks_for_keeps_the_deadline_too() {
    #[retry(3, deadline = "10s")]
    async fn call(wait: Duration) -> Result<(), PayError> {
        Err(PayError::Busy(wait))
    }
    for wait in [Duration::from_secs(3_600), Duration::MAX] {
        let begun = Instant::now();
        assert_eq!(call(wait).await, Err(PayError::Busy(wait)));
        assert_eq!(begun.elapsed(), Duration::ZERO);
    }
}

#[tokio::test(start_paused = true)]
async fn a_delay_that_no_clock_can_show_is_not_begun_even_without_a_deadline() {
    #[retry(3)]
    async fn call() -> Result<(), PayError> {
        Err(PayError::Busy(Duration::MAX))
    }
    let begun = Instant::now();
    assert_eq!(call().await, Err(PayError::Busy(Duration::MAX)));
    assert_eq!(begun.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn what_is_outside_sees_the_wait() {
    #[retry(3, backoff = fixed("10s"), jitter = none)]
    async fn call(starts: &Starts, begun: Instant) -> Result<(), Down> {
        starts.note(begun);
        Err(Down)
    }
    let starts = Starts::default();
    let begun = Instant::now();
    assert!(timeout(ms(500), call(&starts, begun)).await.is_err());
    assert_eq!(begun.elapsed().as_millis(), 500);
    sleep(Duration::from_secs(60)).await;
    assert_eq!(
        starts.get(),
        [0],
        "dropped in the wait, it makes no attempt"
    );
}

#[tokio::test(start_paused = true)]
async fn a_body_that_uses_up_the_tasks_budget_does_not_starve_the_timer() {
    #[retry(3, backoff = fixed("10ms"), jitter = none)]
    async fn call(starts: &Starts, begun: Instant) -> Result<(), Down> {
        starts.note(begun);
        let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel();
        for number in 0..300 {
            let _ = sender.send(number);
        }
        for _ in 0..300 {
            let _ = receiver.recv().await;
        }
        Err(Down)
    }
    let starts = Starts::default();
    assert_eq!(call(&starts, Instant::now()).await, Err(Down));
    assert_eq!(starts.get(), [0, 10, 20]);
}

#[test]
fn what_is_not_async_lets_the_thread_sleep() {
    #[retry(3, backoff = fixed("5ms"), jitter = none)]
    fn call(starts: &RefCell<Vec<std::time::Instant>>) -> Result<(), Down> {
        starts.borrow_mut().push(std::time::Instant::now());
        Err(Down)
    }
    let starts = RefCell::default();
    assert_eq!(call(&starts), Err(Down));
    let starts = starts.into_inner();
    assert_eq!(starts.len(), 3);
    assert!(starts.windows(2).all(|pair| pair[1] - pair[0] >= ms(5)));
}
