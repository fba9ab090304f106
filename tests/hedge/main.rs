//! `#[hedge]`: when another attempt starts, which answer counts, and what becomes of the others.
#![deny(warnings, clippy::all, clippy::pedantic)]

mod by_hand;
mod forms;
mod race;
mod seen;
mod stacked;

use std::cell::{Cell, RefCell};
use std::time::Duration;

use tokio::time::{Instant, sleep};

/// What the bodies here fail with.
#[derive(Clone, Debug, PartialEq)]
enum Fault {
    /// The attempt of this number.
    Failed(usize),
}

type Answer = Result<usize, Fault>;

/// What one attempt does.
#[derive(Clone, Copy, Debug)]
enum Does {
    Answers(u64),
    Fails(u64),
    Panics(u64),
    Hangs,
}

/// A dependency whose attempts do as they are told, in their order.
#[derive(Debug)]
struct Script {
    attempts: Vec<Does>,
    began: Instant,
    /// When each attempt has started, in milliseconds.
    starts: RefCell<Vec<u128>>,
    /// Attempts that run now.
    running: Cell<usize>,
}

struct Running<'a>(&'a Cell<usize>);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

impl Script {
    fn new(attempts: impl Into<Vec<Does>>) -> Self {
        Self {
            attempts: attempts.into(),
            began: Instant::now(),
            starts: RefCell::default(),
            running: Cell::new(0),
        }
    }

    /// The next attempt: its number, or its failure.
    async fn attempt(&self) -> Answer {
        let number = self.starts.borrow().len();
        self.starts.borrow_mut().push(self.elapsed());
        self.running.set(self.running.get() + 1);
        let _running = Running(&self.running);
        let does = self.attempts.get(number).copied().unwrap_or(Does::Hangs);
        let wait = async |millis| {
            if millis > 0 {
                sleep(Duration::from_millis(millis)).await;
            }
        };
        match does {
            Does::Answers(after) => {
                wait(after).await;
                Ok(number)
            }
            Does::Fails(after) => {
                wait(after).await;
                Err(Fault::Failed(number))
            }
            Does::Panics(after) => {
                wait(after).await;
                panic!("attempt {number}")
            }
            Does::Hangs => std::future::pending().await,
        }
    }

    /// Milliseconds since it was made.
    fn elapsed(&self) -> u128 {
        self.began.elapsed().as_millis()
    }

    fn starts(&self) -> Vec<u128> {
        self.starts.borrow().clone()
    }
}
