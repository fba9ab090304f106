//! Masking: what personal data and secrets become before they reach a log.

mod address;
pub(crate) mod assert;
mod builder;
mod error;
pub(crate) mod field;
mod finding;
mod iban;
mod installed;
mod kind;
mod masked;
mod masker;
mod names;
mod national;
mod number;
mod pseudonym;
mod reject;
mod rules;
mod scan;
mod secret;
mod secrets;
mod stream;
mod style;
mod view;

pub use builder::MaskerBuilder;
pub use error::BuildError;
pub(crate) use finding::Found;
pub use finding::{Confidence, Finding};
pub use kind::{Kind, UnknownKind};
pub use masked::Masked;
pub use masker::Masker;
pub use reject::{MaskedText, reject_masked};
pub use rules::Strictness;
pub use secret::Secret;
pub use style::Style;
pub use view::View;
pub use zeroize::Zeroize;
