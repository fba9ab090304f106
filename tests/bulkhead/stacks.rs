//! A bulkhead with other guards on one function.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use gambeson::{bulkhead, retry, timeout};
use tokio::time::{Instant, sleep};

use crate::support::{MS, PayError, SECOND, full};

use gambeson::Rejected;

fn timed_out<T: std::fmt::Debug>(result: &Result<T, PayError>) -> Duration {
    match result {
        Err(PayError::Rejected(Rejected::TimedOut(late))) => late.after,
        other => panic!("not timed out: {other:?}"),
    }
}

#[timeout("1s")]
#[bulkhead(1, queue = 5, handle = WaitsGuards)]
async fn the_wait_counts(span: Duration) -> Result<u8, PayError> {
    sleep(span).await;
    Ok(7)
}

#[tokio::test(start_paused = true)]
async fn a_time_out_above_ends_the_wait_and_the_seat_is_free() {
    let start = Instant::now();
    let (first, second) = tokio::join!(the_wait_counts(5 * SECOND), the_wait_counts(MS));
    assert_eq!(timed_out(&first), SECOND);
    assert_eq!(timed_out(&second), SECOND);
    assert_eq!(start.elapsed(), SECOND);
    let guard = WaitsGuards::bulkhead();
    assert_eq!((guard.in_use(), guard.waiting()), (0, 0));

    let (first, second) = tokio::join!(the_wait_counts(600 * MS), the_wait_counts(600 * MS));
    assert_eq!(first, Ok(7));
    assert_eq!(timed_out(&second), SECOND);
    assert_eq!((guard.in_use(), guard.waiting()), (0, 0));
}

#[bulkhead(1, queue = 5, handle = OwnGuards)]
#[timeout("1s")]
async fn the_wait_does_not_count(span: Duration) -> Result<u8, PayError> {
    sleep(span).await;
    Ok(7)
}

#[tokio::test(start_paused = true)]
async fn a_time_out_beneath_begins_when_the_call_has_its_place() {
    let start = Instant::now();
    let (first, second) = tokio::join!(
        the_wait_does_not_count(600 * MS),
        the_wait_does_not_count(600 * MS)
    );
    assert_eq!((first, second), (Ok(7), Ok(7)));
    assert_eq!(start.elapsed(), 1200 * MS);
    assert_eq!(
        timed_out(&the_wait_does_not_count(5 * SECOND).await),
        SECOND
    );
    assert_eq!(OwnGuards::bulkhead().in_use(), 0);
}

#[retry(3, backoff = fixed("10ms"), jitter = none)]
#[bulkhead(1, handle = BeneathGuards)]
async fn beneath_a_retry(tries: &AtomicU32, span: Duration) -> Result<u8, PayError> {
    if tries.fetch_add(1, Ordering::SeqCst) < 2 {
        return Err(PayError::Down);
    }
    sleep(span).await;
    Ok(7)
}

#[tokio::test(start_paused = true)]
async fn beneath_a_retry_each_attempt_takes_a_place_and_gives_it_back_for_the_wait() {
    let (a, b) = (AtomicU32::new(0), AtomicU32::new(2));
    let guard = BeneathGuards::bulkhead();
    let (first, second, between) = tokio::join!(
        biased;
        beneath_a_retry(&a, MS),
        beneath_a_retry(&b, 5 * MS),
        async { guard.in_use() }
    );
    assert_eq!((first, second), (Ok(7), Ok(7)));
    assert_eq!(
        between, 1,
        "only the second has a place while the first waits"
    );
    assert_eq!(a.load(Ordering::SeqCst), 3);
    assert_eq!(guard.in_use(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_is_not_retried() {
    let (a, b) = (AtomicU32::new(2), AtomicU32::new(2));
    let start = Instant::now();
    let holds = held(&a, SECOND);
    let refused = async {
        let result = held(&b, SECOND).await;
        (result, start.elapsed())
    };
    let (first, (second, after)) = tokio::join!(biased; holds, refused);
    assert_eq!(first, Ok(7));
    assert_eq!(full(&second).limit, 1);
    assert_eq!(after, Duration::ZERO);
    assert_eq!(b.load(Ordering::SeqCst), 2, "no attempt was made");
}

#[retry(3, backoff = fixed("10ms"), jitter = none)]
#[bulkhead(1)]
async fn held(tries: &AtomicU32, span: Duration) -> Result<u8, PayError> {
    tries.fetch_add(1, Ordering::SeqCst);
    sleep(span).await;
    Ok(7)
}

#[bulkhead(1, handle = AboveGuards)]
#[retry(3, backoff = fixed("10ms"), jitter = none)]
async fn above_a_retry(tries: &AtomicU32) -> Result<u8, PayError> {
    if tries.fetch_add(1, Ordering::SeqCst) < 2 {
        return Err(PayError::Down);
    }
    Ok(7)
}

#[tokio::test(start_paused = true)]
async fn above_a_retry_one_place_is_held_for_all_attempts() {
    let tries = AtomicU32::new(0);
    let guard = AboveGuards::bulkhead();
    let between = async {
        sleep(5 * MS).await;
        guard.in_use()
    };
    let (result, between) = tokio::join!(biased; above_a_retry(&tries), between);
    assert_eq!((result, between), (Ok(7), 1));
    assert_eq!(guard.in_use(), 0);
}

#[timeout(attempt = "50ms", total = "1s")]
#[retry(2, backoff = fixed("10ms"), jitter = none)]
#[bulkhead(1, handle = CutGuards)]
async fn cut() -> Result<u8, PayError> {
    std::future::pending().await
}

#[tokio::test(start_paused = true)]
async fn an_attempt_that_is_cut_gives_its_place_back() {
    let start = Instant::now();
    assert_eq!(timed_out(&cut().await), 50 * MS);
    assert_eq!(start.elapsed(), 110 * MS);
    assert_eq!(CutGuards::bulkhead().in_use(), 0);
}
