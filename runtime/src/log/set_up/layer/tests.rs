use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tracing::{Level, Metadata};
use tracing_log::log;
use tracing_subscriber::Registry;
use tracing_subscriber::layer::SubscriberExt as _;

use super::{LogLayer, Outlet};
use crate::log::set_up::format::{FieldNames, Format, Json};
use crate::log::set_up::record::Record;

type Lines = Arc<Mutex<Vec<(u32, String)>>>;

/// Wants for these outputs whatever is not of the target `unwanted`.
struct Takes {
    outputs: u32,
    lines: Lines,
}

impl Outlet for Takes {
    fn wanted(&self, callsite: &'static Metadata<'static>) -> u32 {
        self.wanted_of(*callsite.level(), callsite.target())
    }

    fn wanted_of(&self, _: Level, target: &str) -> u32 {
        if target == "unwanted" {
            0
        } else {
            self.outputs
        }
    }

    fn push(&self, to: u32, line: &[u8]) {
        let line = String::from_utf8(line.to_vec()).unwrap();
        self.lines.lock().unwrap().push((to, line));
    }
}

/// Writes its name, and counts.
struct Named(&'static str, Arc<AtomicUsize>);

impl Format for Named {
    fn write(&self, _: &Record<'_>, out: &mut Vec<u8>) {
        self.1.fetch_add(1, Ordering::Relaxed);
        out.extend_from_slice(self.0.as_bytes());
    }
}

fn json() -> Box<dyn Format> {
    Box::new(Json::new(&FieldNames::default(), None, None))
}

fn layer<const N: usize>(
    outputs: u32,
    formats: [(u32, Box<dyn Format>); N],
) -> (LogLayer<Takes>, Lines) {
    let lines = Lines::default();
    let takes = Takes {
        outputs,
        lines: Arc::clone(&lines),
    };
    (LogLayer::new(takes, Arc::new(formats), None), lines)
}

#[test]
fn an_event_is_formatted_once_for_each_format_that_is_wanted() {
    let written = Arc::new(AtomicUsize::new(0));
    let named = |name| Box::new(Named(name, Arc::clone(&written))) as Box<dyn Format>;
    let formats = [
        (0b1001, named("a")),
        (0b0110, named("b")),
        (0b1_0000, named("c")),
    ];
    let (layer, lines) = layer(0b1011, formats);
    tracing::subscriber::with_default(Registry::default().with(layer), || {
        tracing::info!("one");
    });
    let expected = [(0b1001, "a".to_owned()), (0b0010, "b".to_owned())];
    assert_eq!(*lines.lock().unwrap(), expected);
    assert_eq!(written.load(Ordering::Relaxed), 2);
}

/// Counts how often it is shown.
struct Shown<'a>(&'a AtomicUsize);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fetch_add(1, Ordering::Relaxed);
        f.write_str("shown")
    }
}

#[test]
fn nothing_is_shown_that_nobody_wants() {
    let (layer, lines) = layer(1, [(1, json())]);
    let shown = AtomicUsize::new(0);
    tracing::subscriber::with_default(Registry::default().with(layer), || {
        tracing::info!(target: "unwanted", value = ?Shown(&shown), "one");
        assert_eq!(shown.load(Ordering::Relaxed), 0);
        tracing::info!(value = ?Shown(&shown), "two");
    });
    assert_eq!(shown.load(Ordering::Relaxed), 1);
    assert_eq!(lines.lock().unwrap().len(), 1);
}

#[test]
fn a_record_of_the_log_crate_is_told_as_one_of_its_own_place() {
    let (layer, lines) = layer(1, [(1, json())]);
    tracing::subscriber::with_default(Registry::default().with(layer), || {
        for target in ["unwanted", "legacy"] {
            let record = log::Record::builder()
                .args(format_args!("from log"))
                .level(log::Level::Warn)
                .target(target)
                .file(Some("src/old.rs"))
                .line(Some(9))
                .module_path(Some("old::module"))
                .build();
            tracing_log::format_trace(&record).unwrap();
        }
        tracing::info!(target: "own", { log.target = "kept" }, "an event");
    });
    let lines = lines.lock().unwrap();
    assert_eq!(lines.len(), 2);
    let (_, line) = &lines[0];
    assert!(
        line.ends_with(concat!(
            r#""level":"WARN","message":"from log","target":"legacy","module":"old::module","#,
            r#""file":"src/old.rs","line":9}"#,
            "\n"
        )),
        "{line}"
    );
    assert!(
        lines[1].1.contains(r#""log.target":"kept""#),
        "{}",
        lines[1].1
    );
}

#[test]
fn two_layers_stand_beside_each_other() {
    let (first, first_lines) = layer(1, [(1, json())]);
    let (second, second_lines) = layer(1, [(1, json())]);
    let subscriber = Registry::default().with(first).with(second);
    tracing::subscriber::with_default(subscriber, || {
        let span = tracing::info_span!("s", rows = 1);
        span.record("rows", 2);
        let _inside = span.entered();
        tracing::info!("done");
    });
    for lines in [first_lines, second_lines] {
        let lines = lines.lock().unwrap();
        assert!(lines[0].1.ends_with("\"rows\":2}\n"), "{}", lines[0].1);
    }
}

#[test]
fn all_values_of_an_event_together_have_a_limit() {
    let (layer, lines) = layer(1, [(1, json())]);
    let long = "word ".repeat(20_000);
    tracing::subscriber::with_default(Registry::default().with(layer), || {
        tracing::info!(
            a = long,
            b = long,
            c = long,
            d = long,
            e = long,
            f = 1,
            "{long}"
        );
    });
    let line = &lines.lock().unwrap()[0].1;
    assert!(line.len() < 257 * 1024, "{}", line.len());
    let line: serde_json::Value = serde_json::from_str(line).unwrap();
    assert_eq!(line["e"], " [CUT]");
    assert_eq!(line["f"], 1);
}
