//! What the standard library, `uuid` and `time` offer as parts of a key.

mod containers;
mod numbers;
mod std_types;
mod text;
#[cfg(feature = "time")]
mod time;
#[cfg(feature = "uuid")]
mod uuid;
