//! What kind of environment a program runs in, and what its lines look like.

/// Whether lines are written for a machine or for somebody who sits at a terminal.
///
/// | written in `ENVIRONMENT`, in any case | it is |
/// |---|---|
/// | `production`, `prod`, `live`, `staging`, `stage`, `preprod`, `uat`, `qa` | [`Production`](Self::Production) |
/// | `development`, `dev`, `devel`, `local`, `test`, `testing`, `ci`, or nothing | [`Development`](Self::Development) |
///
/// # Examples
///
/// ```
/// use gambeson::log::{Environment, LogConfig};
///
/// let config = LogConfig::new("shop").environment(Environment::Production);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Environment {
    /// JSON lines.
    Production,
    /// Lines to read: aligned, and in colours on a terminal.
    #[default]
    Development,
}

const PRODUCTION: [&str; 8] = [
    "production",
    "prod",
    "live",
    "staging",
    "stage",
    "preprod",
    "uat",
    "qa",
];
const DEVELOPMENT: [&str; 7] = [
    "development",
    "dev",
    "devel",
    "local",
    "test",
    "testing",
    "ci",
];

impl Environment {
    /// By any of its words.
    pub(super) fn of(word: &str) -> Option<Self> {
        let is_one_of = |words: &[&str]| words.iter().any(|known| known.eq_ignore_ascii_case(word));
        if is_one_of(&PRODUCTION) {
            Some(Self::Production)
        } else if is_one_of(&DEVELOPMENT) {
            Some(Self::Development)
        } else {
            None
        }
    }

    /// What lines look like where nothing else is said.
    pub(super) fn format(self) -> LogFormat {
        match self {
            Self::Production => LogFormat::Json,
            Self::Development => LogFormat::Pretty,
        }
    }
}

/// What a line looks like.
///
/// # Examples
///
/// ```
/// use gambeson::log::{LogConfig, LogFormat};
///
/// // Lines to read on the console, JSON in the files.
/// let config = LogConfig::new("shop")
///     .format(LogFormat::Pretty)
///     .file_format(LogFormat::Json);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LogFormat {
    /// One flat JSON object a line.
    Json,
    /// Aligned columns to read.
    Pretty,
}

impl LogFormat {
    pub(super) fn of(word: &str) -> Option<Self> {
        if word.eq_ignore_ascii_case("json") {
            Some(Self::Json)
        } else if word.eq_ignore_ascii_case("pretty") {
            Some(Self::Pretty)
        } else {
            None
        }
    }
}

/// Where lines go that go to no file.
///
/// # Examples
///
/// ```
/// use gambeson::log::{Console, LogConfig};
///
/// // A program whose standard output is its result.
/// let config = LogConfig::new("report").console(Console::Stderr);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Console {
    /// The standard output.
    #[default]
    Stdout,
    /// The standard error.
    Stderr,
    /// Nowhere: files alone.
    Off,
}
