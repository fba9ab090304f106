//! What the attribute keeps of a function.

use std::time::Duration;

use tracing::Level;
use tracing::level_filters::LevelFilter;

use super::event::ENDED;
use super::running::Running;
use crate::log::call::value::FieldValue;
use crate::log::call::{Callsite, Source};

/// A function whose calls are told of.
#[derive(Debug)]
pub struct TimeSite {
    pub(super) source: Source,
    pub(super) message: &'static str,
    pub(super) ended: Callsite,
    /// How long a call takes that is slow.
    pub(super) slow_from: Option<fn() -> Duration>,
    /// Where slow calls are told.
    pub(super) slow: Callsite,
    tells_start: bool,
    started: Callsite,
    /// Which fraction of the calls that are neither slow nor failed is told of.
    sample: f64,
    /// Whether it is a future, which is not busy all the time.
    pub(super) is_polled: bool,
    /// Where nobody listens to this, nobody listens at all.
    loudest: Level,
}

impl TimeSite {
    /// Of a function.
    pub const fn new(source: Source, level: Level) -> Self {
        Self {
            source,
            message: "finished",
            ended: Callsite::new(level),
            slow_from: None,
            slow: Callsite::new(level),
            tells_start: false,
            started: Callsite::new(level),
            sample: 1.0,
            is_polled: false,
            loudest: level,
        }
    }

    /// Calls that take as long as `from` says are told at another level.
    #[must_use]
    pub const fn slow(mut self, from: fn() -> Duration, level: Level) -> Self {
        self.slow_from = Some(from);
        self.slow.at(level);
        self.loudest = louder(self.loudest, level);
        self
    }

    /// The text of the event.
    #[must_use]
    pub const fn message(mut self, message: &'static str) -> Self {
        self.message = message;
        self
    }

    /// Tells only of a fraction of the calls that are neither slow nor failed.
    #[must_use]
    pub const fn sample(mut self, fraction: f64) -> Self {
        self.sample = fraction;
        self
    }

    /// Tells also that a call begins.
    #[must_use]
    pub const fn entry(mut self) -> Self {
        self.tells_start = true;
        self
    }

    /// It is a future.
    #[must_use]
    pub const fn polled(mut self) -> Self {
        self.is_polled = true;
        self
    }

    /// Whether somebody listens. Where nobody does, this is a comparison of two levels.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn listens(&'static self) -> bool {
        self.may_be_heard() && self.is_wanted()
    }

    /// Whether somebody listens at such a level.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn may_be_heard(&'static self) -> bool {
        self.loudest <= LevelFilter::current()
    }

    fn is_wanted(&'static self) -> bool {
        self.ended.is_enabled(&self.source, ENDED)
            || (self.slow_from.is_some() && self.slow.is_enabled(&self.source, ENDED))
    }

    /// A call begins that somebody counts, or may listen to.
    #[cold]
    pub(super) fn begin(&'static self, is_counted: bool, values: &[FieldValue]) -> Running {
        // Counted or not, it is told of only if somebody listens when it ends.
        if !is_counted && !self.is_wanted() {
            return Running::default();
        }
        let is_sampled = self.sample >= 1.0 || fastrand::f64() < self.sample;
        if is_sampled && self.tells_start {
            self.tell_started(&self.started, values);
        }
        Running::now(is_sampled)
    }
}

/// `Level`'s own order is not known to the compiler's evaluation.
const fn louder(one: Level, other: Level) -> Level {
    match (one, other) {
        (Level::ERROR, _) | (_, Level::ERROR) => Level::ERROR,
        (Level::WARN, _) | (_, Level::WARN) => Level::WARN,
        (Level::INFO, _) | (_, Level::INFO) => Level::INFO,
        (Level::DEBUG, _) | (_, Level::DEBUG) => Level::DEBUG,
        _ => Level::TRACE,
    }
}
