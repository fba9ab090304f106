//! The masker: what it finds in the cases of other projects, and what holds for any text, in streams, logs and panics.

mod cases;
mod false_positives;
mod log;
mod names;
mod properties;
