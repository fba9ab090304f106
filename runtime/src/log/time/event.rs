//! What is told of a call.

use tracing::Metadata;
use tracing::field::Value;

use super::running::Took;
use super::site::TimeSite;
use crate::log::call::value::{FieldValue, joined};
use crate::log::call::{Callsite, Outcome, nanos_in_millis, tell};

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
        let Some(metadata) = started.heard(&self.source, STARTED) else {
            return;
        };
        let own: [Option<&dyn Value>; 2] = [Some(&"started"), Some(&self.source.function)];
        self.tell(metadata, &own, values);
    }

    /// Whether a call took as long as `slow` says.
    pub(super) fn is_slow(&self, took: Took) -> bool {
        self.slow_from.is_some_and(|from| took.whole() >= from())
    }

    /// A call has ended that somebody listened to when it began.
    pub(super) fn tell_ended(
        &'static self,
        took: Took,
        outcome: Outcome,
        ret: Option<&dyn Value>,
        values: &[FieldValue],
    ) {
        let is_slow = self.is_slow(took);
        let ended = if is_slow { &self.slow } else { &self.ended };
        let is_told = is_slow || outcome != Outcome::Ok || took.is_sampled;
        if !is_told {
            return;
        }
        let Some(metadata) = ended.heard(&self.source, ENDED) else {
            return;
        };
        let whole = nanos_in_millis(took.whole);
        // Of what was ready at once they are the same; a division is a tenth of all this.
        let busy = if took.busy == took.whole {
            whole
        } else {
            nanos_in_millis(took.busy)
        };
        let own: [Option<&dyn Value>; 7] = [
            Some(&self.message),
            Some(&self.source.function),
            Some(&outcome.as_str()),
            Some(&whole),
            if self.is_polled { Some(&busy) } else { None },
            if is_slow { Some(&true) } else { None },
            ret,
        ];
        self.tell(metadata, &own, values);
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn tell(
        &'static self,
        metadata: &'static Metadata<'static>,
        own: &[Option<&dyn Value>],
        values: &[FieldValue],
    ) {
        match self.source.fields.len() {
            0 => tell(metadata, own),
            given => tell(metadata, &joined(own, values, given)),
        }
    }
}
