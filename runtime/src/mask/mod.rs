//! Masking: what personal data and secrets become before they reach a log.

mod builder;
mod error;
mod finding;
mod installed;
mod kind;
mod masker;
mod names;
mod pseudonym;
mod rules;
mod scan;
mod style;

pub use builder::MaskerBuilder;
pub use error::BuildError;
pub use finding::{Confidence, Finding};
pub use kind::{Kind, UnknownKind};
pub use masker::Masker;
pub use rules::Strictness;
pub use style::Style;
