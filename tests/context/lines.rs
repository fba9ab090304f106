//! The lines of `gambeson::log` carry the context, in both formats.

use std::fs;

use gambeson::context::{self, Context, scope, set_user};
use gambeson::log::{Console, LogConfig, LogFormat, layers};
use serde_json::Value;
use tempfile::TempDir;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::told::log;

/// What `work` logs, line by line.
fn written(format: LogFormat, work: impl Future<Output = ()>) -> Vec<String> {
    log();
    let directory = TempDir::new().expect("a directory");
    let config = LogConfig::new("shop")
        .console(Console::Off)
        .dir(directory.path())
        .format(format)
        .colours(false);
    let (layer, guard) = layers(config).expect("a directory that can be written");
    let subscriber = tracing_subscriber::registry().with(layer);
    tracing::subscriber::with_default(subscriber, || {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        runtime.expect("a runtime").block_on(work);
    });
    drop(guard);
    let text = fs::read_to_string(directory.path().join("app.log")).expect("a file");
    text.lines().map(str::to_owned).collect()
}

/// The same as objects.
fn objects(work: impl Future<Output = ()>) -> Vec<Value> {
    let lines = written(LogFormat::Json, work);
    let parse = |line: &String| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"));
    lines.iter().map(parse).collect()
}

#[test]
fn a_line_carries_the_request_its_trace_its_fields_and_the_user_once_known() {
    let came = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    let context = Context::from_foreign(Some("req-7"), Some(came)).with("tenant", "north");
    let lines = objects(async {
        tracing::info!("before");
        scope(context, async {
            tracing::info!("first");
            set_user(42);
            let task = context::spawn(async { tracing::info!(tenant = "its own", "second") });
            task.await.expect("it ends");
            let plain = tokio::spawn(async { tracing::info!("third") });
            plain.await.expect("it ends");
        })
        .await;
    });
    assert_eq!(lines.len(), 4);
    for inside in &lines[1..3] {
        assert_eq!(inside["request_id"], "req-7");
        assert_eq!(inside["trace_id"], "0af7651916cd43dd8448eb211c80319c");
    }
    assert_eq!(lines[1].get("user_id"), None);
    assert_eq!(lines[1]["tenant"], "north");
    assert_eq!(lines[2]["user_id"], "42");
    assert_eq!(
        lines[2]["tenant"], "its own",
        "the event's own field is nearer"
    );
    for outside in [&lines[0], &lines[3]] {
        for name in ["request_id", "user_id", "trace_id", "tenant"] {
            assert_eq!(outside.get(name), None, "{outside}");
        }
    }
}

#[test]
fn what_is_said_with_a_request_is_masked_as_everything_is() {
    let context = Context::new("req-7")
        .with("contact", "anna@example.com")
        .with("password", "hunter2");
    let lines = objects(scope(context, async { tracing::info!("asked") }));
    assert_eq!(lines[0]["contact"], "a***@example.com");
    assert!(!lines[0].to_string().contains("hunter2"), "{}", lines[0]);
}

#[test]
fn fields_with_the_names_of_others_and_hostile_texts_forge_no_line() {
    let context = Context::new("req-7")
        .user("a\nlevel=ERROR")
        .with("request_id", "forged")
        .with("message", "forged")
        .with("a b\n", "\u{1b}[2J\r\n");
    let work = || scope(context.clone(), async { tracing::info!("asked") });
    let lines = objects(work());
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["request_id"], "req-7");
    assert_eq!(lines[0]["message"], "asked");
    assert_eq!(lines[0]["user_id"], "a\nlevel=ERROR");
    // What has lines is shown on lines, each of which says that it goes on.
    let lines = written(LogFormat::Pretty, work());
    let (first, more) = lines.split_first().expect("a line");
    assert!(first.contains(" INFO req-7 "), "{lines:?}");
    assert!(
        more.iter().all(|line| line.starts_with("    | ")),
        "{lines:?}"
    );
    assert!(!lines.concat().contains('\u{1b}'), "{lines:?}");
}
