//! A layer that asks for the context at each event, as one of a user's own does.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use gambeson::context;
use tracing::Subscriber;
use tracing::field::{Field, Visit};
use tracing_subscriber::layer::{Context as LayerContext, Layer, SubscriberExt as _};

/// One event, and the request that it was of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) message: String,
    pub(crate) request: Option<String>,
    pub(crate) user: Option<String>,
    pub(crate) fields: Vec<(String, String)>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<Told>>>);

impl Log {
    fn lines(&self) -> MutexGuard<'_, Vec<Told>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everything of this test. All events of the process come to one subscriber, so that tasks on
    /// other threads are heard too; each test has messages of its own.
    pub(crate) fn of(prefix: &str) -> Vec<Told> {
        let ours = |told: &&Told| told.message.starts_with(prefix);
        log().lines().iter().filter(ours).cloned().collect()
    }

    /// The request of each event of this test.
    pub(crate) fn requests(prefix: &str) -> Vec<(String, Option<String>)> {
        let short = |told: Told| (told.message[prefix.len()..].to_owned(), told.request);
        Self::of(prefix).into_iter().map(short).collect()
    }
}

/// Listens, for all tests of this binary.
pub(crate) fn log() -> &'static Log {
    static LOG: std::sync::OnceLock<Log> = std::sync::OnceLock::new();
    LOG.get_or_init(|| {
        let log = Log::default();
        let subscriber = tracing_subscriber::registry().with(Collect(log.clone()));
        tracing::subscriber::set_global_default(subscriber).expect("nobody else installs one");
        log
    })
}

/// What stands for `(message, request)` in the expectations.
pub(crate) fn line(message: &str, request: Option<&str>) -> (String, Option<String>) {
    (message.to_owned(), request.map(str::to_owned))
}

struct Collect(Log);

impl<S: Subscriber> Layer<S> for Collect {
    fn on_event(&self, event: &tracing::Event<'_>, _: LayerContext<'_, S>) {
        let mut told = Told::default();
        event.record(&mut told);
        if let Some(context) = context::current() {
            told.request = Some(context.request_id().to_owned());
            told.user = context.user_id().map(|user| user.to_string());
            let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
            told.fields = context.fields().map(owned).collect();
        }
        self.0.lines().push(told);
    }
}

impl Visit for Told {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if field.name() == "message" {
            self.message = format!("{value:?}");
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
        if field.name() == "function" {
            self.message = format!("{value}: {}", self.message);
        }
    }
}
