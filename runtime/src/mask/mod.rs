//! Masking: what personal data and secrets become before they reach a log.

mod address;
mod error;
mod finding;
mod iban;
mod kind;
mod names;
mod number;
mod pseudonym;
mod rules;
mod style;

pub use error::BuildError;
pub use finding::{Confidence, Finding};
pub use kind::{Kind, UnknownKind};
pub use rules::Strictness;
pub(crate) use finding::Found;
pub use style::Style;
