//! Set-up in one call: which events are wanted, how they look, and where their lines go.
//!
//! | file | subject |
//! |---|---|
//! | `config`, `env`, `environment`, `rotation` | what a program wants |
//! | `filter`, `segments` | which events are wanted |
//! | `files`, `routes`, `destinations` | which line goes where |
//! | `error` | what can be wrong with all that |

mod config;
mod destinations;
mod env;
mod environment;
mod error;
mod files;
mod filter;
mod format;
mod rotation;
mod routes;
mod segments;

pub use config::{LogConfig, WhenFull};
pub use environment::{Console, Environment, LogFormat};
pub use error::LogError;
pub use format::FieldNames;
pub use rotation::Rotation;
//! Where the lines of a log go, and how they look.

mod format;
#[doc(hidden)]
pub mod hidden;
mod layer;
mod record;

pub use format::FieldNames;
