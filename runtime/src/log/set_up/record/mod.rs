//! An event, collected once, for whatever format it is written in.
//!
//! | file | subject |
//! |---|---|
//! | `fields` | names and values, one behind the other in one text |
//! | `limited` | a text that is cut where it would be too long |
//! | `visit` | what `tracing` gives becomes fields |
//! | `collect` | the event, its spans and its request in one list |
//! | `scratch` | the memory of a thread for all that |

mod collect;
mod fields;
mod limited;
mod scratch;
mod visit;

use jiff::Timestamp;
use tracing::{Level, Metadata};

pub(super) use collect::{Ids, collect};
pub(super) use fields::{Fields, Value};
pub(super) use scratch::Scratch;
pub(super) use visit::Visitor;

/// An event with all that is known of it.
///
/// The fields of a request have a place of their own; what else the event, its spans and its
/// request have is in `fields`.
#[derive(Debug)]
pub(super) struct Record<'a> {
    pub(super) time: Timestamp,
    pub(super) level: Level,
    pub(super) target: &'a str,
    pub(super) module: Option<&'a str>,
    pub(super) function: Option<&'a str>,
    pub(super) file: Option<&'a str>,
    pub(super) line: Option<u32>,
    pub(super) message: Option<Value<'a>>,
    pub(super) request_id: Option<Value<'a>>,
    pub(super) user_id: Option<Value<'a>>,
    pub(super) trace_id: Option<Value<'a>>,
    /// The event's own first, then those of its spans, the innermost first, then those of its
    /// request. Only among the event's own may a name stand twice.
    pub(super) fields: &'a Fields,
}

impl<'a> Record<'a> {
    /// What was collected in `scratch`.
    pub(super) fn new(time: Timestamp, metadata: &'a Metadata<'_>, scratch: &'a Scratch) -> Self {
        let Scratch { fields, ids, frame } = scratch;
        let value = |slot| fields.value(slot);
        let function = ids.function.map(value).and_then(Value::as_text);
        Self {
            time,
            level: *metadata.level(),
            target: metadata.target(),
            module: metadata.module_path(),
            function: function.or(*frame),
            file: metadata.file(),
            line: metadata.line(),
            message: ids.message.map(value),
            request_id: ids.request_id.map(value),
            user_id: ids.user_id.map(value),
            trace_id: ids.trace_id.map(value),
            fields,
        }
    }
}

#[cfg(test)]
impl<'a> Record<'a> {
    /// For tests of the formats: an event with all that one can have.
    pub(super) fn of(fields: &'a Fields) -> Self {
        Self {
            time: Timestamp::constant(1_795_300_115, 123_456_789),
            level: Level::WARN,
            target: "api",
            module: Some("shop::api::orders"),
            function: Some("shop::api::orders::list"),
            file: Some("src/api/orders.rs"),
            line: Some(42),
            message: Some(Value::Text("stored \"all\"")),
            request_id: Some(Value::Text("req-1")),
            user_id: Some(Value::U64(7)),
            trace_id: Some(Value::Text("4bf92f35")),
            fields,
        }
    }
}
