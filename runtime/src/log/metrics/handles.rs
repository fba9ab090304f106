//! The series of one function at one recorder.

use std::fmt;
use std::time::Duration;

use metrics::{Counter, Gauge, Histogram, Key, Label, Level, Metadata, Recorder};

use super::function::FunctionMetrics;
use crate::log::call::Outcome;
use crate::metrics::{
    FUNCTION_CALLS, FUNCTION_CALLS_CONCURRENT, FUNCTION_CALLS_DURATION, FUNCTION_SLOW_CALLS,
};

const ABOUT: Metadata<'static> = Metadata::new(module_path!(), Level::INFO, Some(module_path!()));

/// The series of one function at one recorder.
///
/// All are made at once: a series that begins with its first error would have no increase to see.
pub struct Handles {
    pub(super) function: &'static FunctionMetrics,
    ok: Counter,
    err: Counter,
    panic: Counter,
    cancelled: Counter,
    /// Only of a function whose calls can be slow.
    slow: Option<Counter>,
    duration: Histogram,
    concurrent: Gauge,
}

impl Handles {
    #[cold]
    pub(super) fn of(function: &'static FunctionMetrics, recorder: &dyn Recorder) -> Self {
        let ended = |outcome: Outcome| {
            let key = key(function, FUNCTION_CALLS, Some(outcome));
            recorder.register_counter(&key, &ABOUT)
        };
        let slow = || {
            let key = key(function, FUNCTION_SLOW_CALLS, None);
            recorder.register_counter(&key, &ABOUT)
        };
        Self {
            function,
            ok: ended(Outcome::Ok),
            err: ended(Outcome::Err),
            panic: ended(Outcome::Panic),
            cancelled: ended(Outcome::Cancelled),
            slow: function.has_slow.then(slow),
            duration: recorder
                .register_histogram(&key(function, FUNCTION_CALLS_DURATION, None), &ABOUT),
            concurrent: recorder
                .register_gauge(&key(function, FUNCTION_CALLS_CONCURRENT, None), &ABOUT),
        }
    }

    pub(super) fn began(&self) {
        self.concurrent.increment(1.0);
    }

    pub(super) fn ended(&self, outcome: Outcome, took: Duration, slow: bool) {
        // First: what goes up has to go down, whatever the recorder does with the others.
        self.concurrent.decrement(1.0);
        let counter = match outcome {
            Outcome::Ok => &self.ok,
            Outcome::Err => &self.err,
            Outcome::Panic => &self.panic,
            Outcome::Cancelled => &self.cancelled,
        };
        counter.increment(1);
        if slow && let Some(counter) = &self.slow {
            counter.increment(1);
        }
        self.duration.record(took);
    }
}

fn key(function: &FunctionMetrics, name: &'static str, outcome: Option<Outcome>) -> Key {
    let mut labels = vec![
        Label::from_static_parts("function", function.function),
        Label::from_static_parts("module", function.module),
    ];
    labels.extend(outcome.map(|outcome| Label::from_static_parts("outcome", outcome.as_str())));
    Key::from_parts(name, labels)
}

impl fmt::Debug for Handles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handles").finish_non_exhaustive()
    }
}
