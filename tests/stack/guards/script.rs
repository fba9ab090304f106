//! A dependency that does what a test has written down.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::pending;
use std::panic::resume_unwind;
use std::time::Duration;

use gambeson::resilience::guards;

use super::support::{Answer, Fault, ran};

/// What the dependency does when it is asked once.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    /// Gives back what it was asked with.
    Answers,
    Fails,
    Unknown,
    Hangs,
    Panics,
    /// Answers after so long.
    AnswersIn(Duration),
    /// Fails after so long.
    FailsIn(Duration),
}

thread_local! {
    static SCRIPT: RefCell<VecDeque<Step>> = const { RefCell::new(VecDeque::new()) };
}

/// What it will do.
pub(crate) fn follow(steps: impl IntoIterator<Item = Step>) {
    SCRIPT.with_borrow_mut(|script| {
        script.clear();
        script.extend(steps);
    });
}

/// How many steps are left.
pub(crate) fn left() -> usize {
    SCRIPT.with_borrow(VecDeque::len)
}

pub(crate) async fn dependency(item: u32) -> Answer {
    ran();
    let step = SCRIPT.with_borrow_mut(VecDeque::pop_front);
    match step.expect("the script goes on") {
        Step::Answers => Ok(item),
        Step::Fails => Err(Fault::Down),
        Step::Unknown => Err(Fault::Unknown),
        Step::Hangs => pending().await,
        Step::Panics => resume_unwind(Box::new("of the test")),
        Step::AnswersIn(span) => {
            tokio::time::sleep(span).await;
            Ok(item)
        }
        Step::FailsIn(span) => {
            tokio::time::sleep(span).await;
            Err(Fault::Down)
        }
    }
}

/// What the guard of this name has counted, of all labels or of one.
pub(crate) fn counted(name: &str, metric: &str, label: &str) -> u64 {
    let all = guards();
    let counters = all
        .iter()
        .filter(|guard| guard.name == name)
        .flat_map(|guard| &guard.counters);
    counters
        .filter(|counter| counter.metric == metric)
        .filter(|counter| {
            label.is_empty() || counter.labels.iter().any(|(_, value)| *value == label)
        })
        .map(|counter| counter.value)
        .sum()
}
