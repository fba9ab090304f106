//! What the attributes of logging have in common.

mod fields;
mod level;
mod metrics;
mod source;

pub(crate) use fields::{ARGS, FIELDS, Fields, holes, shown};
pub(crate) use level::{LEVEL, Level, MESSAGE, TARGET};
pub(crate) use metrics::{METRICS, Metrics, refuse_second};
pub(crate) use source::source;
