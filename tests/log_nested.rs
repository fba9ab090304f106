//! A `Debug` that logs, under a subscriber of the whole program: `tracing` itself keeps events within
//! events from any other.

use std::fmt;
use std::sync::Mutex;

use gambeson::Masker;
use gambeson::log::{FieldNames, hidden};
use serde_json::{Map, Value, json};
use tracing::field::Empty;
use tracing_subscriber::Registry;
use tracing_subscriber::prelude::*;

/// Logs whenever it is shown.
struct Talks;

impl fmt::Debug for Talks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        tracing::info!(inside = true, "showing");
        f.write_str("talked")
    }
}

static LINES: Mutex<Vec<Map<String, Value>>> = Mutex::new(Vec::new());

fn take(line: &[u8]) {
    let line = serde_json::from_slice(line).expect("lines are JSON");
    LINES.lock().expect("no test panics here").push(line);
}

#[test]
fn a_debug_that_logs_gets_a_line_of_its_own() {
    let layer = hidden::json(&FieldNames::default(), Some(Masker::default()), None, take);
    tracing::subscriber::set_global_default(Registry::default().with(layer))
        .expect("it is the first");

    let span = tracing::info_span!("s", first = ?Talks, second = Empty);
    let inside = span.clone().entered();
    span.record("second", tracing::field::debug(Talks));
    tracing::info!(third = ?Talks, "outside");
    drop(inside);

    let lines = LINES.lock().expect("no test panics here");
    assert_eq!(lines.len(), 4);
    for line in &lines[..3] {
        assert_eq!(line["message"], json!("showing"));
        assert_eq!(line["inside"], json!(true));
    }
    let last = &lines[3];
    assert_eq!(last["message"], json!("outside"));
    for name in ["first", "second", "third"] {
        assert_eq!(last[name], json!("talked"), "{name}");
    }
    assert!(!last.contains_key("inside"));
}
