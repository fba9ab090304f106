//! Beside other layers.

use std::sync::{Arc, Mutex};

use gambeson::context::{self, Context};
use gambeson::log::{Console, FieldNames, LogConfig, LogFormat, LogGuard, layers};
use tempfile::TempDir;
use tracing::{Event, Level, Subscriber, debug, info, trace, warn};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context as Spans, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;

use crate::support::{json, messages, read};

/// A layer of somebody else, who wants everything.
#[derive(Clone, Default)]
struct Other(Arc<Mutex<Vec<Level>>>);

impl<S: Subscriber> Layer<S> for Other {
    fn on_event(&self, event: &Event<'_>, _: Spans<'_, S>) {
        self.0
            .lock()
            .expect("no panic")
            .push(*event.metadata().level());
    }
}

/// A log in JSON, in files alone.
fn log<S>(directives: &str) -> (impl Layer<S> + Send + Sync, LogGuard, TempDir)
where
    S: Subscriber + for<'l> LookupSpan<'l>,
{
    let dir = tempfile::tempdir().expect("a directory");
    let config = LogConfig::new("shop")
        .console(Console::Off)
        .format(LogFormat::Json)
        .filter(directives)
        .dir(dir.path());
    let (layer, guard) = layers(config).expect("it can be written");
    (layer, guard, dir)
}

#[test]
fn it_decides_for_no_other_layer() {
    let (layer, guard, dir) = log("warn");
    let other = Other::default();
    let subscriber = tracing_subscriber::registry()
        .with(layer)
        .with(other.clone());
    tracing::subscriber::with_default(subscriber, || {
        trace!("a trace");
        warn!("a warning");
        guard.set_level("trace").expect("a level");
        trace!("another trace");
    });
    drop(guard);
    let seen = other.0.lock().expect("no panic").clone();
    assert_eq!(seen, [Level::TRACE, Level::WARN, Level::TRACE]);
    assert_eq!(
        messages(&read(dir.path(), "app")),
        ["a warning", "another trace"]
    );
}

#[test]
fn to_ask_for_what_is_not_wanted_costs_no_event() {
    let (layer, guard, dir) = log("warn");
    // Another layer that wants it: then each event is asked for.
    let subscriber = tracing_subscriber::registry()
        .with(layer)
        .with(Other::default());
    tracing::subscriber::with_default(subscriber, || {
        for message in ["first", "second"] {
            let _ = tracing::event_enabled!(tracing::Level::DEBUG);
            warn!("{message}");
        }
    });
    drop(guard);
    assert_eq!(messages(&read(dir.path(), "app")), ["first", "second"]);
}

/// What somebody else's layer writes.
#[derive(Clone, Default)]
struct Shown(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Shown {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no panic").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn beside_the_layer_of_tracing_subscriber_each_writes_its_own_lines() {
    let (layer, guard, dir) = log("info");
    let shown = Shown::default();
    let writer = shown.clone();
    let theirs = tracing_subscriber::fmt::layer()
        .with_ansi(false)
        .with_writer(move || writer.clone());
    let subscriber = tracing_subscriber::registry().with(layer).with(theirs);
    tracing::subscriber::with_default(subscriber, || {
        let _span = tracing::info_span!("work", job = 7).entered();
        let _detail = tracing::debug_span!("detail", part = 1).entered();
        info!("an info");
        debug!("a debug");
    });
    drop(guard);
    let lines = json(&read(dir.path(), "app"));
    assert_eq!(lines.len(), 1);
    assert_eq!(
        (&lines[0]["message"], &lines[0]["job"]),
        (&"an info".into(), &7.into())
    );
    assert!(lines[0].get("part").is_none(), "a span that is not wanted");
    let shown = String::from_utf8(shown.0.lock().expect("no panic").clone()).expect("text");
    for part in ["work{job=7}:detail{part=1}", "an info", "a debug"] {
        assert!(shown.contains(part), "{shown}");
    }
}

#[test]
fn fields_have_the_names_that_somebody_else_reads() {
    let names = |names: FieldNames| -> Vec<String> {
        let dir = tempfile::tempdir().expect("a directory");
        let config = LogConfig::new("shop")
            .console(Console::Off)
            .format(LogFormat::Json)
            .field_names(names)
            .dir(dir.path());
        let (layer, guard) = layers(config).expect("it can be written");
        let subscriber = tracing_subscriber::registry().with(layer);
        tracing::subscriber::with_default(subscriber, || warn!("a warning"));
        drop(guard);
        let line = &json(&read(dir.path(), "app"))[0];
        line.as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect()
    };
    let has = |names: &[String], name: &str| names.iter().any(|one| one == name);
    let stackdriver = names(FieldNames::stackdriver());
    assert!(
        has(&stackdriver, "severity") && has(&stackdriver, "time"),
        "{stackdriver:?}"
    );
    let elk = names(FieldNames::elk());
    assert!(has(&elk, "@timestamp") && has(&elk, "log.level"), "{elk:?}");
    let own = names(FieldNames::default().timestamp("ts").module(""));
    assert!(has(&own, "ts") && !has(&own, "module"), "{own:?}");
}

#[test]
fn two_of_them_have_each_their_own_level_and_files() {
    let (first, first_guard, first_dir) = log("debug");
    let (second, second_guard, second_dir) = log("warn");
    let subscriber = tracing_subscriber::registry().with(first).with(second);
    tracing::subscriber::with_default(subscriber, || {
        debug!("a debug");
        warn!("a warning");
        second_guard.set_level("debug").expect("a level");
        first_guard.set_level("off").expect("a level");
        debug!("another debug");
    });
    drop((first_guard, second_guard));
    assert_eq!(
        messages(&read(first_dir.path(), "app")),
        ["a debug", "a warning"]
    );
    assert_eq!(
        messages(&read(second_dir.path(), "app")),
        ["a warning", "another debug"]
    );
}

#[tokio::test]
async fn a_line_carries_the_request_it_belongs_to() {
    let (layer, guard, dir) = log("info");
    let subscriber = tracing_subscriber::registry().with(layer);
    let default = tracing::subscriber::set_default(subscriber);
    context::scope(Context::new("req-1"), async { info!("inside") }).await;
    info!("outside");
    drop(default);
    drop(guard);
    let lines = json(&read(dir.path(), "app"));
    assert_eq!(lines[0]["request_id"], "req-1");
    assert!(lines[1].get("request_id").is_none());
}

#[test]
fn what_is_logged_after_the_guard_is_gone_is_dropped_without_harm() {
    let (layer, guard, dir) = log("info");
    let handle = guard.handle();
    let subscriber = tracing_subscriber::registry().with(layer);
    tracing::subscriber::with_default(subscriber, || {
        info!("before");
        guard.flush();
        assert_eq!(messages(&read(dir.path(), "app")), ["before"]);
        drop(guard);
        info!("after");
        handle.flush();
        handle.set_level("debug").expect("a level");
        debug!("after that");
    });
    assert_eq!(messages(&read(dir.path(), "app")), ["before"]);
    assert_eq!(handle.dropped(), 2);
}
