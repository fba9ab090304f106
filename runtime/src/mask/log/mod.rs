//! Masking what `tracing-subscriber` writes.
//!
//! [`Masking`] stands around any writer and masks whole events, whichever layer formatted them:
//! text, JSON, with colours or without. [`MaskedFields`] formats the fields of spans and events;
//! it knows their names, so that `password = %value` is masked whatever the value looks like, and
//! what it wrote for a span is masked for every layer that shows the span by the same formatter.
//! Use both: masking twice changes nothing.
//!
//! ```
//! use gambeson::mask::log::{MaskedFields, Masking};
//! use tracing_subscriber::fmt;
//!
//! let subscriber = fmt()
//!     .fmt_fields(MaskedFields::new())
//!     .with_writer(Masking::new(std::io::stderr))
//!     .finish();
//!
//! tracing::subscriber::with_default(subscriber, || {
//!     tracing::info!(password = "hunter2", "john@example.com signed in");
//! });
//! ```
//!
//! writes `j***@example.com signed in password=********`.
//!
//! The formats `pretty` and `json` write the fields of events themselves and ask no field
//! formatter; there, the writer masks.

mod colour;
mod fields;
mod writer;

pub use fields::MaskedFields;
pub use writer::{Masking, MaskingWriter};
