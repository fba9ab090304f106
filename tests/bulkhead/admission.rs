//! How many are let through.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use gambeson::bulkhead;
use tokio::time::sleep;

use crate::support::{MS, PayError, SECOND, full};

#[bulkhead(2, handle = TwoGuards)]
async fn two(span: Duration) -> Result<u8, PayError> {
    sleep(span).await;
    Ok(7)
}

#[tokio::test(start_paused = true)]
async fn what_finds_no_place_is_refused_at_once() {
    let (a, b, c) = tokio::join!(two(SECOND), two(SECOND), two(SECOND));
    assert_eq!((a, b), (Ok(7), Ok(7)));
    let full = full(&c);
    assert_eq!(full.name, "bulkhead::admission::two");
    assert_eq!((full.limit, full.waited), (2, Duration::ZERO));
    assert_eq!(two(SECOND).await, Ok(7), "the places are free again");
    assert_eq!(TwoGuards::bulkhead().in_use(), 0);
}

static NOW: AtomicU32 = AtomicU32::new(0);
static MOST: AtomicU32 = AtomicU32::new(0);

#[bulkhead(8, queue = 10_000)]
async fn eight() -> Result<u8, PayError> {
    let now = NOW.fetch_add(1, Ordering::SeqCst) + 1;
    MOST.fetch_max(now, Ordering::SeqCst);
    for _ in 0..3 {
        tokio::task::yield_now().await;
    }
    NOW.fetch_sub(1, Ordering::SeqCst);
    Ok(7)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_ten_thousand_calls_from_four_threads_all_run_and_eight_at_a_time() {
    let calls: Vec<_> = (0..10_000).map(|_| tokio::spawn(eight())).collect();
    for call in calls {
        assert_eq!(call.await.unwrap(), Ok(7));
    }
    assert_eq!(NOW.load(Ordering::SeqCst), 0);
    let most = MOST.load(Ordering::SeqCst);
    assert!((1..=8).contains(&most), "{most}");
}

static ASKED: AtomicU32 = AtomicU32::new(0);

fn limit() -> u32 {
    ASKED.fetch_add(1, Ordering::SeqCst);
    1
}

#[bulkhead(limit(), name = "by a function")]
async fn by_a_function(span: Duration) -> Result<u8, PayError> {
    sleep(span).await;
    Ok(7)
}

#[tokio::test(start_paused = true)]
async fn the_number_is_any_expression_and_asked_once() {
    for _ in 0..3 {
        let (a, b) = tokio::join!(by_a_function(MS), by_a_function(MS));
        assert_eq!(a, Ok(7));
        assert_eq!(full(&b).name, "by a function");
    }
    assert_eq!(ASKED.load(Ordering::SeqCst), 1);
}

const NONE: u32 = 0;

#[bulkhead(calls = NONE, queue = 5)]
async fn nobody() -> Result<u8, PayError> {
    Ok(7)
}

#[tokio::test]
async fn without_places_every_call_is_refused_and_none_waits() {
    assert_eq!(full(&nobody().await).limit, 0);
}

#[bulkhead(1)]
fn blocking(then: &mut dyn FnMut()) -> Result<u8, PayError> {
    then();
    Ok(7)
}

#[test]
fn a_sync_function_is_refused_at_once() {
    let mut inner = None;
    let outer = blocking(&mut || inner = Some(blocking(&mut || {})));
    assert_eq!(outer, Ok(7));
    assert_eq!(full(&inner.unwrap()).waited, Duration::ZERO);
    assert_eq!(blocking(&mut || {}), Ok(7));
}

#[bulkhead(1)]
fn breaks(yes: bool) -> Result<u8, PayError> {
    assert!(!yes, "it broke");
    Ok(7)
}

#[test]
fn a_sync_function_that_panics_gives_its_place_back() {
    assert!(std::panic::catch_unwind(|| breaks(true)).is_err());
    assert_eq!(breaks(false), Ok(7));
}

fn asks_the_function_itself() -> u32 {
    static ASKED: AtomicU32 = AtomicU32::new(0);
    if ASKED.fetch_add(1, Ordering::SeqCst) == 0 {
        assert_eq!(calls_itself(), Ok(7));
    }
    2
}

#[bulkhead(asks_the_function_itself())]
fn calls_itself() -> Result<u8, PayError> {
    Ok(7)
}

#[test]
fn the_number_may_come_from_what_calls_the_function() {
    assert_eq!(calls_itself(), Ok(7));
}
