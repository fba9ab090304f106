//! Why logging could not be set up, or its level not be changed.

use std::error::Error;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::{fmt, io};

use super::sink::OpenError;

/// Characters of a value that an error shows.
const SHOWN: usize = 80;

/// What stood in the way of logging.
///
/// Its `Debug` is its text, for a `main` that returns it.
///
/// # Examples
///
/// ```
/// use gambeson::log::{LogConfig, LogError, layers};
/// use tracing_subscriber::Registry;
///
/// let config = LogConfig::new("shop").filter("loud");
/// let Err(error) = layers::<Registry>(config) else { unreachable!() };
/// assert!(matches!(error, LogError::Setting { name: "filter", .. }));
/// assert!(error.to_string().starts_with("`filter` holds `loud`: there is no level `loud`; write "));
/// ```
#[non_exhaustive]
pub enum LogError {
    /// A setting has a value that it cannot take.
    Setting {
        /// The variable of the environment, or the method of [`LogConfig`](super::LogConfig).
        name: &'static str,
        /// What it held: escaped, and no more than the beginning of it.
        held: String,
        /// What is wrong with it, and what to write.
        reason: String,
    },
    /// A directory or a file for logs cannot be made or written.
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The thread that writes could not be started.
    Thread {
        /// What the system said.
        source: io::Error,
    },
    /// The program has a subscriber of `tracing` already.
    SubscriberIsSet,
    /// The program has a logger for the `log` crate already.
    LoggerIsSet,
}

impl fmt::Display for LogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Setting { name, held, reason } => write!(f, "`{name}` holds `{held}`: {reason}"),
            Self::File { path, source } => {
                write!(
                    f,
                    "logs cannot be written to `{}`: {source}",
                    path.display()
                )
            }
            Self::Thread { source } => {
                write!(f, "the thread that writes logs cannot be started: {source}")
            }
            Self::SubscriberIsSet => f.write_str(
                "a subscriber of `tracing` is set already; call `init` once, before all \
                 others, or add `gambeson::log::layers(..)` to your own subscriber",
            ),
            Self::LoggerIsSet => f.write_str(
                "a logger for the `log` crate is set already; remove it, or leave its records to \
                 it with `LogConfig::log_records(false)`",
            ),
        }
    }
}

/// What `main` returns is shown by its `Debug`, and an operator is to read it.
impl fmt::Debug for LogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for LogError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::File { source, .. } | Self::Thread { source } => Some(source),
            Self::Setting { .. } | Self::SubscriberIsSet | Self::LoggerIsSet => None,
        }
    }
}

/// A [`LogError::Setting`] that waits until the configuration is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    name: &'static str,
    held: String,
    reason: String,
}

impl Fault {
    pub(super) fn new(name: &'static str, held: &str, reason: impl Into<String>) -> Self {
        Self {
            name,
            held: shown(held),
            reason: reason.into(),
        }
    }

    /// A variable that is to hold text.
    pub(super) fn not_text(name: &'static str, held: &OsStr) -> Self {
        let reason = "these bytes are not UTF-8; write plain text, or remove the variable";
        Self::new(name, &held.to_string_lossy(), reason)
    }
}

impl From<Fault> for LogError {
    fn from(Fault { name, held, reason }: Fault) -> Self {
        Self::Setting { name, held, reason }
    }
}

impl From<OpenError> for LogError {
    fn from(error: OpenError) -> Self {
        let (path, source) = error.into_parts();
        Self::File { path, source }
    }
}

/// What is shown of a value: its beginning, on one line.
fn shown(held: &str) -> String {
    let mut shown: String = held
        .chars()
        .take(SHOWN)
        .flat_map(char::escape_debug)
        .collect();
    if held.chars().nth(SHOWN).is_some() {
        shown.push_str("..");
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_main_that_returns_it_says_what_to_write() {
        let error = LogError::from(Fault::new("LOG_LEVEL", "loud", "write `info`"));
        assert_eq!(
            format!("{error:?}"),
            "`LOG_LEVEL` holds `loud`: write `info`"
        );
    }

    #[test]
    fn a_value_is_shown_escaped_and_no_longer_than_its_beginning() {
        let fault = Fault::new("LOG_LEVEL", "a\n\x1b[31m", "no");
        let said = LogError::from(fault).to_string();
        assert_eq!(said, r"`LOG_LEVEL` holds `a\n\u{1b}[31m`: no");
        let long = LogError::from(Fault::new("LOG_LEVEL", &"x".repeat(10_000), "no"));
        assert!(long.to_string().len() < 120, "{long}");
    }
}
