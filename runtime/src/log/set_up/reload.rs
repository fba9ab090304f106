//! What a running program can do with its log.

use std::fmt;
use std::sync::Mutex;

use tracing_log::AsLog as _;
use tracing_log::log;

use super::error::{Fault, LogError};
use super::filter::Filter;
use super::outlet::Way;
use super::routes::Routes;
use super::sink::SinkGuard;
use crate::sync::lock;

/// Changes the level of a running program, and writes what waits to be written. A clone is the same.
///
/// # Examples
///
/// A level from an administrator, for a while:
///
/// ```
/// # use tracing_subscriber::layer::SubscriberExt as _;
/// # use gambeson::log::{Console, LogConfig};
/// # fn main() -> Result<(), gambeson::log::LogError> {
/// # let config = LogConfig::new("shop").console(Console::Off);
/// # let (layer, guard) = gambeson::log::layers(config)?;
/// # let _default = tracing::subscriber::set_default(tracing_subscriber::registry().with(layer));
/// let log = guard.handle();
/// let before = log.level();
/// log.set_level("info,shop::db=trace")?;
/// assert!(log.set_level("loud").is_err());
/// assert_eq!(log.level(), "info,shop::db=trace");
/// log.set_level(&before)?;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct LogHandle {
    way: Way,
    /// Whether the maximum of the `log` crate follows.
    log_records: bool,
}

impl LogHandle {
    pub(super) fn new(way: Way, log_records: bool) -> Self {
        Self { way, log_records }
    }

    /// From now on logs by these directives, as [`LogConfig::filter`](super::LogConfig::filter)
    /// takes them. Events that are not wanted any longer cost nothing again.
    ///
    /// Not from within a layer or a subscriber: `tracing` asks all of them again.
    ///
    /// # Errors
    /// [`LogError::Setting`] says what is wrong with them; nothing has changed then.
    pub fn set_level(&self, directives: &str) -> Result<(), LogError> {
        let filter = Filter::parse(directives)
            .map_err(|reason| Fault::new("set_level", directives, reason))?;
        self.way.routes.set_filter(filter);
        tracing::callsite::rebuild_interest_cache();
        if self.log_records {
            follow(&self.way.routes);
        }
        Ok(())
    }

    /// The directives that count, as they are written.
    pub fn level(&self) -> String {
        self.way.routes.filter()
    }

    /// Returns when all that was logged before is written, or counted as dropped. It blocks the
    /// thread.
    pub fn flush(&self) {
        self.way.sink.flush();
    }

    /// How many lines were dropped: there was no room in the queue, or they could not be written;
    /// those once for each file that they are missing in.
    pub fn dropped(&self) -> u64 {
        self.way.sink.dropped()
    }
}

impl fmt::Debug for LogHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogHandle")
            .field("level", &self.level())
            .field("dropped", &self.dropped())
            .finish_non_exhaustive()
    }
}

/// Records of the `log` crate that nobody wants end where they are made.
pub(super) fn follow(routes: &Routes) {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _one = lock(&ONE_AT_A_TIME);
    log::set_max_level(routes.max_level().as_log());
}

/// Keeps logging. Dropped, it writes all that waits to be written; what is logged after that is
/// dropped.
///
/// Keep it in `main` until the end: `let _guard = init(..)?;`, not `let _ = init(..)?;`. A program
/// that ends without dropping it, by [`std::process::exit`] or a signal that nothing handles, loses
/// what waits at that moment, which is what was logged within a few milliseconds.
///
/// # Examples
///
/// See [`LogHandle`] and [`init`](super::init).
#[must_use = "dropped at once, it ends logging; keep it until the end of `main`"]
pub struct LogGuard {
    handle: LogHandle,
    _sink: SinkGuard,
}

impl LogGuard {
    pub(super) fn new(handle: LogHandle, sink: SinkGuard) -> Self {
        Self {
            handle,
            _sink: sink,
        }
    }

    /// For others who change the level, or flush.
    pub fn handle(&self) -> LogHandle {
        self.handle.clone()
    }

    /// As [`LogHandle::set_level`].
    ///
    /// # Errors
    /// [`LogError::Setting`] says what is wrong with the directives; nothing has changed then.
    pub fn set_level(&self, directives: &str) -> Result<(), LogError> {
        self.handle.set_level(directives)
    }

    /// As [`LogHandle::level`].
    pub fn level(&self) -> String {
        self.handle.level()
    }

    /// As [`LogHandle::flush`].
    pub fn flush(&self) {
        self.handle.flush();
    }

    /// As [`LogHandle::dropped`].
    pub fn dropped(&self) -> u64 {
        self.handle.dropped()
    }
}

impl fmt::Debug for LogGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogGuard")
            .field("handle", &self.handle)
            .finish_non_exhaustive()
    }
}
