//! What the attribute keeps of a function.

use std::sync::Arc;
use std::time::Duration;

use tracing::Level;
use tracing::field::Value;

use super::failure::Failure;
use super::options::ExceptionOptions;
use super::repeats::{Repeated, Repeats};
use super::words::Said;
use crate::log::call::value::FieldValue;
use crate::log::call::{Callsite, Marks, Outcome, Source, Told, frames, millis};
use crate::stack::Panic;

/// The fields of every event, before those that `args` and `fields` give.
const OWN: &[&str] = &[
    "message",
    "function",
    "error",
    "sources",
    "outcome",
    "duration_ms",
    "backtrace",
    "swallowed",
    "repeated",
];

/// A function whose failures are told of.
#[derive(Debug)]
pub struct ExceptionSite {
    source: Source,
    options: ExceptionOptions,
    /// From errors to traces.
    levels: [Callsite; 5],
    repeats: Repeats,
}

/// A call that is over: how long it took, and what is told of it beside.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ended<'a> {
    took: Duration,
    values: &'a [FieldValue],
}

impl<'a> Ended<'a> {
    pub(super) fn new(took: Duration, values: &'a [FieldValue]) -> Self {
        Self { took, values }
    }
}

/// One event.
#[derive(Debug, Default, Clone, Copy)]
struct Event<'a> {
    message: &'a str,
    outcome: Option<Outcome>,
    error: Option<&'a str>,
    sources: Option<&'a str>,
    call: Option<Ended<'a>>,
    backtrace: Option<&'a str>,
    swallowed: bool,
    repeated: Option<u64>,
}

impl ExceptionSite {
    /// Of a function.
    pub const fn new(source: Source, options: ExceptionOptions) -> Self {
        Self {
            source,
            options,
            levels: [
                Callsite::new(Level::ERROR),
                Callsite::new(Level::WARN),
                Callsite::new(Level::INFO),
                Callsite::new(Level::DEBUG),
                Callsite::new(Level::TRACE),
            ],
            repeats: Repeats::new(),
        }
    }

