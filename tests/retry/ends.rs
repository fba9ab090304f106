//! When there is no further attempt, and what the caller gets.

use std::cell::Cell;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use futures::FutureExt;
use gambeson::retry;

/// Counts the attempts of a test.
#[derive(Default)]
struct Attempts(Cell<u32>);

impl Attempts {
    fn next(&self) -> u32 {
        self.0.set(self.0.get() + 1);
        self.0.get()
    }
}

#[tokio::test]
async fn a_call_that_succeeds_is_made_once() {
    #[retry]
    async fn call(attempts: &Attempts) -> Result<u32, ()> {
        Ok(attempts.next())
    }
    assert_eq!(call(&Attempts::default()).await, Ok(1));
}

#[tokio::test(start_paused = true)]
async fn three_attempts_are_the_default() {
    #[retry]
    async fn call(attempts: &Attempts) -> Result<(), u32> {
        Err(attempts.next())
    }
    assert_eq!(call(&Attempts::default()).await, Err(3));
}

#[tokio::test]
async fn the_error_of_the_last_attempt_is_passed_on_as_it_is() {
    #[retry(5, backoff = none)]
    async fn call(attempts: &Attempts) -> Result<(), Box<u32>> {
        Err(Box::new(attempts.next()))
    }
    assert_eq!(call(&Attempts::default()).await, Err(Box::new(5)));
}

#[tokio::test]
async fn a_body_that_panics_is_not_tried_again() {
    #[retry(5, backoff = none)]
    async fn call(attempts: &Attempts) -> Result<(), ()> {
        assert_ne!(attempts.next(), 2, "on purpose");
        Err(())
    }
    let attempts = Attempts::default();
    let ended = AssertUnwindSafe(call(&attempts)).catch_unwind().await;
    assert!(ended.is_err());
    assert_eq!(attempts.0.get(), 2);
}

#[tokio::test]
async fn the_body_of_an_attempt_is_dropped_before_the_next_begins() {
    struct Held<'a>(&'a Cell<u32>);

    impl<'a> Held<'a> {
        fn new(count: &'a Cell<u32>) -> Self {
            count.set(count.get() + 1);
            Self(count)
        }
    }

    impl Drop for Held<'_> {
        fn drop(&mut self) {
            self.0.set(self.0.get() - 1);
        }
    }

    #[retry(3, backoff = fixed("1ms"))]
    async fn call(held: &Cell<u32>) -> Result<(), u32> {
        let one = Held::new(held);
        tokio::task::yield_now().await;
        Err(one.0.get())
    }
    let held = Cell::new(0);
    assert_eq!(call(&held).await, Err(1));
    assert_eq!(held.get(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_thousand_callers_make_three_attempts_each() {
    #[retry(3, backoff = exponential("1ms", max = "4ms"))]
    async fn call(attempts: &AtomicU32, succeeds: bool) -> Result<(), ()> {
        attempts.fetch_add(1, Ordering::Relaxed);
        tokio::task::yield_now().await;
        if succeeds { Ok(()) } else { Err(()) }
    }
    let attempts = Arc::new(AtomicU32::new(0));
    let tasks: Vec<_> = (0..10_000)
        .map(|number| {
            let attempts = Arc::clone(&attempts);
            tokio::spawn(async move { call(&attempts, number % 2 == 0).await.is_ok() })
        })
        .collect();
    let mut succeeded = 0;
    for task in tasks {
        succeeded += u32::from(task.await.unwrap());
    }
    assert_eq!(succeeded, 5_000);
    assert_eq!(attempts.load(Ordering::Relaxed), 5_000 + 3 * 5_000);
}
