//! `Context::span`, for those who know spans and no context.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use gambeson::context::{Context, scope, set_user};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Instrument as _, Subscriber};
use tracing_subscriber::layer::{Context as LayerContext, Layer, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;

use crate::told::log;

type Fields = BTreeMap<&'static str, Vec<String>>;

/// A layer of somebody else: what was recorded of the span that an event is in.
#[derive(Clone, Default)]
struct Foreign(Arc<Mutex<Vec<Fields>>>);

#[derive(Default)]
struct Recorded(Fields);

impl Visit for Recorded {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let values = self.0.entry(field.name()).or_default();
        values.push(format!("{value:?}"));
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Foreign {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: LayerContext<'_, S>) {
        let mut recorded = Recorded::default();
        attributes.record(&mut recorded);
        let span = context.span(id).expect("it is new");
        span.extensions_mut().insert(recorded);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: LayerContext<'_, S>) {
        let span = context.span(id).expect("it is open");
        if let Some(recorded) = span.extensions_mut().get_mut::<Recorded>() {
            values.record(recorded);
        }
    }

    fn on_event(&self, event: &tracing::Event<'_>, context: LayerContext<'_, S>) {
        let span = context.event_span(event).expect("it is in one");
        assert_eq!(span.name(), "request");
        let extensions = span.extensions();
        let recorded = extensions.get::<Recorded>().expect("it was recorded");
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.push(recorded.0.clone());
    }
}

#[tokio::test]
async fn a_layer_of_another_maker_sees_the_request_and_the_user_as_soon_as_it_is_known() {
    log();
    let foreign = Foreign::default();
    let subscriber = tracing_subscriber::registry().with(foreign.clone());
    let _listening = tracing::subscriber::set_default(subscriber);
    let context = Context::new("req-7");
    let (trace, span) = (context.trace_id().to_owned(), context.span());
    assert_eq!(context.span(), span, "one request, one span");
    let request = async {
        tracing::info!("first");
        set_user("anna");
        tracing::info!("second");
    };
    scope(context, request.instrument(span)).await;

    let seen = foreign.0.lock().unwrap_or_else(PoisonError::into_inner);
    assert_eq!(seen.len(), 2);
    for fields in seen.iter() {
        assert_eq!(fields["request_id"], ["\"req-7\""]);
        assert_eq!(fields["trace_id"], [format!("{trace:?}")]);
    }
    assert_eq!(seen[0].get("user_id"), None);
    assert_eq!(seen[1]["user_id"], ["\"anna\""], "said once");
}

#[test]
fn a_user_who_was_known_before_the_span_is_in_it() {
    log();
    let foreign = Foreign::default();
    let subscriber = tracing_subscriber::registry().with(foreign.clone());
    tracing::subscriber::with_default(subscriber, || {
        let context = Context::new("req-7").user(42);
        context.span().in_scope(|| tracing::info!("first"));
    });
    let seen = foreign.0.lock().unwrap_or_else(PoisonError::into_inner);
    assert_eq!(seen[0]["user_id"], ["\"42\""]);
}
