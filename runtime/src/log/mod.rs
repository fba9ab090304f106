//! Logging: what the attributes tell of calls, and where the lines go.

mod call;
mod exceptions;
mod metrics;
mod time;

/// What generated code names of logging.
pub(crate) mod generated {
    pub use super::call::value::{FieldValue, HoldsValues, Values, told as values};
    pub use super::call::{Outcome, Source, told_apart};
    pub use super::exceptions::{ExceptionSite, ExceptionsGuard};
    #[cfg(feature = "metrics")]
    pub use super::metrics::{FunctionMetrics, Metered};
    pub use super::metrics::{Meter, Unmetered};
    pub use super::time::{TimeGuard, TimeSite, Unjudged, judged, told};
    pub use tracing::Level;
}
