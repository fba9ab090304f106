//! What the attributes of logging have in common.

mod level;
mod metrics;
mod source;

pub(crate) use level::Level;
pub(crate) use metrics::{METRICS, Metrics, refuse_second};
pub(crate) use source::source;
