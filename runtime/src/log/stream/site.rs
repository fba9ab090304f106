//! What `stream` keeps of a function.

use std::time::Duration;

use tracing::Level;
use tracing::field::Value;

use super::tally::Tally;
use crate::log::call::value::{FieldValue, joined};
use crate::log::call::{Callsite, Outcome, Source, millis};

/// The fields of every event, before those that `args` and `fields` give.
const OWN: &[&str] = &[
    "message",
    "function",
    "outcome",
    "duration_ms",
    "items",
    "first_ms",
    "errors",
];

/// A function whose streams are told of.
#[derive(Debug)]
pub struct StreamSite {
    source: Source,
    message: &'static str,
    ended: Callsite,
}

impl StreamSite {
    /// Of a function.
    pub const fn new(source: Source, level: Level) -> Self {
        Self {
            source,
            message: "finished",
            ended: Callsite::new(level),
        }
    }

    /// The text of the event.
    #[must_use]
    pub const fn message(mut self, message: &'static str) -> Self {
        self.message = message;
        self
    }

    /// Whether somebody listens.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn is_enabled(&'static self) -> bool {
        self.ended.is_enabled(&self.source, OWN)
    }

    pub(super) fn ended(
        &'static self,
        outcome: Outcome,
        tally: &Tally,
        took: Duration,
        values: &[FieldValue],
    ) {
        let took = millis(took);
        let first = tally.first.map(|first| millis(tally.began.until(first)));
        let first = first.as_ref().map(|first| -> &dyn Value { first });
        let errors = (tally.errors > 0).then_some(&tally.errors);
        let errors = errors.map(|errors| -> &dyn Value { errors });
        let own: [Option<&dyn Value>; 7] = [
            Some(&self.message),
            Some(&self.source.function),
            Some(&outcome.as_str()),
            Some(&took),
            Some(&tally.items),
            first,
            errors,
        ];
        let values = joined(&own, values, self.source.fields.len());
        self.ended.emit(&self.source, OWN, &values);
    }
}
