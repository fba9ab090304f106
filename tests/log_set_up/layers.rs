//! Beside other layers.

use std::sync::{Arc, Mutex};

use gambeson::context::{self, Context};
use gambeson::log::{Console, LogConfig, LogFormat, LogGuard, layers};
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
