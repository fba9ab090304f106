//! What every form is checked by: the events and spans of one thread.

use std::collections::BTreeMap;
use std::fmt::{Debug, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Level, Metadata, Subscriber};

/// One event, or what happens to a span.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// `event`, `new`, `enter`, `exit` or `close`.
    pub(crate) what: &'static str,
    /// The number of the span that this is about, or that the event is in.
    pub(crate) span: u64,
    pub(crate) level: Option<Level>,
    pub(crate) fields: BTreeMap<&'static str, String>,
}

impl Line {
    pub(crate) fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    pub(crate) fn is_of(&self, function: &str) -> bool {
        let name = self.field("function");
        name.strip_suffix(function)
            .is_some_and(|path| path.ends_with("::"))
    }
}

/// What this thread has told.
#[derive(Clone, Default)]
pub(crate) struct Lines(Arc<Inner>);

#[derive(Default)]
struct Inner {
    lines: Mutex<Vec<Line>>,
    stack: Mutex<Vec<u64>>,
    next: AtomicU64,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Collects what this thread tells from now on, until the guard is dropped.
pub(crate) fn collect() -> (Lines, DefaultGuard) {
    let lines = Lines::default();
    let guard = tracing::subscriber::set_default(lines.clone());
    (lines, guard)
}

impl Lines {
    pub(crate) fn all(&self) -> Vec<Line> {
        lock(&self.0.lines).clone()
    }

    pub(crate) fn events(&self) -> Vec<Line> {
        let all = self.all().into_iter();
        all.filter(|line| line.what == "event").collect()
    }

    /// The outcomes of the calls of `function` that have ended.
    pub(crate) fn outcomes(&self, function: &str) -> Vec<String> {
        self.events()
            .iter()
            .filter(|line| line.field("message") == "finished" && line.is_of(function))
            .map(|line| line.field("outcome").to_owned())
            .collect()
    }

    /// How many failures of `function` were told.
    pub(crate) fn failures(&self, function: &str) -> usize {
        self.events()
            .iter()
            .filter(|line| line.field("message") == "failed" && line.is_of(function))
            .count()
    }

    /// What happened, in words.
    pub(crate) fn story(&self) -> Vec<String> {
        self.all()
            .iter()
            .map(|line| match line.what {
                "event" => format!("{} in {}", line.field("message"), line.span),
                what => format!("{what} {}", line.span),
            })
            .collect()
    }

    fn push(&self, what: &'static str, span: u64, level: Option<Level>, fields: Fields) {
        lock(&self.0.lines).push(Line {
            what,
            span,
            level,
            fields: fields.0,
        });
    }

    fn current(&self) -> u64 {
        lock(&self.0.stack).last().copied().unwrap_or(0)
    }
}

#[derive(Default)]
struct Fields(BTreeMap<&'static str, String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let mut text = String::new();
        let _ = write!(text, "{value:?}");
        self.0.insert(field.name(), text);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
}

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // The runtime has spans of its own.
        metadata.target().starts_with("log_forms")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let id = self.0.next.fetch_add(1, Ordering::Relaxed) + 1;
        let mut fields = Fields::default();
        span.record(&mut fields);
        fields.0.insert("parent", self.current().to_string());
        self.push("new", id, Some(*span.metadata().level()), fields);
        Id::from_u64(id)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let level = *event.metadata().level();
        self.push("event", self.current(), Some(level), fields);
    }

    fn enter(&self, span: &Id) {
        lock(&self.0.stack).push(span.into_u64());
        self.push("enter", span.into_u64(), None, Fields::default());
    }

    fn exit(&self, span: &Id) {
        let left = lock(&self.0.stack).pop();
        assert_eq!(left, Some(span.into_u64()), "spans end as they began");
        self.push("exit", span.into_u64(), None, Fields::default());
    }

    fn try_close(&self, span: Id) -> bool {
        self.push("close", span.into_u64(), None, Fields::default());
        true
    }
}

/// The expression is evaluated, and `function` tells once that it ended so.
macro_rules! assert_told {
    ($call:expr, $function:literal) => {
        assert_told!($call, $function, "ok")
    };
    ($call:expr, $function:literal, $outcome:literal) => {{
        let (lines, _guard) = $crate::support::collect();
        let answer = $call;
        assert_eq!(
            lines.outcomes($function),
            [$outcome],
            "{}: {:?}",
            $function,
            lines.all()
        );
        answer
    }};
}

/// The first call succeeds and the second fails, and both attributes tell of it.
macro_rules! assert_both {
    ($ok:expr, $err:expr, $function:literal) => {{
        let (lines, _guard) = $crate::support::collect();
        assert!($ok.is_ok());
        assert_eq!(lines.failures($function), 0);
        assert!($err.is_err());
        assert_eq!(lines.outcomes($function), ["ok", "err"]);
        assert_eq!(lines.failures($function), 1, "{:?}", lines.all());
    }};
}
