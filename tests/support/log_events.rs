//! A subscriber that keeps what the attributes of logging tell, with its target and its place.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Level, Metadata, Subscriber};

/// One event.
#[derive(Clone, Debug)]
pub struct Told {
    /// How bad it is.
    pub level: Level,
    /// Where it comes from.
    pub target: String,
    /// The file of that.
    pub file: Option<String>,
    /// The line in it.
    pub line: Option<u32>,
    /// As `Debug` shows them; text as it is.
    pub fields: BTreeMap<String, String>,
}

impl Told {
    /// A field, or `-`.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("-", String::as_str)
    }

    /// A field that is a number.
    #[must_use]
    pub fn number(&self, name: &str) -> f64 {
        self.field(name).parse().unwrap_or(f64::NAN)
    }
}

/// What was told while it listened.
#[derive(Clone, Debug, Default)]
pub struct Events(Arc<Mutex<Vec<Told>>>);

impl Events {
    /// Listens on this thread to all down to `level`.
    #[must_use]
    pub fn listen(level: Level) -> (Self, DefaultGuard) {
        let events = Self::default();
        let listener = Listener {
            level,
            events: events.clone(),
        };
        let guard = tracing::subscriber::set_default(listener);
        (events, guard)
    }

    /// All of them so far; the next call gives only what came since.
    #[must_use]
    pub fn take(&self) -> Vec<Told> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The only one.
    ///
    /// # Panics
    ///
    /// When there is none, or another.
    #[must_use]
    pub fn one(&self) -> Told {
        let mut all = self.take();
        assert_eq!(all.len(), 1, "{all:#?}");
        all.remove(0)
    }

    /// The named fields of each, separated by blanks.
    #[must_use]
    pub fn lines(&self, fields: &[&str]) -> Vec<String> {
        let told = self.take();
        let line = |told: &Told| {
            fields
                .iter()
                .map(|name| told.field(name))
                .collect::<Vec<_>>()
                .join(" ")
        };
        told.iter().map(line).collect()
    }
}

struct Listener {
    level: Level,
    events: Events,
}

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= self.level
    }

    fn max_level_hint(&self) -> Option<tracing::level_filters::LevelFilter> {
        Some(self.level.into())
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let metadata = event.metadata();
        // What guards tell of themselves.
        if metadata.target().starts_with("gambeson::") {
            return;
        }
        let mut told = Told {
            level: *metadata.level(),
            target: metadata.target().to_owned(),
            file: metadata.file().map(str::to_owned),
            line: metadata.line(),
            fields: BTreeMap::new(),
        };
        event.record(&mut Fields(&mut told.fields));
        let mut events = self.events.0.lock().unwrap_or_else(PoisonError::into_inner);
        events.push(told);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Fields<'a>(&'a mut BTreeMap<String, String>);

impl Visit for Fields<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }
}
