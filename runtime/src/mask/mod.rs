//! Masking: what personal data and secrets become before they reach a log.

mod address;
pub(crate) mod assert;
#[doc(hidden)]
pub mod bench;
mod builder;
mod bytes;
mod error;
pub(crate) mod field;
mod finding;
mod formatters;
mod iban;
mod installed;
mod json;
mod kind;
#[cfg(feature = "tracing-subscriber")]
pub mod log;
mod masked;
mod masker;
mod names;
mod national;
mod number;
mod panics;
mod pseudonym;
mod reject;
mod rules;
mod scan;
mod secret;
mod secrets;
mod stream;
mod style;
mod view;
mod web;

pub use builder::MaskerBuilder;
pub use error::BuildError;
pub(crate) use finding::Found;
pub use finding::{Confidence, Finding};
pub use formatters::{card, email, hash, iban, ip, keep_first, keep_last, phone, ssn};
pub use kind::{Kind, UnknownKind};
pub use masked::Masked;
pub use masker::Masker;
pub use panics::install_panic_hook;
pub use reject::{MaskedText, reject_masked};
pub use rules::Strictness;
pub use secret::Secret;
pub use stream::{AsyncMaskWriter, MaskWriter, Summary};
#[cfg(feature = "log")]
pub(crate) use style::HIDDEN;
pub use style::Style;
pub use view::View;
pub use zeroize::Zeroize;
