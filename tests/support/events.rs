//! What was told to `tracing`.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, Once, PoisonError};

use tracing::field::{Field, Visit};
use tracing::subscriber::DefaultGuard;
use tracing::{Level, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};

/// One event: its message and its fields, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// How bad it is.
    pub level: Level,
    /// The words.
    pub message: String,
    /// The rest.
    pub fields: BTreeMap<&'static str, String>,
}

/// The events of this thread, from now on until it is dropped.
#[derive(Debug)]
pub struct Events {
    seen: Arc<Mutex<Vec<Event>>>,
    _guard: DefaultGuard,
}

/// Has every place that tells something go on telling it.
///
/// Whether anybody listens is asked once for each place, in the thread that comes there first, and
/// that may be another test's. This says yes for all, before any test has a manager.
pub(crate) fn keep_everything_told() {
    static EVERYBODY: Once = Once::new();
    EVERYBODY.call_once(|| {
        tracing::subscriber::set_global_default(tracing_subscriber::registry())
            .expect("no test installs another");
    });
}

impl Events {
    /// Listens.
    ///
    /// # Panics
    ///
    /// When a test has installed a subscriber for all threads.
    #[must_use]
    pub fn listen() -> Self {
        keep_everything_told();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let subscriber = tracing_subscriber::registry().with(Collect(Arc::clone(&seen)));
        Self {
            seen,
            _guard: tracing::subscriber::set_default(subscriber),
        }
    }

    /// What came at a level, whose message holds some words.
    #[must_use]
    pub fn at(&self, level: Level, words: &str) -> Vec<Event> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let matches = |event: &&Event| event.level == level && event.message.contains(words);
        seen.iter().filter(matches).cloned().collect()
    }

    /// Everything that came, as text.
    #[must_use]
    pub fn text(&self) -> String {
        format!(
            "{:?}",
            self.seen.lock().unwrap_or_else(PoisonError::into_inner)
        )
    }
}

struct Collect(Arc<Mutex<Vec<Event>>>);

impl<S: Subscriber> Layer<S> for Collect {
    fn on_event(&self, event: &tracing::Event<'_>, _context: Context<'_, S>) {
        if !event.metadata().target().starts_with("gambeson") {
            return;
        }
        let mut words = Words {
            message: String::new(),
            fields: BTreeMap::new(),
        };
        event.record(&mut words);
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(Event {
                level: *event.metadata().level(),
                message: words.message,
                fields: words.fields,
            });
    }
}

struct Words {
    message: String,
    fields: BTreeMap<&'static str, String>,
}

impl Visit for Words {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let text = format!("{value:?}");
        if field.name() == "message" {
            self.message = text;
        } else {
            self.fields.insert(field.name(), text);
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.fields.insert(field.name(), value.to_owned());
    }
}
