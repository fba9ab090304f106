//! Where the lines of a log go, and how they look.

mod format;
#[doc(hidden)]
pub mod hidden;
mod layer;
mod record;

pub use format::FieldNames;
