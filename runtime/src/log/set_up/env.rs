//! Settings from the environment.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use super::config::LogConfig;
use super::environment::{Environment, LogFormat};
use super::error::{Fault, LogError};
use super::filter::Filter;

const ENVIRONMENT: &str = "ENVIRONMENT";
const LEVEL: &str = "LOG_LEVEL";
const FORMAT: &str = "LOG_FORMAT";
const DIR: &str = "LOG_DIR";
const NO_COLOR: &str = "NO_COLOR";

impl LogConfig {
    /// The settings that the environment describes, for a service of this name. A variable that is
    /// empty is as one that is not set.
    ///
    /// | variable | what it holds | if it is not set |
    /// |---|---|---|
    /// | `ENVIRONMENT` | `production` or `development`, and what [`Environment`] lists | `development` |
    /// | `LOG_LEVEL` | a level, or directives as [`filter`](Self::filter) takes | `info` |
    /// | `LOG_FORMAT` | `json` or `pretty` | `json` in production, `pretty` otherwise |
    /// | `LOG_DIR` | the directory of the log files; made if it is not there | no files |
    /// | `NO_COLOR` | anything: no colours, even on a terminal | colours on a terminal |
    ///
    /// What is set on the configuration afterwards counts.
    ///
    /// # Errors
    /// [`LogError::Setting`] names the variable, what it holds and what to write.
    pub fn from_env(service: impl Into<String>) -> Result<Self, LogError> {
        from_variables(service.into(), env::var_os).map_err(LogError::from)
    }
}

fn from_variables(
    service: String,
    read: impl Fn(&'static str) -> Option<OsString>,
) -> Result<LogConfig, Fault> {
    let mut config = LogConfig::new(service);
    if let Some(environment) = value(ENVIRONMENT, &read, environment)? {
        config = config.environment(environment);
    }
    if let Some(filter) = value(LEVEL, &read, Filter::parse)? {
        config.filter = filter;
    }
    if let Some(format) = value(FORMAT, &read, format)? {
        config = config.format(format);
    }
    if let Some(dir) = set(read(DIR)) {
        config = config.dir(PathBuf::from(dir));
    }
    if set(read(NO_COLOR)).is_some() {
        config = config.colours(false);
    }
    Ok(config)
}

/// What a variable means; `parse` says what is wrong with it.
fn value<T>(
    name: &'static str,
    read: impl Fn(&'static str) -> Option<OsString>,
    parse: impl FnOnce(&str) -> Result<T, String>,
) -> Result<Option<T>, Fault> {
    let Some(held) = set(read(name)) else {
        return Ok(None);
    };
    let text = held.to_str().ok_or_else(|| Fault::not_text(name, &held))?;
    match parse(text.trim()) {
        Ok(value) => Ok(Some(value)),
        Err(reason) => Err(Fault::new(name, text, reason)),
    }
}

/// A variable that holds something.
fn set(value: Option<OsString>) -> Option<OsString> {
    value.filter(|value| !is_blank(value))
}

fn is_blank(value: &OsStr) -> bool {
    value.to_str().is_some_and(|text| text.trim().is_empty())
}

fn environment(word: &str) -> Result<Environment, String> {
    Environment::of(word).ok_or_else(|| {
        "there is no such environment; write `production` (JSON lines) or `development` (lines \
         to read)"
            .to_owned()
    })
}

fn format(word: &str) -> Result<LogFormat, String> {
    LogFormat::of(word)
        .ok_or_else(|| "there is no such format; write `json` or `pretty`".to_owned())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<LogConfig, String> {
        let read = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| OsString::from(value))
        };
        from_variables("shop".to_owned(), read).map_err(|fault| LogError::from(fault).to_string())
    }

    #[test]
    fn what_is_not_set_or_empty_is_as_if_nothing_were_said() {
        let empty = [ENVIRONMENT, LEVEL, FORMAT, DIR, NO_COLOR].map(|name| (name, " "));
        for variables in [&[][..], &empty] {
            let config = read(variables).unwrap();
            assert_eq!(config.service, "shop");
            assert_eq!(config.filter.to_string(), "info");
            assert_eq!(config.console_format(), LogFormat::Pretty);
            assert_eq!(config.dir, None);
            assert_eq!(config.colours, None);
        }
    }

    #[test]
    fn the_environment_implies_a_format_that_another_variable_overrides() {
        for (environment, format, is) in [
            ("production", "", LogFormat::Json),
            ("Prod", "", LogFormat::Json),
            ("STAGING", "", LogFormat::Json),
            ("development", "", LogFormat::Pretty),
            ("dev", "", LogFormat::Pretty),
            ("production", "pretty", LogFormat::Pretty),
            ("", "JSON", LogFormat::Json),
        ] {
            let config = read(&[(ENVIRONMENT, environment), (FORMAT, format)]).unwrap();
            assert_eq!(config.console_format(), is, "{environment} {format}");
        }
    }

    #[test]
    fn each_other_variable_is_taken() {
        let config = read(&[
            (LEVEL, " WARNING,shop::db=debug "),
            (DIR, "/var/log/shop"),
            (NO_COLOR, "1"),
        ]);
        let config = config.unwrap();
        assert_eq!(config.filter.to_string(), "warn,shop::db=debug");
        assert_eq!(config.dir.as_deref(), Some(Path::new("/var/log/shop")));
        assert_eq!(config.colours, Some(false));
    }

    #[test]
    fn a_bad_value_is_an_error_that_names_the_variable_and_what_to_write() {
        for (name, value, said) in [
            (
                ENVIRONMENT,
                "moon",
                "`ENVIRONMENT` holds `moon`: there is no such environment; write `production` \
                 (JSON lines) or `development` (lines to read)",
            ),
            (
                FORMAT,
                "xml",
                "`LOG_FORMAT` holds `xml`: there is no such format; write `json` or `pretty`",
            ),
            (
                LEVEL,
                "shop=loud",
                "`LOG_LEVEL` holds `shop=loud`: there is no level `loud`; write `off`, `error`, \
                 `warn`, `info`, `debug` or `trace`",
            ),
        ] {
            assert_eq!(read(&[(name, value)]).unwrap_err(), said);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_value_that_is_no_text_is_an_error_but_a_path_need_not_be_text() {
        use std::os::unix::ffi::OsStringExt as _;

        let bytes = || Some(OsString::from_vec(vec![b'd', 0xff]));
        for name in [ENVIRONMENT, LEVEL, FORMAT] {
            let read = |asked: &str| if asked == name { bytes() } else { None };
            let fault = from_variables("shop".to_owned(), read).unwrap_err();
            let said = LogError::from(fault).to_string();
            assert!(
                said.starts_with(&format!("`{name}` holds `d\u{fffd}`: ")),
                "{said}"
            );
        }
        let read = |asked: &str| if asked == DIR { bytes() } else { None };
        let config = from_variables("shop".to_owned(), read).unwrap();
        assert_eq!(config.dir, bytes().map(PathBuf::from));
    }
}
