//! Masking: what personal data and secrets become before they reach a log.

pub(crate) mod assert;
mod builder;
mod error;
pub(crate) mod field;
mod finding;
mod installed;
mod json;
mod kind;
mod masked;
mod masker;
mod names;
mod pseudonym;
mod rules;
mod scan;
mod style;
mod view;
mod web;

pub use builder::MaskerBuilder;
pub use error::BuildError;
pub use finding::{Confidence, Finding};
pub use kind::{Kind, UnknownKind};
pub use masked::Masked;
pub use masker::Masker;
pub use rules::Strictness;
pub use style::Style;
pub use view::View;
