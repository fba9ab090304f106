//! Set-up in one call: which events are wanted, how they look, and where their lines go.
//!
//! | file | subject |
//! |---|---|
//! | `config`, `env`, `environment`, `rotation` | what a program wants |
//! | `filter`, `segments` | which events are wanted |
//! | `files`, `routes`, `destinations` | which line goes where |
//! | `layer`, `record` | an event, collected once |
//! | `format` | how a line looks |
//! | `sink` | the queue, the thread that writes, and the files |
//! | `outputs`, `outlet`, `notices`, `init` | all of that put together |
//! | `reload` | what a running program can do with its log |
//! | `error` | what can be wrong with all that |

mod config;
mod destinations;
mod env;
mod environment;
mod error;
mod files;
mod filter;
mod format;
#[doc(hidden)]
pub mod hidden;
mod init;
mod layer;
mod notices;
mod outlet;
mod outputs;
mod record;
mod reload;
mod rotation;
mod routes;
mod segments;
mod sink;

pub use config::{LogConfig, WhenFull};
pub use environment::{Console, Environment, LogFormat};
pub use error::LogError;
pub use format::FieldNames;
pub use init::{init, layers};
pub use reload::{LogGuard, LogHandle};
pub use rotation::Rotation;
