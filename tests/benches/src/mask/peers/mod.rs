//! What else does the same, used as its documentation says.

pub(crate) mod patterns;
pub(crate) mod records;
pub(crate) mod walk;
