//! What a read falls back on: reloads before the end, stale values, time-outs of the load, jitter.

use crate::args::Arguments;
use crate::diagnostics::Errors;

/// Arguments about entries that are near their end or beyond it.
#[derive(Default)]
pub(super) struct Ladder;

impl Ladder {
    pub(super) fn parse(_found: &Arguments, _errors: &mut Errors) -> Self {
        Self
    }
}
