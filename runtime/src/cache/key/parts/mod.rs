//! What the standard library, `uuid` and `time` offer as parts of a key.
//!
//! What holds no other parts is marked `do_not_recommend`: rustc would else answer a type that is no
//! part with a list of all those that are, another one for each set of features.

mod containers;
mod numbers;
mod std_types;
mod text;
#[cfg(feature = "time")]
mod time;
#[cfg(feature = "uuid")]
mod uuid;
