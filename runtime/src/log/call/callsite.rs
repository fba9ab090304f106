//! An event or a span of a function, for `tracing`.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU8, Ordering};
use std::thread;

use tracing::field::{FieldSet, Value};
use tracing::level_filters::{LevelFilter, STATIC_MAX_LEVEL};
use tracing::metadata::Kind;
use tracing::subscriber::Interest;
use tracing::{Event, Level, Metadata, Span, callsite, dispatcher};

use super::source::Source;

/// One event, or one span, of one function.
///
/// What `tracing`'s own macros write into every function is made here by the first call that
/// somebody listens to, so that a function compiles as fast as it can. It is never freed: there is
/// one for each attribute and level of a program.
#[derive(Debug)]
pub(in crate::log) struct Callsite {
    level: Level,
    kind: Kind,
    registered: OnceLock<&'static Registered>,
}

impl Callsite {
    pub(in crate::log) const fn new(level: Level) -> Self {
        Self::of_kind(level, Kind::EVENT)
    }

    pub(in crate::log) const fn span(level: Level) -> Self {
        Self::of_kind(level, Kind::SPAN)
    }

    const fn of_kind(level: Level, kind: Kind) -> Self {
        Self {
            level,
            kind,
            registered: OnceLock::new(),
        }
    }

    /// The same at another level.
    pub(in crate::log) const fn at(&mut self, level: Level) {
        self.level = level;
    }

    /// Whether somebody listens. Where nobody does, this is a comparison of two levels.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(in crate::log) fn is_enabled(&self, source: &'static Source, own: &[&'static str]) -> bool {
        self.heard(source, own).is_some()
    }

    /// The same, and what [`tell`] asks for.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(in crate::log) fn heard(
        &self,
        source: &'static Source,
        own: &[&'static str],
    ) -> Option<&'static Metadata<'static>> {
        if self.level <= STATIC_MAX_LEVEL && self.level <= LevelFilter::current() {
            self.wanted(source, own)
        } else {
            None
        }
    }

    #[cold]
    fn wanted(
        &self,
        source: &'static Source,
        own: &[&'static str],
    ) -> Option<&'static Metadata<'static>> {
        let registered = self.registered(source, own);
        let metadata = registered.metadata()?;
        let is_wanted = match registered.interest.load(Ordering::Relaxed) {
            NEVER => false,
            ALWAYS => true,
            _ => dispatcher::get_default(|dispatch| dispatch.enabled(metadata)),
        };
        is_wanted.then_some(metadata)
    }

    /// Tells whoever listens. `values` are those of `own` and then of `source.fields`, in that order.
    pub(in crate::log) fn emit(
        &self,
        source: &'static Source,
        own: &[&'static str],
        values: &[Option<&dyn Value>],
    ) {
        if let Some(metadata) = self.registered(source, own).metadata() {
            tell(metadata, values);
        }
    }

    /// A span beneath the current one, with the same values as [`emit`](Self::emit) takes.
    pub(in crate::log) fn open(
        &self,
        source: &'static Source,
        own: &[&'static str],
        values: &[Option<&dyn Value>],
    ) -> Span {
        let Some(metadata) = self.registered(source, own).metadata() else {
            return Span::none();
        };
        let fields = metadata.fields();
        if fields.len() == values.len() {
            Span::new(metadata, &fields.value_set_all(values))
        } else {
            Span::none()
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn registered(&self, source: &'static Source, own: &[&'static str]) -> &'static Registered {
        match self.registered.get() {
            Some(registered) => registered,
            None => self.register(source, own),
        }
    }

    /// Asks the listeners only when the site is there: what they do may be logged here itself.
    #[cold]
    fn register(&self, source: &'static Source, own: &[&'static str]) -> &'static Registered {
        let mut is_first = false;
        let registered = self.registered.get_or_init(|| {
            is_first = true;
            let names: Vec<&'static str> = own.iter().chain(source.fields).copied().collect();
            Registered::new(source, self.level, self.kind.clone(), names.leak())
        });
        if is_first {
            callsite::register(*registered);
        }
        registered
    }
}

/// Tells whoever listens. `values` are those of all fields, in their order.
///
/// A listener that panics while the thread panics already would end the process; it loses the event
/// instead.
pub(in crate::log) fn tell(metadata: &'static Metadata<'static>, values: &[Option<&dyn Value>]) {
    let fields = metadata.fields();
    if fields.len() != values.len() {
        return;
    }
    let tell = || Event::dispatch(metadata, &fields.value_set_all(values));
    if thread::panicking() {
        let _ = catch_unwind(AssertUnwindSafe(tell));
    } else {
        tell();
    }
}

const NEVER: u8 = 0;
const SOMETIMES: u8 = 1;
const ALWAYS: u8 = 2;

/// What `tracing` keeps of an event.
struct Registered {
    /// What the listeners have said; each event is asked about until they have.
    interest: AtomicU8,
    /// Set before anybody sees this.
    metadata: OnceLock<Metadata<'static>>,
}

impl Registered {
    fn new(
        source: &'static Source,
        level: Level,
        kind: Kind,
        names: &'static [&'static str],
    ) -> &'static Self {
        let this: &'static Self = Box::leak(Box::new(Self {
            interest: AtomicU8::new(SOMETIMES),
            metadata: OnceLock::new(),
        }));
        this.metadata.get_or_init(|| {
            let fields = FieldSet::new(names, callsite::Identifier(this));
            Metadata::new(
                source.name,
                source.target,
                level,
                Some(source.file),
                Some(source.line),
                Some(source.module),
                fields,
                kind,
            )
        });
        this
    }

    fn metadata(&'static self) -> Option<&'static Metadata<'static>> {
        self.metadata.get()
    }
}

impl callsite::Callsite for Registered {
    fn set_interest(&self, interest: Interest) {
        let interest = if interest.is_never() {
            NEVER
        } else if interest.is_always() {
            ALWAYS
        } else {
            SOMETIMES
        };
        self.interest.store(interest, Ordering::Relaxed);
    }

    fn metadata(&self) -> &Metadata<'_> {
        // It is set before it is registered.
        self.metadata.get().unwrap_or(&UNKNOWN)
    }
}

static NOWHERE: callsite::DefaultCallsite = callsite::DefaultCallsite::new(&UNKNOWN);
static UNKNOWN: Metadata<'static> = Metadata::new(
    "unknown",
    "gambeson",
    Level::TRACE,
    None,
    None,
    None,
    FieldSet::new(&[], callsite::Identifier(&NOWHERE)),
    Kind::EVENT,
);

impl fmt::Debug for Registered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registered").finish_non_exhaustive()
    }
}
