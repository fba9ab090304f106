//! The fields of spans.

use gambeson::log_execution_time;
use serde_json::json;
use tracing::field::Empty;

use crate::lines::{json, one};

#[test]
fn the_events_own_fields_win_over_inner_spans_and_those_over_outer_ones() {
    let line = one(|| {
        let _outer = tracing::info_span!("outer", a = 1, b = 1, c = 1).entered();
        let _inner = tracing::info_span!("inner", b = 2, c = 2, d = "of a span").entered();
        tracing::info!(c = 3, "done");
    });
    assert_eq!(line["a"], json!(1));
    assert_eq!(line["b"], json!(2));
    assert_eq!(line["c"], json!(3));
    assert_eq!(line["d"], json!("of a span"));
    assert!(!line.contains_key("c_2"), "{line:?}");
}

#[test]
fn what_is_recorded_later_takes_the_place_of_what_was_there() {
    let lines = json(|| {
        let span = tracing::info_span!("job", state = "new", rows = Empty);
        let _in = span.clone().entered();
        tracing::info!("one");
        for rows in 0..200_u64 {
            span.record(
                "state",
                format!("{rows} rows of a text that is long enough"),
            );
            span.record("rows", rows);
        }
        tracing::info!("two");
    });
    assert_eq!(lines[0]["state"], json!("new"));
    assert!(!lines[0].contains_key("rows"));
    assert_eq!(
        lines[1]["state"],
        json!("199 rows of a text that is long enough")
    );
    assert_eq!(lines[1]["rows"], json!(199));
}

#[test]
fn a_field_of_a_span_that_is_called_as_a_standard_one_is_kept() {
    let line = one(|| {
        let _span = tracing::info_span!("s", message = "of the span", level = 3).entered();
        tracing::info!("of the event");
    });
    assert_eq!(line["message"], json!("of the event"));
    assert_eq!(line["message_2"], json!("of the span"));
    assert_eq!(line["level"], json!("INFO"));
    assert_eq!(line["level_2"], json!(3));
}

#[log_execution_time(span, args(order))]
fn pay(order: u64) {
    tracing::info!("within");
    check();
}

#[log_execution_time]
fn check() {}

#[test]
fn the_span_of_a_function_says_which_it_is_once() {
    let lines = json(|| pay(7));
    let told: Vec<_> = lines
        .iter()
        .map(|line| (&line["message"], &line["function"]))
        .collect();
    let pay = json!("log_format::spans::pay");
    assert_eq!(
        told,
        [
            (&json!("within"), &pay),
            (&json!("finished"), &json!("log_format::spans::check")),
            (&json!("finished"), &pay),
        ]
    );
    for line in &lines {
        assert_eq!(line["order"], json!(7));
        assert!(!line.contains_key("function_2"), "{line:?}");
    }
}
