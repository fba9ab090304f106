//! One setting each.

use std::path::PathBuf;
use std::time::Duration;

use tracing::level_filters::LevelFilter;

use super::{LogConfig, Masking, WhenFull};
use crate::Masker;
use crate::log::set_up::environment::{Console, Environment, LogFormat};
use crate::log::set_up::error::Fault;
use crate::log::set_up::filter::Filter;
use crate::log::set_up::format::FieldNames;
use crate::log::set_up::rotation::Rotation;

/// A longer line than this has to have room in the queue.
const FEWEST_QUEUE_BYTES: usize = 64 << 10;

/// What is logged.
impl LogConfig {
    /// The environment, which implies a format. [`Environment::Development`], unless said.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    /// Up to which level events are wanted, whatever their target; a [`tracing::Level`], or
    /// [`LevelFilter::OFF`]. `INFO`, unless said. In the place of a [`filter`](Self::filter).
    pub fn level(mut self, level: impl Into<LevelFilter>) -> Self {
        self.filter = Filter::at(level.into());
        self
    }

    /// Which events are wanted: `info,shop::db=debug,api=warn`, as in `LOG_LEVEL`.
    ///
    /// A level alone is for all targets, `info` where there is none. `shop::db=debug` is for the
    /// target `shop::db` and all that is in it, as `shop::db::pool`, by whole segments: `api` is not
    /// `apiary`. Where more than one matches, the longest counts. Levels are `off`, `error`, `warn`,
    /// `info`, `debug` and `trace` in any case; `warning`, `critical`, `fatal` and `none` are known.
    pub fn filter(mut self, directives: &str) -> Self {
        let parsed = Filter::parse(directives);
        let parsed = parsed.map_err(|reason| Fault::new("filter", directives, reason));
        if let Some(filter) = self.note(parsed) {
            self.filter = filter;
        }
        self
    }

    /// Whether records of the `log` crate are logged, too; only [`init`](crate::log::init) can do
    /// that. They are, unless said.
    pub fn log_records(mut self, wanted: bool) -> Self {
        self.log_records = wanted;
        self
    }
}

/// What lines look like.
impl LogConfig {
    /// The format, whatever the environment implies.
    pub fn format(mut self, format: LogFormat) -> Self {
        self.format = Some(format);
        self
    }

    /// The format of files, where it is not that of the console. Files have no colours.
    pub fn file_format(mut self, format: LogFormat) -> Self {
        self.file_format = Some(format);
        self
    }

    /// What the fields of JSON lines are called: a preset, or names of one's own.
    ///
    /// ```
    /// use gambeson::log::{FieldNames, LogConfig};
    ///
    /// let config = LogConfig::new("shop").field_names(FieldNames::stackdriver());
    /// ```
    pub fn field_names(mut self, names: FieldNames) -> Self {
        if let Some(name) = names.duplicate() {
            let reason = "two standard fields have this name; give one of them another";
            let fault = Fault::new("field_names", name, reason);
            self.fault.get_or_insert(fault);
        }
        self.names = names;
        self
    }

    /// Colours on the console, or none, whether it is a terminal or not. They are for lines to read;
    /// JSON has none.
    pub fn colours(mut self, wanted: bool) -> Self {
        self.colours = Some(wanted);
        self
    }

    /// Days begin, and lines to read show the time, as the system's time zone has it instead of in
    /// UTC. The time in JSON is in UTC always.
    pub fn local_time(mut self, wanted: bool) -> Self {
        self.local_time = wanted;
        self
    }

    /// Whether personal data and secrets are masked in all text. They are, unless this says that
    /// they are not.
    pub fn mask(mut self, wanted: bool) -> Self {
        self.masking = match self.masking {
            _ if !wanted => Masking::Off,
            Masking::Off => Masking::Global,
            kept => kept,
        };
        self
    }

    /// Masks by `masker` instead of by [`Masker::global`].
    pub fn masker(mut self, masker: Masker) -> Self {
        self.masking = Masking::Own(masker);
        self
    }
}

