//! What the attribute keeps of a function.

use std::time::Duration;

use tracing::Level;

use crate::log::call::{Callsite, Outcome, Source};

/// The fields of every event, before those that `args` and `fields` give.
const OWN: &[&str] = &["message", "function", "outcome", "duration_ms"];

/// A function whose calls are told of.
#[derive(Debug)]
pub struct TimeSite {
    source: Source,
    ended: Callsite,
}

impl TimeSite {
    /// Of a function.
    pub const fn new(source: Source, level: Level) -> Self {
        Self {
            source,
            ended: Callsite::new(level),
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn is_enabled(&'static self) -> bool {
        self.ended.is_enabled(&self.source, OWN)
    }

    pub(super) fn ended(&'static self, outcome: Outcome, took: Duration) {
        let millis = took.as_secs_f64() * 1e3;
        self.ended.emit(
            &self.source,
            OWN,
            &[
                Some(&"finished"),
                Some(&self.source.function),
                Some(&outcome.as_str()),
                Some(&millis),
            ],
        );
    }
}
