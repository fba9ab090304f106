//! Masking: what personal data and secrets become before they reach a log.

mod error;
mod finding;
mod kind;
mod names;
mod pseudonym;
mod rules;
mod secrets;
mod style;

pub use error::BuildError;
pub use finding::{Confidence, Finding};
pub use kind::{Kind, UnknownKind};
pub use rules::Strictness;
pub use style::Style;
