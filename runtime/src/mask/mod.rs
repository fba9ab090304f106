//! Masking: what personal data and secrets become before they reach a log.

mod builder;
pub(crate) mod assert;
mod error;
pub(crate) mod field;
mod finding;
mod installed;
mod kind;
mod masker;
mod masked;
mod names;
mod pseudonym;
mod rules;
mod scan;
mod style;
mod view;

pub use builder::MaskerBuilder;
pub use error::BuildError;
pub use finding::{Confidence, Finding};
pub use kind::{Kind, UnknownKind};
pub use masker::Masker;
pub use masked::Masked;
pub use rules::Strictness;
pub use style::Style;
pub use view::View;
