//! Who waits, how long, and in which order.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use gambeson::bulkhead;
use gambeson::resilience::Bulkhead;
use tokio::time::{Instant, sleep};

use crate::support::{MS, PayError, SECOND, full};

#[bulkhead(1, queue = 2, wait = "1s", handle = LineGuards)]
async fn line(span: Duration) -> Result<u8, PayError> {
    sleep(span).await;
    Ok(7)
}

#[tokio::test(start_paused = true)]
async fn a_call_waits_for_its_place() {
    let start = Instant::now();
    let (a, b, c) = tokio::join!(line(300 * MS), line(300 * MS), line(300 * MS));
    assert_eq!((a, b, c), (Ok(7), Ok(7), Ok(7)));
    assert_eq!(start.elapsed(), 900 * MS);
}

#[bulkhead(1, queue = 2, wait = "1s", handle = ShortGuards)]
async fn short(span: Duration) -> Result<u8, PayError> {
    sleep(span).await;
    Ok(7)
}

#[tokio::test(start_paused = true)]
async fn a_full_queue_refuses_at_once_and_a_long_wait_ends() {
    let first = tokio::spawn(short(3 * SECOND));
    tokio::task::yield_now().await;
    let waits: Vec<_> = (0..2).map(|_| tokio::spawn(short(MS))).collect();
    tokio::task::yield_now().await;
    let guard = ShortGuards::bulkhead();
    assert_eq!((guard.in_use(), guard.waiting()), (1, 2));
    let start = Instant::now();
    assert_eq!(full(&short(MS).await).waited, Duration::ZERO);
    assert_eq!(start.elapsed(), Duration::ZERO);
    for wait in waits {
        assert_eq!(full(&wait.await.unwrap()).waited, SECOND);
    }
    assert_eq!(start.elapsed(), SECOND);
    assert_eq!(guard.waiting(), 0);
    assert_eq!(first.await.unwrap(), Ok(7));
    assert_eq!(guard.in_use(), 0);
}

#[bulkhead(1, queue = 100, handle = OrderGuards)]
async fn in_order(n: usize, seen: Arc<Mutex<Vec<usize>>>) -> Result<(), PayError> {
    seen.lock().unwrap().push(n);
    tokio::task::yield_now().await;
    Ok(())
}

#[tokio::test]
async fn places_are_handed_out_in_the_order_of_the_calls() {
    let seen = Arc::default();
    let calls: Vec<_> = (0..100)
        .map(|n| tokio::spawn(in_order(n, Arc::clone(&seen))))
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(*seen.lock().unwrap(), (0..100).collect::<Vec<_>>());
}

#[tokio::test]
async fn nobody_goes_past_those_who_wait() {
    let bulkhead = Bulkhead::builder(1).queue(1).build();
    let first = bulkhead.try_acquire().unwrap();
    let mut waits = Box::pin(bulkhead.acquire());
    assert!(futures::poll!(&mut waits).is_pending());
    drop(first);
    assert!(
        bulkhead.try_acquire().is_err(),
        "the place is the one's who waits"
    );
    assert!(waits.await.is_ok());
    assert!(bulkhead.try_acquire().is_ok());
}

#[tokio::test]
async fn a_waiter_that_is_dropped_gives_its_seat_and_its_place_on() {
    let bulkhead = Bulkhead::builder(1).queue(2).build();
    let held = bulkhead.try_acquire().unwrap();
    let mut first = Box::pin(bulkhead.acquire());
    let mut second = Box::pin(bulkhead.acquire());
    assert!(futures::poll!(&mut first).is_pending());
    assert!(futures::poll!(&mut second).is_pending());
    drop(held);
    // `first` has been handed the place and has not been asked since.
    drop(first);
    assert_eq!(bulkhead.waiting(), 1);
    let permit = second.await.unwrap();
    assert_eq!((bulkhead.waiting(), bulkhead.in_use()), (0, 1));
    drop(permit);
    assert_eq!(bulkhead.in_use(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_place_that_comes_with_the_end_of_the_wait_is_taken() {
    let bulkhead = Bulkhead::builder(1).queue(1).wait(SECOND).build();
    let held = bulkhead.try_acquire().unwrap();
    let mut waits = Box::pin(bulkhead.acquire());
    assert!(futures::poll!(&mut waits).is_pending());
    tokio::time::advance(2 * SECOND).await;
    drop(held);
    assert!(waits.await.is_ok());
    assert_eq!(bulkhead.in_use(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_wait_without_bound_goes_on() {
    let bulkhead = Bulkhead::builder(1).queue(1).build();
    let held = bulkhead.try_acquire().unwrap();
    let waits = tokio::spawn({
        let bulkhead = bulkhead.clone();
        async move { bulkhead.acquire().await.map(drop) }
    });
    sleep(100_000 * SECOND).await;
    assert!(!waits.is_finished());
    drop(held);
    assert!(waits.await.unwrap().is_ok());
}

static WAIT: Duration = Duration::from_millis(30);

#[bulkhead(1, queue = 1 + 1, wait = WAIT)]
async fn by_expressions(span: Duration) -> Result<u8, PayError> {
    sleep(span).await;
    Ok(7)
}

#[tokio::test(start_paused = true)]
async fn the_queue_and_the_wait_are_any_expressions() {
    let (a, b, c, d) = tokio::join!(
        by_expressions(SECOND),
        by_expressions(MS),
        by_expressions(MS),
        by_expressions(MS)
    );
    assert_eq!(a, Ok(7));
    assert_eq!(full(&b).waited, 30 * MS);
    assert_eq!(full(&c).waited, 30 * MS);
    assert_eq!(full(&d).waited, Duration::ZERO);
}
