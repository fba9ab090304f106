//! Masking: what personal data and secrets become before they reach a log.

mod error;
mod finding;
mod kind;
mod names;
mod pseudonym;
mod reject;
mod rules;
mod secret;
mod secrets;
mod style;

pub use error::BuildError;
pub use finding::{Confidence, Finding};
pub use kind::{Kind, UnknownKind};
pub use reject::{MaskedText, reject_masked};
pub use rules::Strictness;
pub use secret::Secret;
pub use style::Style;
pub use zeroize::Zeroize;
