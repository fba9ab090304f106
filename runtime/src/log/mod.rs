#![cfg_attr(feature = "log-setup", doc = include_str!("../../docs/log.md"))]
#![cfg_attr(
    not(feature = "log-setup"),
    doc = "Logging: what the attributes tell of calls. Where the lines go is the feature `log-setup`."
)]

pub(crate) mod call;
pub(crate) mod exceptions;
mod metrics;
#[cfg(feature = "log-setup")]
mod set_up;
mod span;
mod stream;
pub(crate) mod stuck;
mod time;

#[cfg(feature = "log-setup")]
pub use set_up::*;

/// What generated code names of logging.
pub(crate) mod generated {
    pub use super::call::value::{FieldValue, HoldsValues, Values, told as values};
    pub use super::call::{Outcome, Source, told_apart};
    pub use super::exceptions::{
        Backtraces, Defaulted, ExceptionOptions, ExceptionSite, ExceptionsGuard, Failing, Failure,
        Logged, behind, catching, catching_blocking, debugged, failing, swallow, swallow_panic,
        unfailing,
    };
    #[cfg(feature = "metrics")]
    pub use super::metrics::{FunctionMetrics, Metered};
    pub use super::metrics::{Judging, JudgingMeter, Meter, Unmetered};
    pub use super::span::{SpanGuard, SpanSite};
    pub use super::stream::{StreamSite, Streams, of_item, stream};
    pub use super::stuck::{StuckGuard, StuckSite};
    pub use super::time::{TimeGuard, TimeSite, Unjudged, judged, judging, told};
    pub use tracing::Level;
}
