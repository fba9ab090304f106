//! How far a function's entries and loads reach: `flight = ..`, `read = ..`.

use crate::args::Arguments;
use crate::diagnostics::Errors;

/// What other processes have to do with it.
#[derive(Default)]
pub(super) struct Reach;

impl Reach {
    pub(super) fn parse(_found: &Arguments, _errors: &mut Errors) -> Self {
        Self
    }
}
