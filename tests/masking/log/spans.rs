//! Spans, whose fields are formatted once and shown with each event.

use gambeson::mask::log::MaskedFields;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;

use super::captured::{Captured, Colours, by_fields, by_writer, shows_only};

fn work() {
    let span = tracing::info_span!(
        "request",
        email = "john@example.com",
        password = "hunter2",
        phone = tracing::field::Empty
    );
    let _entered = span.enter();
    span.record("phone", "555-123-4567");
    tracing::info!("inside");
}

#[test]
fn the_fields_of_a_span_are_masked() {
    let log = by_fields(Colours::Off, work);
    let shown = "request{email=\"j***@example.com\" password=******** phone=\"***-***-4567\"}";
    shows_only(&log.text(), &[shown, "inside"]);
}

#[test]
fn a_writer_masks_the_fields_of_a_span() {
    let log = by_writer(Colours::Off, work);
    shows_only(&log.text(), &["inside", "j***@example.com"]);
}

#[test]
fn a_layer_beside_it_with_the_same_formatter_shows_masked_spans() {
    let (first, second) = (Captured::default(), Captured::default());
    let layer = fmt::layer()
        .with_ansi(false)
        .fmt_fields(MaskedFields::new());
    let subscriber = tracing_subscriber::registry().with(layer.with_writer(first.clone()));
    let layer = fmt::layer()
        .with_ansi(false)
        .fmt_fields(MaskedFields::new());
    let subscriber = subscriber.with(layer.with_writer(second.clone()));
    tracing::subscriber::with_default(subscriber, work);
    for log in [first, second] {
        shows_only(&log.text(), &["request{email=\"j***@example.com\""]);
    }
}
