//! What a layer writes.

use std::sync::{Arc, Mutex};

use gambeson::Masker;
use gambeson::log::{FieldNames, hidden};
use serde_json::{Map, Value};
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::Registry;
use tracing_subscriber::prelude::*;

/// The members of a line.
pub(crate) type Line = Map<String, Value>;

/// Lines in memory.
#[derive(Clone, Default)]
pub(crate) struct Captured(Arc<Mutex<Vec<String>>>);

impl Captured {
    fn take(&self) -> impl Fn(&[u8]) + Send + Sync + 'static {
        let lines = Arc::clone(&self.0);
        move |line| {
            let line = String::from_utf8(line.to_vec()).expect("lines are text");
            lines.lock().expect("no test panics here").push(line);
        }
    }

    /// Takes what this thread logs, as JSON without masks.
    pub(crate) fn listen(&self) -> DefaultGuard {
        let layer = hidden::json(&FieldNames::default(), None, Some("shop"), self.take());
        tracing::subscriber::set_default(Registry::default().with(layer))
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.0.lock().expect("no test panics here").clone()
    }
}

fn run(layer: impl tracing_subscriber::Layer<Registry> + Send + Sync, work: impl FnOnce()) {
    tracing::subscriber::with_default(Registry::default().with(layer), work);
}

/// Each line of JSON that `work` makes, as it is written.
pub(crate) fn raw(names: &FieldNames, masker: Option<Masker>, work: impl FnOnce()) -> Vec<String> {
    let lines = Captured::default();
    run(
        hidden::json(names, masker, Some("shop"), lines.take()),
        work,
    );
    lines.lines()
}

/// The same, parsed.
pub(crate) fn parsed(lines: &[String]) -> Vec<Line> {
    lines
        .iter()
        .map(|line| {
            assert_eq!(line.find('\n'), Some(line.len() - 1), "one line: {line}");
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))
        })
        .collect()
}

/// Each line that `work` makes, without masks.
pub(crate) fn json(work: impl FnOnce()) -> Vec<Line> {
    parsed(&raw(&FieldNames::default(), None, work))
}

/// The only line that `work` makes, without masks.
pub(crate) fn one(work: impl FnOnce()) -> Line {
    let mut lines = json(work);
    assert_eq!(lines.len(), 1);
    lines.remove(0)
}

/// What `work` makes for people, without colours.
pub(crate) fn pretty(masker: Option<Masker>, work: impl FnOnce()) -> String {
    let lines = Captured::default();
    run(hidden::pretty(false, true, masker, lines.take()), work);
    lines.lines().concat()
}
