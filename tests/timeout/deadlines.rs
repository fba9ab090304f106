//! Deadlines: what is called sees the time of its caller, and never exceeds it.

use std::time::Duration;

use gambeson::resilience::{Deadline, Timeout};
use gambeson::timeout;
use tokio::time::{Instant, advance, sleep};

use crate::support::{MS, PayError, SECOND, late};

/// What the coarse clock may be off by, before there is a timer.
const GRAIN: Duration = Duration::from_millis(16);

#[tokio::test]
async fn without_a_time_out_there_is_none() {
    assert_eq!(Deadline::remaining(), None);
    assert!(Deadline::current().is_none());
}

#[timeout("2s")]
async fn asks_at_once() -> Result<Option<Duration>, PayError> {
    Ok(Deadline::remaining())
}

#[tokio::test]
async fn the_body_sees_what_is_left() {
    let left = asks_at_once().await.unwrap().unwrap();
    assert!(left <= 2 * SECOND, "{left:?}");
    assert!(left > SECOND, "{left:?}");
    assert_eq!(Deadline::remaining(), None, "it is set back");
}

#[timeout("2s")]
async fn asks_later() -> Result<Vec<Duration>, PayError> {
    let mut seen = Vec::new();
    for _ in 0..3 {
        sleep(500 * MS).await;
        seen.extend(Deadline::remaining());
    }
    Ok(seen)
}

#[tokio::test(start_paused = true)]
async fn once_the_body_has_waited_it_is_exact() {
    assert_eq!(
        asks_later().await.unwrap(),
        [1500 * MS, 1000 * MS, 500 * MS]
    );
}

#[timeout("5s")]
async fn inner() -> Result<Duration, PayError> {
    sleep(10 * MS).await;
    let left = Deadline::remaining().ok_or(PayError::Down)?;
    sleep(4 * SECOND).await;
    Ok(left)
}

#[timeout("1s")]
async fn outer_is_nearer(first: Duration) -> Result<Duration, PayError> {
    if !first.is_zero() {
        sleep(first).await;
    }
    inner().await
}

#[timeout("9s")]
async fn outer_is_further() -> Result<Duration, PayError> {
    inner().await
}

#[tokio::test(start_paused = true)]
async fn of_two_the_nearer_one_ends_the_call() {
    for first in [Duration::ZERO, 300 * MS] {
        let start = Instant::now();
        let result = outer_is_nearer(first).await;
        assert_eq!(start.elapsed(), SECOND);
        assert_eq!(
            late(&result),
            ("timeout::deadlines::outer_is_nearer", SECOND)
        );
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_called_sees_the_nearer_one() {
    assert_eq!(outer_is_further().await, Ok(4990 * MS));
}

#[timeout("1s")]
async fn asks_in_a_call() -> Result<Duration, PayError> {
    sleep(100 * MS).await;
    seen_in_five_seconds().await
}

#[timeout("5s")]
async fn seen_in_five_seconds() -> Result<Duration, PayError> {
    let at_once = Deadline::remaining().ok_or(PayError::Down)?;
    sleep(100 * MS).await;
    let later = Deadline::remaining().ok_or(PayError::Down)?;
    assert_eq!(at_once, later + 100 * MS);
    Ok(later)
}

#[tokio::test(start_paused = true)]
async fn a_longer_time_out_further_in_does_not_move_it() {
    assert_eq!(asks_in_a_call().await, Ok(800 * MS));
}

#[timeout("1s")]
async fn never_runs(ran: &mut bool) -> Result<u8, PayError> {
    *ran = true;
    Ok(7)
}

#[tokio::test(start_paused = true)]
async fn a_call_whose_time_is_over_already_does_not_run() {
    let mut ran = false;
    let outer = Timeout::new(SECOND);
    let call = outer.run(async {
        sleep(10 * MS).await;
        // The time goes by while this body is not asked.
        advance(2 * SECOND).await;
        assert_eq!(Deadline::remaining(), Some(Duration::ZERO));
        let inner = never_runs(&mut ran).await;
        assert_eq!(late(&inner).1, Duration::ZERO);
        inner
    });
    assert!(call.await.is_err());
    assert!(!ran);
}

#[timeout("30ms")]
async fn computes_and_calls(ran: &mut bool) -> Result<u8, PayError> {
    std::thread::sleep(100 * MS);
    never_runs(ran).await
}

#[tokio::test]
async fn nor_where_the_caller_has_computed_it_away() {
    let mut ran = false;
    assert_eq!(late(&computes_and_calls(&mut ran).await).1, Duration::ZERO);
    assert!(!ran);
}

#[tokio::test]
async fn two_calls_side_by_side_have_their_own() {
    let two = Timeout::new(2 * SECOND);
    let nine = Timeout::new(9 * SECOND);
    let asks = || async {
        tokio::task::yield_now().await;
        Ok::<_, PayError>(Deadline::remaining())
    };
    let (a, b, c) = tokio::join!(two.run(asks()), nine.run(asks()), asks());
    let (a, b) = (a.unwrap().unwrap(), b.unwrap().unwrap());
    assert!(a <= 2 * SECOND && a + GRAIN > SECOND);
    assert!(b <= 9 * SECOND && b > 8 * SECOND);
    assert_eq!(c.unwrap(), None);
}

#[tokio::test]
async fn a_panic_of_the_body_sets_it_back() {
    let timeout = Timeout::new(SECOND);
    let call = timeout.run(async {
        tokio::task::yield_now().await;
        assert!(Deadline::remaining().is_none(), "it broke");
        Ok::<u8, PayError>(7)
    });
    let caught = futures::FutureExt::catch_unwind(std::panic::AssertUnwindSafe(call)).await;
    assert!(caught.is_err());
    assert_eq!(Deadline::remaining(), None);
}
