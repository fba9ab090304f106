//! Places that are handed on, among threads.

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll, Waker};

use super::Places;
use crate::resilience::name::Name;

fn places(limit: u32, queue: u32) -> Places {
    Places::new(Name::of("test"), limit, queue, None)
}

fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

fn at_rest(places: &Places) {
    assert_eq!((places.in_use(), places.waiting()), (0, 0));
    assert_eq!(places.turns.available_permits(), 0);
}

#[test]
fn a_seat_taken_while_a_place_is_free_brings_it_along_and_gives_it_back() {
    let places = places(1, 2);
    let first = places.try_queue().expect("the queue is empty");
    assert_eq!((places.in_use(), places.waiting()), (1, 1));
    assert!(!places.try_enter());
    let second = places.try_queue().expect("one more may wait");
    drop(first);
    // The place is now that of the second.
    assert_eq!((places.in_use(), places.waiting()), (1, 1));
    let entered = poll(pin!(places.enter(second)));
    assert_eq!(entered, Poll::Ready(Ok(())));
    places.leave();
    at_rest(&places);
}

#[test]
fn a_place_that_is_left_to_a_waiter_who_is_gone_is_free() {
    let places = places(1, 1);
    assert!(places.try_enter());
    let seat = places.try_queue().expect("the queue is empty");
    places.leave();
    assert_eq!((places.in_use(), places.waiting()), (1, 1));
    drop(seat);
    at_rest(&places);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whatever_waiters_do_no_place_is_lost_and_none_is_made() {
    const LIMIT: u32 = 3;
    let places = Arc::new(places(LIMIT, 16));
    let held = Arc::new(AtomicU32::new(0));
    let tasks: Vec<_> = (0..64)
        .map(|task| {
            let (places, held) = (places.clone(), held.clone());
            tokio::spawn(async move {
                let mut random = fastrand::Rng::with_seed(task);
                for _ in 0..500 {
                    if !enter(&places, &mut random).await {
                        continue;
                    }
                    assert!(held.fetch_add(1, Ordering::AcqRel) < LIMIT);
                    if random.bool() {
                        tokio::task::yield_now().await;
                    }
                    held.fetch_sub(1, Ordering::AcqRel);
                    places.leave();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("no task panics");
    }
    at_rest(&places);
}

/// Enters at once, after a wait, or gives up at some point of it.
async fn enter(places: &Places, random: &mut fastrand::Rng) -> bool {
    if places.try_enter() {
        return true;
    }
    let Some(seat) = places.try_queue() else {
        tokio::task::yield_now().await;
        return false;
    };
    match random.u8(..4) {
        0 => false,
        1 => {
            let mut wait = pin!(places.enter(seat));
            let entered = poll(wait.as_mut()).is_ready();
            tokio::task::yield_now().await;
            entered
        }
        _ => places.enter(seat).await.is_ok(),
    }
}
