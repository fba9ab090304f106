//! What is masked: made by rules, so that every run and every machine measures the same bytes.

pub(crate) mod headers;
pub(crate) mod hostile;
pub(crate) mod json;
pub(crate) mod log;
mod random;
