//! What was written in the attribute.

use tracing::Level;

/// What was written in the attribute.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "as many words as may be said or not"
)]
pub struct ExceptionOptions {
    /// The level of a failure that no other is written for, of a panic and of a cancelled call.
    pub level: Level,
    /// The loudest level at which the function may tell anything.
    pub loudest: Level,
    /// What the event of a failure says, in place of `failed`.
    pub message: Option<&'static str>,
    /// Whether sources are told.
    pub chain: bool,
    /// Whether what a function below has told is only said to pass here.
    pub once: bool,
    /// Whether a call that is dropped is told of.
    pub cancelled: bool,
    /// Whether errors are swallowed.
    pub swallows: bool,
    /// Whether panics are, too.
    pub swallows_panics: bool,
    /// Whether a backtrace is told.
    pub backtrace: Backtraces,
    /// How many identical failures are told in a minute; 0 for all of them.
    pub count: u32,
}

impl ExceptionOptions {
    /// As `#[log_exceptions]` without arguments means it.
    pub const DEFAULT: Self = Self {
        level: Level::ERROR,
        loudest: Level::ERROR,
        message: None,
        chain: true,
        once: true,
        cancelled: false,
        swallows: false,
        swallows_panics: false,
        backtrace: Backtraces::Never,
        count: 0,
    };
}

/// `backtrace = ..`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backtraces {
    /// Where `RUST_LIB_BACKTRACE` or `RUST_BACKTRACE` asks for one.
    Auto,
    /// Of every failure.
    Always,
    /// Of none.
    Never,
}

impl Backtraces {
    /// That of the thread as it stands, if there is to be one.
    pub(super) fn capture(self) -> Option<String> {
        use std::backtrace::{Backtrace, BacktraceStatus};

        let backtrace = match self {
            Self::Auto => Backtrace::capture(),
            Self::Always => Backtrace::force_capture(),
            Self::Never => return None,
        };
        (backtrace.status() == BacktraceStatus::Captured).then(|| backtrace.to_string())
    }
}
