//! What the attribute keeps of a function.

use std::time::Duration;

use tracing::Level;

use crate::describe::Description;
use crate::log::call::{Callsite, Source};

const OWN: &[&str] = &["message", "function", "error", "duration_ms"];

/// A function whose failures are told of.
#[derive(Debug)]
pub struct ExceptionSite {
    source: Source,
    failed: Callsite,
}

impl ExceptionSite {
    /// Of a function.
    pub const fn new(source: Source, level: Level) -> Self {
        Self {
            source,
            failed: Callsite::new(level),
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn is_enabled(&'static self) -> bool {
        self.failed.is_enabled(&self.source, OWN)
    }

    pub(super) fn failed(&'static self, error: Description<'_>, took: Duration) {
        let millis = took.as_secs_f64() * 1e3;
        let error = error.to_string();
        self.failed.emit(
            &self.source,
            OWN,
            &[
                Some(&"failed"),
                Some(&self.source.function),
                Some(&error.as_str()),
                Some(&millis),
            ],
        );
    }
}
