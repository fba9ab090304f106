//! The event, its spans and its request in one list.

use tracing::{Event, Subscriber};
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

use super::fields::{Fields, Slot};
use super::{Scratch, Visitor};
use crate::log::call::frames;
use crate::log::set_up::layer::SpanFields;
use crate::{Masker, context};

/// What has a place of its own in a record.
#[derive(Clone, Copy, Debug, Default)]
pub(in super::super) struct Ids {
    pub(super) message: Option<Slot>,
    pub(super) function: Option<Slot>,
    pub(super) request_id: Option<Slot>,
    pub(super) user_id: Option<Slot>,
    pub(super) trace_id: Option<Slot>,
}

/// Collects an event of which nothing is in `scratch` yet.
///
/// The event's own fields win over those of its innermost span, these over those of outer spans,
/// and these over those of its request.
pub(in super::super) fn collect<S>(
    scratch: &mut Scratch,
    event: &Event<'_>,
    is_log: bool,
    spans: &Context<'_, S>,
    masker: Option<&Masker>,
) where
    S: Subscriber + for<'l> LookupSpan<'l>,
{
    let Scratch { fields, ids, frame } = scratch;
    event.record(&mut Visitor::new(fields, masker).of_event(is_log));
    ids.message = fields.take("message");
    ids.function = take_text(fields, "function");
    if ids.function.is_none() {
        *frame = frames::function();
    }
    let mut own = fields.len();
    if let Some(scope) = spans.event_scope(event) {
        for span in scope {
            if let Some(of_span) = span.extensions().get::<SpanFields>() {
                fields.absorb(of_span.fields());
            }
        }
    }
    context::with_current(|context| {
        if let Some(context) = context {
            request(fields, ids, context);
        }
    });
    settle(fields, &mut own, &mut ids.request_id, "request_id");
    settle(fields, &mut own, &mut ids.user_id, "user_id");
    settle(fields, &mut own, &mut ids.trace_id, "trace_id");
}

fn take_text(fields: &mut Fields, name: &str) -> Option<Slot> {
    let at = fields.position(name)?;
    let slot = fields.slot(at)?;
    matches!(slot, Slot::Text(_) | Slot::Shown(_)).then(|| fields.remove(at))?
}

/// What the request says of itself.
fn request(fields: &mut Fields, ids: &mut Ids, context: &context::Context) {
    ids.request_id = Some(fields.text(context.request_id()));
    ids.user_id = context.with_user(|id| id.map(|id| fields.text(id)));
    ids.trace_id = Some(fields.text(context.trace_id()));
    for (name, value) in context.fields() {
        // What an event or a span says is nearer.
        if fields.position(name).is_none() {
            let value = fields.text(value);
            fields.push_named(name, value);
        }
    }
}

/// One of the ids of a request that stands among the fields, too: without a context it is what the
/// span says that an HTTP layer has opened. With one, that span is not asked, and what the event
/// itself says stays if it is something else.
fn settle(fields: &mut Fields, own: &mut usize, id: &mut Option<Slot>, name: &str) {
    let Some(at) = fields.position(name) else {
        return;
    };
    match *id {
        None => *id = fields.remove(at),
        Some(known) if at >= *own || fields.is_same(at, known) => {
            fields.remove(at);
        }
        Some(_) => return,
    }
    if at < *own {
        *own -= 1;
    }
}
