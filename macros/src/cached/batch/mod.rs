//! `batch(ids -> id)`: one call for many keys.

use crate::args::Arguments;
use crate::diagnostics::Errors;

/// A function that loads many entries at once.
pub(super) struct Batch;

impl Batch {
    pub(super) fn parse(_found: &Arguments, _errors: &mut Errors) -> Option<Self> {
        None
    }
}
