//! What `span` keeps of a function.

use tracing::{Level, Span};

use crate::log::call::value::{FieldValue, joined};
use crate::log::call::{Callsite, Source};

/// The fields of every span, before those that `args` and `fields` give.
const OWN: &[&str] = &["function"];

/// A function whose calls are spans.
#[derive(Debug)]
pub struct SpanSite {
    source: Source,
    span: Callsite,
}

impl SpanSite {
    /// Of a function.
    pub const fn new(source: Source, level: Level) -> Self {
        Self {
            source,
            span: Callsite::span(level),
        }
    }

    /// Whether somebody listens.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn is_enabled(&'static self) -> bool {
        self.span.is_enabled(&self.source, OWN)
    }

    /// A span beneath the current one.
    pub(super) fn open(&'static self, values: &[FieldValue]) -> Span {
        let given = self.source.fields.len();
        let values = joined(&[Some(&self.source.function)], values, given);
        self.span.open(&self.source, OWN, &values)
    }
}
