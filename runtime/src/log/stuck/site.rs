//! What `stuck` keeps of a function.

use std::time::Duration;

use tracing::Level;

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

    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn is_enabled(&'static self) -> bool {
        self.told.is_enabled(&self.source, OWN)
    }

    /// Says it. `ran` is for how long the call has run.
    pub(super) fn tell(&'static self, ran: Duration) {
        let millis = ran.as_secs_f64() * 1e3;
        self.told.emit(
            &self.source,
            OWN,
            &[
                Some(&"still running"),
                Some(&self.source.function),
                Some(&millis),
            ],
        );
    }
}
