//! `on`: somebody listens to all there is, and does nothing with it.

use std::process::ExitCode;

use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::called::{instrument, logcall, ours, plain, two_clocks};
use crate::harness::drive::Driver;
use crate::harness::{Subject, child};

pub(super) const SUBJECTS: [&str; 5] =
    ["ours", "two_clocks", "plain_call", "instrument", "logcall"];

pub(super) fn serve(name: &str, driver: Driver<'_>) -> Option<ExitCode> {
    let subject = match name {
        "ours" => driver.subject("ours", ours::waits),
        "two_clocks" => Subject::new("two_clocks", two_clocks),
        "plain_call" => driver.subject("plain_call", plain::waits),
        "instrument" => driver.subject("instrument", instrument::waits),
        "logcall" => driver.subject("logcall", logcall::waits),
        _ => return None,
    };
    tracing::subscriber::set_global_default(Listens).ok()?;
    log::set_logger(&Listens).ok()?;
    log::set_max_level(log::LevelFilter::Trace);
    Some(child::serve(subject, || {}))
}

/// Wants everything and drops it.
struct Listens;

impl Subscriber for Listens {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl log::Log for Listens {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, _: &log::Record<'_>) {}

    fn flush(&self) {}
}
