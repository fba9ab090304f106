//! Masking: what personal data and secrets become before they reach a log.

pub(crate) mod assert;
mod error;
pub(crate) mod field;
mod finding;
mod kind;
mod masked;
mod names;
mod national;
mod pseudonym;
mod rules;
mod stream;
mod style;
mod view;

pub use error::BuildError;
pub use finding::{Confidence, Finding};
pub use kind::{Kind, UnknownKind};
pub use masked::Masked;
pub use rules::Strictness;
pub use style::Style;
pub use view::View;
