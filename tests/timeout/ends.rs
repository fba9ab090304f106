//! When a call ends, and with what.

use std::time::Duration;

use gambeson::resilience::Timeout;
use gambeson::{Rejected, timeout};
use tokio::time::{Instant, advance, sleep};

use crate::support::{Drops, MS, PayError, SECOND, late};

#[timeout("2s")]
async fn sleeps(span: Duration) -> Result<u8, PayError> {
    sleep(span).await;
    Ok(7)
}

#[tokio::test(start_paused = true)]
async fn what_is_done_in_time_is_passed_on() {
    assert_eq!(sleeps(Duration::ZERO).await, Ok(7));
    assert_eq!(sleeps(1999 * MS).await, Ok(7));
}

#[tokio::test(start_paused = true)]
async fn what_takes_longer_ends_when_the_time_is_over_and_not_before() {
    let start = Instant::now();
    let result = sleeps(3 * SECOND).await;
    assert_eq!(start.elapsed(), 2 * SECOND);
    assert_eq!(late(&result), ("timeout::ends::sleeps", 2 * SECOND));
}

#[tokio::test(start_paused = true)]
async fn the_second_call_has_its_own_time() {
    for _ in 0..3 {
        let start = Instant::now();
        assert!(sleeps(3 * SECOND).await.is_err());
        assert_eq!(start.elapsed(), 2 * SECOND);
    }
}

#[timeout("2s")]
async fn fails() -> Result<u8, PayError> {
    Err(PayError::Down)
}

#[tokio::test]
async fn an_error_of_the_body_is_passed_on() {
    assert_eq!(fails().await, Err(PayError::Down));
}

#[tokio::test(start_paused = true)]
async fn the_time_counts_from_the_first_poll_of_the_call() {
    let call = sleeps(3 * SECOND);
    advance(5 * SECOND).await;
    let start = Instant::now();
    assert!(call.await.is_err());
    assert_eq!(start.elapsed(), 2 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn what_is_ready_is_never_too_late() {
    let mut call = Box::pin(sleeps(SECOND));
    assert!(futures::poll!(&mut call).is_pending());
    advance(10 * SECOND).await;
    assert_eq!(call.await, Ok(7));
}

#[timeout("20ms")]
async fn computes_then_waits(drops: &Drops) -> Result<u8, PayError> {
    let _witness = drops.witness();
    std::thread::sleep(120 * MS);
    std::future::pending().await
}

#[tokio::test]
async fn what_the_body_computed_before_its_first_wait_counts() {
    let drops = Drops::default();
    let first = futures::poll!(Box::pin(computes_then_waits(&drops)));
    // Its time was over when it first waited: the same poll ends it.
    let std::task::Poll::Ready(result) = first else {
        panic!("it goes on");
    };
    assert_eq!(late(&result).1, 20 * MS);
    assert_eq!(drops.count(), 1);
}

#[timeout("20ms")]
async fn always_ready(drops: &Drops) -> Result<u8, PayError> {
    let _witness = drops.witness();
    let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel();
    sender.send(0_u64).map_err(|_| PayError::Down)?;
    while let Some(n) = receiver.recv().await {
        sender.send(n + 1).map_err(|_| PayError::Down)?;
    }
    Ok(7)
}

#[tokio::test]
async fn a_body_that_uses_up_the_budget_of_its_task_is_ended_too() {
    let drops = Drops::default();
    let result = always_ready(&drops).await;
    assert_eq!(late(&result).1, 20 * MS);
    assert_eq!(drops.count(), 1);
}

#[timeout("1s")]
async fn holds(drops: Drops) -> Result<u8, PayError> {
    let _witness = drops.witness();
    std::future::pending().await
}

#[tokio::test(start_paused = true)]
async fn the_body_is_dropped_when_the_call_is_answered() {
    let drops = Drops::default();
    assert!(holds(drops.clone()).await.is_err());
    assert_eq!(drops.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_drops_its_body() {
    let drops = Drops::default();
    let mut call = Box::pin(holds(drops.clone()));
    assert!(futures::poll!(&mut call).is_pending());
    drop(call);
    assert_eq!(drops.count(), 1);
    drop(holds(drops.clone()));
    assert_eq!(drops.count(), 1, "it had not begun");
}

#[timeout("1s")]
async fn panics() -> Result<u8, PayError> {
    tokio::task::yield_now().await;
    panic!("it broke")
}

#[tokio::test]
async fn a_panic_passes_through() {
    let panicked = tokio::spawn(panics()).await.unwrap_err();
    assert!(panicked.is_panic());
}

#[tokio::test(start_paused = true)]
async fn ten_thousand_calls_at_once_all_end() {
    let calls = (0..10_000_u32).map(|n| tokio::spawn(sleeps((n % 2) * 3 * SECOND)));
    let start = Instant::now();
    let mut ended = [0, 0];
    for call in calls.collect::<Vec<_>>() {
        ended[usize::from(call.await.unwrap().is_err())] += 1;
    }
    assert_eq!(ended, [5_000, 5_000]);
    assert_eq!(start.elapsed(), 2 * SECOND);
}

const LIMIT: Duration = Duration::from_millis(300);

#[timeout(LIMIT)]
async fn by_a_constant() -> Result<u8, PayError> {
    std::future::pending().await
}

#[timeout(after = limit * 2, name = "by the argument")]
async fn by_an_argument(limit: Duration) -> Result<u8, PayError> {
    assert!(limit > Duration::ZERO);
    std::future::pending().await
}

struct Client {
    patience: Duration,
}

impl Client {
    #[timeout(self.patience)]
    async fn by_a_field(&self) -> Result<u8, PayError> {
        std::future::pending().await
    }
}

#[tokio::test(start_paused = true)]
async fn the_span_is_any_expression_and_evaluated_for_each_call() {
    assert_eq!(late(&by_a_constant().await).1, LIMIT);
    for n in 1..4 {
        let start = Instant::now();
        let result = by_an_argument(n * SECOND).await;
        assert_eq!(late(&result), ("by the argument", n * 2 * SECOND));
        assert_eq!(start.elapsed(), n * 2 * SECOND);
    }
    let client = Client { patience: 5 * MS };
    assert_eq!(late(&client.by_a_field().await).1, 5 * MS);
}

#[timeout(Duration::MAX)]
async fn for_ever() -> Result<u8, PayError> {
    tokio::task::yield_now().await;
    Ok(7)
}

#[timeout(Duration::ZERO)]
async fn no_time(waits: bool) -> Result<u8, PayError> {
    if waits {
        sleep(SECOND).await;
    }
    Ok(7)
}

#[tokio::test(start_paused = true)]
async fn the_longest_and_the_shortest_span() {
    assert_eq!(for_ever().await, Ok(7));
    assert_eq!(no_time(false).await, Ok(7));
    assert!(no_time(true).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn by_hand_it_is_the_same() {
    let timeout = Timeout::new(2 * SECOND).name("by hand");
    let start = Instant::now();
    let never = std::future::pending::<Result<u8, PayError>>();
    assert_eq!(late(&timeout.run(never).await), ("by hand", 2 * SECOND));
    assert_eq!(start.elapsed(), 2 * SECOND);
    assert_eq!(timeout.run(async { Ok::<_, Rejected>(7) }).await, Ok(7));
    assert_eq!(timeout.span(), 2 * SECOND);
}