/// Where lines go.
impl LogConfig {
    /// The console. [`Console::Stdout`], unless said.
    pub fn console(mut self, console: Console) -> Self {
        self.console = console;
        self
    }

    /// Of what passes the [`filter`](Self::filter), what the console shows; all, unless said.
    pub fn console_level(mut self, level: impl Into<LevelFilter>) -> Self {
        self.console_level = level.into();
        self
    }

    /// The directory of the log files, which is made if it is not there. None are written without.
    ///
    /// | file | takes, of what passes the filter |
    /// |---|---|
    /// | `app.log` | all |
    /// | `error.log` | errors |
    /// | `api.log`, `model.log`, and each [`file`](Self::file) | targets that have this word as a segment: `shop::api::users`, `api.users`, and `target = "api"`, but not `apiary` |
    pub fn dir(mut self, dir: impl Into<PathBuf>) -> Self {
        self.dir = Some(dir.into());
        self
    }

    /// One more file, `billing.log` of `billing`, for all targets that have this word as a segment.
    /// 1 to 64 of `a-z`, `0-9`, `_` and `-`; up to 31 files.
    pub fn file(mut self, name: impl Into<String>) -> Self {
        let added = self.files.add(name.into());
        self.note(added);
        self
    }

    /// Of what passes the [`filter`](Self::filter), what a file takes: `error` takes errors and all
    /// others everything, unless said. The file is one of the four, or has been added before.
    pub fn file_level(mut self, name: &str, level: impl Into<LevelFilter>) -> Self {
        let set = self.files.set_level(name, level.into());
        self.note(set);
        self
    }

    /// Leaves a file out.
    pub fn without_file(mut self, name: &str) -> Self {
        let removed = self.files.remove(name);
        self.note(removed);
        self
    }
}

/// What becomes of files.
impl LogConfig {
    /// When a file is put aside and a new one begun: each day and at 10 MB, unless said.
    pub fn rotation(mut self, rotation: Rotation) -> Self {
        if rotation.size == Some(0) {
            let reason = "a file of 0 bytes has no room for a line; write 1 or more";
            let fault = Fault::new("rotation", "0", reason);
            self.fault.get_or_insert(fault);
        }
        self.rolling.rotation = rotation;
        self
    }

    /// How many old files of each name are kept; 30, unless said.
    pub fn keep(mut self, files: usize) -> Self {
        self.rolling.keep = Some(files);
        self
    }

    /// How long an old file is kept; 30 days, unless said.
    pub fn keep_for(mut self, age: Duration) -> Self {
        self.rolling.keep_for = Some(age);
        self
    }

    /// Keeps all old files: something else removes them.
    pub fn keep_all(mut self) -> Self {
        self.rolling.keep = None;
        self.rolling.keep_for = None;
        self
    }

    /// Compresses files that have been put aside, with gzip; they are not, unless said.
    #[cfg(feature = "gzip")]
    pub fn compress(mut self, wanted: bool) -> Self {
        self.rolling.compress = wanted;
        self
    }

    /// `app.log` is a symbolic link to the current file, which bears its day and number from its
    /// beginning, and is never renamed. No link, unless said.
    pub fn symlinks(mut self, wanted: bool) -> Self {
        self.rolling.symlinks = wanted;
        self
    }
}

/// The queue between the program and what it writes to.
impl LogConfig {
    /// How many bytes of lines may wait to be written; 8 MiB, unless said, and 64 KiB at least.
    pub fn queue_bytes(mut self, bytes: usize) -> Self {
        if bytes < FEWEST_QUEUE_BYTES {
            let reason =
                format!("a long line has no room in it; write {FEWEST_QUEUE_BYTES} or more");
            let fault = Fault::new("queue_bytes", &bytes.to_string(), reason);
            self.fault.get_or_insert(fault);
        }
        self.queue_bytes = bytes;
        self
    }

    /// What is done with a line when the queue is full. [`WhenFull::Drop`], unless said.
    pub fn when_full(mut self, when_full: WhenFull) -> Self {
        self.when_full = when_full;
        self
    }
}
