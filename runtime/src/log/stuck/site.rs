//! What `stuck` keeps of a function.

use std::time::Duration;

use tracing::Level;
use tracing::field::Value;

use crate::log::call::value::{FieldValue, joined};
use crate::log::call::{Callsite, Source};

/// The fields of every event, before those that `args` and `fields` give.
const OWN: &[&str] = &["message", "function", "duration_ms"];

/// A function whose calls say that they are not done.
#[derive(Debug)]
pub struct StuckSite {
    source: Source,
    told: Callsite,
}

impl StuckSite {
    /// Of a function.
    pub const fn new(source: Source, level: Level) -> Self {
        Self {
            source,
            told: Callsite::new(level),
        }
    }

    /// Whether somebody listens.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn is_enabled(&'static self) -> bool {
        self.told.is_enabled(&self.source, OWN)
    }

    /// Says it. `ran` is for how long the call has run.
    pub(super) fn tell(&'static self, ran: Duration, values: &[FieldValue]) {
        let millis = ran.as_secs_f64() * 1e3;
        let own: [Option<&dyn Value>; 3] = [
            Some(&"still running"),
            Some(&self.source.function),
            Some(&millis),
        ];
        let values = joined(&own, values, self.source.fields.len());
        self.told.emit(&self.source, OWN, &values);
    }
}
