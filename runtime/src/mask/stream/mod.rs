//! Masking what is written piece by piece.
//!
//! | file | subject |
//! |---|---|
//! | `writer`, `asynchronous` | the writers: what is ready and not yet written |
//! | `held` | what is held, and what of it may be written |
//! | `cut` | up to where text is final |
//! | `swallow` | the rest of a secret whose mask is written |
//! | `engine` | what a stream needs of a masker |
//! | `summary` | how much was masked |

mod asynchronous;
mod cut;
#[cfg(test)]
mod double;
mod engine;
mod held;
mod summary;
mod swallow;
#[cfg(test)]
mod tests;
mod writer;

pub use asynchronous::AsyncMaskWriter;
#[cfg(feature = "tracing-subscriber")]
pub(super) use engine::Engine;
pub use summary::Summary;
pub use writer::MaskWriter;
