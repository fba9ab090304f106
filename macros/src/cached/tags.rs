//! `tags = [..]`: what removes an entry beside its key.

use crate::args::Arguments;
use crate::diagnostics::Errors;

/// The tags of an entry.
#[derive(Default)]
pub(super) struct Tags;

impl Tags {
    pub(super) fn parse(_found: &Arguments, _errors: &mut Errors) -> Self {
        Self
    }
}
