//! stub
pub(crate) fn weigh<T: serde::Serialize>(_: &T) -> usize { 0 }
