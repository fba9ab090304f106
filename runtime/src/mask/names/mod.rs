//! Which names of fields, headers, parameters and cookies are sensitive.

/// The names of a masker: the built-in words and the user's own.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {}