    pub(super) fn function(&self) -> &'static str {
        self.source.function
    }

    pub(super) fn tells_cancelled(&self) -> bool {
        self.options.cancelled
    }

    /// Whether somebody listens to anything of it.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn listens(&'static self) -> bool {
        self.is_enabled(self.options.loudest)
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn is_enabled(&'static self, level: Level) -> bool {
        self.callsite(level).is_enabled(&self.source, OWN)
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn callsite(&self, level: Level) -> &Callsite {
        let [error, warn, info, debug, trace] = &self.levels;
        match level {
            Level::ERROR => error,
            Level::WARN => warn,
            Level::INFO => info,
            Level::DEBUG => debug,
            Level::TRACE => trace,
        }
    }

    /// Tells what was held back and whose minute is over, if there is any. Where nobody listens, it
    /// is left to a thread where somebody does.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn tell_repeated(&'static self) {
        if self.options.count > 0 && self.repeats.may_be_over() && self.listens() {
            self.tell_over();
        }
    }

    /// An error leaves the function.
    #[cold]
    pub(super) fn failed(&'static self, failure: &Failure<'_>, call: Ended<'_>, marks: Marks) {
        let what = What {
            said: Said::of(failure),
            outcome: Outcome::Err,
            level: failure.level,
            message: self.options.message.unwrap_or("failed"),
            swallowed: self.options.swallows,
        };
        self.tell(what, call, marks);
    }

    /// A panic does.
    #[cold]
    pub(super) fn panicked(&'static self, panic: Option<&Panic>, call: Ended<'_>, marks: Marks) {
        let level = self.options.level;
        let Some(panic) = panic else {
            // It was no panic of the body, but of what a guard has asked of the user.
            let event = Event {
                message: "panicked",
                outcome: Some(Outcome::Panic),
                call: Some(call),
                ..Event::default()
            };
            return self.emit(level, &event);
        };
        let what = What {
            said: Said::of_panic(panic),
            outcome: Outcome::Panic,
            level,
            message: "panicked",
            swallowed: self.options.swallows_panics,
        };
        self.tell(what, call, marks);
    }

    /// A call was dropped.
    #[cold]
    pub(super) fn cancelled(&'static self, call: Ended<'_>) {
        let event = Event {
            message: "cancelled",
            outcome: Some(Outcome::Cancelled),
            call: Some(call),
            ..Event::default()
        };
        self.emit(self.options.level, &event);
    }

    fn tell(&'static self, what: What<'_>, call: Ended<'_>, mut marks: Marks) {
        let What {
            said,
            outcome,
            level,
            message,
            swallowed,
        } = what;
        let told = marks.take(&said.words, level).filter(|_| self.options.once);
        let passes = told.is_some();
        let event = Event {
            message: if swallowed {
                "swallowed"
            } else if passes {
                "passed on"
            } else {
                message
            },
            outcome: Some(outcome),
            error: Some(&said.error),
            sources: said.sources.as_deref().filter(|_| self.options.chain),
            call: Some(call),
            swallowed,
            ..Event::default()
        };
        if passes {
            self.emit(Level::DEBUG, &event);
        } else if self.is_enabled(level) {
            self.tell_or_count(level, event, &said.error);
        }
        // It ends here.
        if swallowed {
            return;
        }
        let told = told.or_else(|| {
            let is_told = self.is_enabled(level);
            is_told.then(|| Arc::new(Told::new(&said.words, level)))
        });
        if let Some(told) = told {
            frames::mark(told);
        }
    }

    /// Tells of a failure, unless it has been told often enough.
    fn tell_or_count(&'static self, level: Level, event: Event<'_>, error: &str) {
        if self.options.count > 0 {
            let outcome = event.outcome.unwrap_or(Outcome::Err);
            let asked = self
                .repeats
                .ask(self, self.options.count, level, outcome, error);
            self.tell_over();
            if !asked {
                return;
            }
        }
        let backtrace = self.options.backtrace.capture();
        let event = Event {
            backtrace: backtrace.as_deref(),
            ..event
        };
        self.emit(level, &event);
    }

    /// Tells of what was held back in the minutes that are over.
    #[cold]
    pub(super) fn tell_over(&'static self) {
        for repeated in self.repeats.over() {
            let Repeated {
                level,
                outcome,
                error,
                times,
            } = repeated;
            let event = Event {
                message: "repeated",
                outcome: Some(outcome),
                error: Some(&error),
                repeated: Some(times),
                ..Event::default()
            };
            self.emit(level, &event);
        }
    }

    fn emit(&'static self, level: Level, event: &Event<'_>) {
        if !self.is_enabled(level) {
            return;
        }
        let millis = event.call.map(|call| millis(call.took));
        let outcome = event.outcome.map(Outcome::as_str);
        let own: [Option<&dyn Value>; OWN.len()] = [
            Some(&event.message),
            Some(&self.source.function),
            event.error.as_ref().map(value),
            event.sources.as_ref().map(value),
            outcome.as_ref().map(value),
            millis.as_ref().map(value),
            event.backtrace.as_ref().map(value),
            Some(&true as &dyn Value).filter(|_| event.swallowed),
            event.repeated.as_ref().map(value),
        ];
        let beside = event.call.map(|call| call.values).unwrap_or_default();
        // A summary is of many calls, and tells nothing of one.
        let beside = (0..self.source.fields.len()).map(|at| beside.get(at)?.as_value());
        let values: Vec<Option<&dyn Value>> = own.into_iter().chain(beside).collect();
        self.callsite(level).emit(&self.source, OWN, &values);
    }
}

/// What is to be told of a failure.
struct What<'a> {
    said: Said,
    outcome: Outcome,
    level: Level,
    message: &'a str,
    swallowed: bool,
}

fn value<T: Value>(value: &T) -> &dyn Value {
    value
}
