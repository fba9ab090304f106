//! What a program wants of its log.

mod setters;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use tracing::level_filters::LevelFilter;

use super::environment::{Console, Environment, LogFormat};
use super::error::{Fault, LogError};
use super::files::LogFiles;
use super::filter::Filter;
use super::format::FieldNames;
use super::rotation::Rolling;
use super::routes::Rule;
use crate::Masker;

/// What a program wants of its log: [`from_env`](Self::from_env), or step by step.
///
/// A setting that cannot be is told by [`init`](super::init) and [`layers`](super::layers).
///
/// # Examples
///
/// ```no_run
/// use std::time::Duration;
/// use gambeson::log::{self, Environment, LogConfig, Rotation};
/// use tracing::Level;
///
/// # fn main() -> Result<(), gambeson::log::LogError> {
/// let config = LogConfig::new("shop")
///     .environment(Environment::Production)
///     .filter("info,shop::db=debug")
///     .dir("/var/log/shop")
///     .file("billing")
///     .file_level("api", Level::WARN)
///     .rotation(Rotation::daily())
///     .keep_for(Duration::from_secs(90 * 86_400));
/// let guard = log::init(config)?;
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is logged before `init` or `layers` is given it"]
pub struct LogConfig {
    pub(super) service: String,
    environment: Environment,
    pub(super) filter: Filter,
    format: Option<LogFormat>,
    file_format: Option<LogFormat>,
    pub(super) console: Console,
    console_level: LevelFilter,
    /// None: on a terminal.
    pub(super) colours: Option<bool>,
    pub(super) names: FieldNames,
    pub(super) masking: Masking,
    pub(super) dir: Option<PathBuf>,
    pub(super) files: LogFiles,
    pub(super) rolling: Rolling,
    pub(super) local_time: bool,
    pub(super) queue_bytes: usize,
    pub(super) when_full: WhenFull,
    pub(super) log_records: bool,
    /// The first setting that cannot be.
    fault: Option<Fault>,
}

/// Who masks.
#[derive(Clone, Debug)]
pub(super) enum Masking {
    /// The global masker, as it is when logging is set up.
    Global,
    Own(Masker),
    Off,
}

/// What is done with a line when the queue of lines that wait to be written is full.
///
/// # Examples
///
/// ```
/// use gambeson::log::{LogConfig, WhenFull};
///
/// // An audit log: rather slow than incomplete.
/// let config = LogConfig::new("audit").when_full(WhenFull::Wait);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WhenFull {
    /// It is dropped and counted, and the log says how many there were: logging holds nobody up.
    #[default]
    Drop,
    /// Whoever logs waits, with its thread, until there is room: no line is lost, and the program
    /// is no faster than its disk.
    Wait,
}

/// Bytes of lines that wait to be written.
const QUEUE_BYTES: usize = 8 << 20;

impl LogConfig {
    /// The settings of a service of this name where nothing else is said: level `info`, lines to
    /// read on the standard output, no files. Reads no variable.
    pub fn new(service: impl Into<String>) -> Self {
        Self {
            service: service.into(),
            environment: Environment::default(),
            filter: Filter::at(LevelFilter::INFO),
            format: None,
            file_format: None,
            console: Console::default(),
            console_level: LevelFilter::TRACE,
            colours: None,
            names: FieldNames::default(),
            masking: Masking::Global,
            dir: None,
            files: LogFiles::default(),
            rolling: Rolling::default(),
            local_time: false,
            queue_bytes: QUEUE_BYTES,
            when_full: WhenFull::default(),
            log_records: true,
            fault: None,
        }
    }

    /// What lines on the console look like.
    pub(super) fn console_format(&self) -> LogFormat {
        self.format.unwrap_or_else(|| self.environment.format())
    }

    /// What lines in files look like.
    pub(super) fn format_of_files(&self) -> LogFormat {
        self.file_format.unwrap_or_else(|| self.console_format())
    }

    /// What each output takes, each at its place: the console, and then the files.
    pub(super) fn rules(&self) -> Vec<Rule> {
        let console = match self.console {
            Console::Off => LevelFilter::OFF,
            Console::Stdout | Console::Stderr => self.console_level,
        };
        let files = self.dir.is_some().then_some(&self.files);
        let files = files.into_iter().flat_map(LogFiles::iter);
        std::iter::once(Rule::all(console))
            .chain(files.map(super::files::LogFile::rule))
            .collect()
    }

    /// Who masks, as it is now.
    pub(super) fn masking(&self) -> Option<Masker> {
        match &self.masking {
            Masking::Global => Some(Masker::global().clone()),
            Masking::Own(masker) => Some(masker.clone()),
            Masking::Off => None,
        }
    }

    /// Whether all of it can be.
    pub(super) fn check(&self) -> Result<(), LogError> {
        match &self.fault {
            Some(fault) => Err(fault.clone().into()),
            None => Ok(()),
        }
    }

    fn note<T>(&mut self, result: Result<T, Fault>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(fault) => {
                self.fault.get_or_insert(fault);
                None
            }
        }
    }
}
