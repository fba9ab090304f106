//! The fields of a request, and of the function.

use gambeson::context::{self, Context};
use serde_json::json;

use crate::lines::{Captured, json, one, parsed};

#[tokio::test]
async fn an_event_in_a_request_carries_its_id() {
    let lines = Captured::default();
    let _listening = lines.listen();
    context::scope(Context::new("req-1"), async {
        let _span = tracing::info_span!("http", request_id = "of a span").entered();
        tracing::info!(request_id = "req-1", "the same");
        tracing::info!(request_id = "another", "not the same");
        tracing::info!("none");
    })
    .await;
    let lines = parsed(&lines.lines());
    for line in &lines {
        assert_eq!(line["request_id"], json!("req-1"), "{line:?}");
    }
    assert!(!lines[0].contains_key("request_id_2"));
    assert_eq!(lines[1]["request_id_2"], json!("another"));
    assert!(!lines[2].contains_key("request_id_2"));
}

#[test]
fn without_a_context_the_ids_are_those_of_a_span() {
    let line = one(|| {
        let _span =
            tracing::info_span!("http", request_id = "r", user_id = 7, trace_id = "t").entered();
        tracing::info!("done");
    });
    assert_eq!(line["request_id"], json!("r"));
    assert_eq!(line["user_id"], json!(7));
    assert_eq!(line["trace_id"], json!("t"));
}

#[test]
fn what_is_not_known_is_absent() {
    let line = one(|| tracing::info!(known = 1, absent = None::<u8>, "done"));
    for name in ["function", "request_id", "user_id", "trace_id", "absent"] {
        assert!(!line.contains_key(name), "{name} in {line:?}");
    }
}

#[test]
fn a_field_called_function_is_the_function() {
    let lines = json(|| {
        tracing::info!(function = "shop::api::list", "one");
        tracing::info!(function = 5, "two");
    });
    assert_eq!(lines[0]["function"], json!("shop::api::list"));
    assert_eq!(lines[1]["function_2"], json!(5));
}

#[gambeson::log_execution_time(level = trace)]
fn called() {
    let _span = tracing::info_span!("work", function = "of the user").entered();
    tracing::info!("within");
}

#[test]
fn a_field_of_that_name_in_a_span_of_ones_own_is_kept_beside_the_function() {
    let lines = json(called);
    assert_eq!(lines[0]["function"], json!("log_format::ids::called"));
    assert_eq!(lines[0]["function_2"], json!("of the user"));
}
