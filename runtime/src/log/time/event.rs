//! What is told of a call.

use tracing::field::Value;

use super::running::Took;
use super::site::TimeSite;
use crate::log::call::value::{FieldValue, joined};
use crate::log::call::{Callsite, Outcome, millis};

/// The fields of the event at the end, before those that `args` and `fields` give.
pub(super) const ENDED: &[&str] = &[
    "message",
    "function",
    "outcome",
    "duration_ms",
    "busy_ms",
    "slow",
    "ret",
];

/// The fields of the event at the start.
pub(super) const STARTED: &[&str] = &["message", "function"];

impl TimeSite {
    #[cold]
    pub(super) fn tell_started(&'static self, started: &'static Callsite, values: &[FieldValue]) {
        let own: [Option<&dyn Value>; 2] = [Some(&"started"), Some(&self.source.function)];
        self.emit(started, STARTED, &own, values);
    }

    /// Whether a call took as long as `slow` says.
    pub(super) fn is_slow(&self, took: Took) -> bool {
        self.slow_from.is_some_and(|from| took.whole >= from())
    }

    /// A call has ended that somebody listened to when it began.
    pub(super) fn tell_ended(
        &'static self,
        took: Took,
        outcome: Outcome,
        ret: &FieldValue,
        values: &[FieldValue],
    ) {
        let is_slow = self.is_slow(took);
        let ended = if is_slow { &self.slow } else { &self.ended };
        let is_told = is_slow || outcome != Outcome::Ok || took.is_sampled;
        if !is_told || !ended.is_enabled(&self.source, ENDED) {
            return;
        }
        let whole = millis(took.whole);
        let busy = millis(took.busy);
        let own: [Option<&dyn Value>; 7] = [
            Some(&self.message),
            Some(&self.source.function),
            Some(&outcome.as_str()),
            Some(&whole),
            if self.is_polled { Some(&busy) } else { None },
            if is_slow { Some(&true) } else { None },
            ret.as_value(),
        ];
        self.emit(ended, ENDED, &own, values);
    }

    fn emit(
        &'static self,
        callsite: &'static Callsite,
        names: &[&'static str],
        own: &[Option<&dyn Value>],
        values: &[FieldValue],
    ) {
        let given = self.source.fields.len();
        if given == 0 {
            callsite.emit(&self.source, names, own);
            return;
        }
        callsite.emit(&self.source, names, &joined(own, values, given));
    }
}
