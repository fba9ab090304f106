//! Masking: what personal data and secrets become before they reach a log.

mod finding;
mod kind;
mod names;
mod rules;
mod stream;

pub use finding::{Confidence, Finding};
pub use kind::{Kind, UnknownKind};
pub use rules::Strictness;
