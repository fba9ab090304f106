#![cfg_attr(feature = "log-setup", doc = include_str!("../../docs/log.md"))]
#![cfg_attr(
    not(feature = "log-setup"),
    doc = "Logging: what the attributes tell of calls. Where the lines go is the feature `log-setup`."
)]

mod call;
mod exceptions;
#[cfg(feature = "log-setup")]
mod set_up;
mod time;

#[cfg(feature = "log-setup")]
pub use set_up::*;

/// What generated code names of logging.
pub(crate) mod generated {
    pub use super::call::value::{FieldValue, HoldsValues, Values, told as values};
    pub use super::call::{Outcome, Source, told_apart};
    pub use super::exceptions::{ExceptionSite, ExceptionsGuard};
    pub use super::time::{TimeGuard, TimeSite, Unjudged, judged, told};
    pub use tracing::Level;
}
