//! What the command line asks for.

use std::ffi::OsString;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use lexopt::prelude::*;

/// The text of `--help`.
pub const HELP: &str = "\
service [--listen ADDRESS] [--data DIRECTORY] [--drive REQUESTS]

  --listen ADDRESS    where to listen; 127.0.0.1:8080 when nothing is said, port 0 takes a free one
  --data DIRECTORY    where the database file lies, created and filled at the first start;
                      gambeson-service in the user's cache directory when nothing is said
  --drive REQUESTS    send that many requests to itself with the cache, and as many without,
                      print what came of it, and end

The environment: REDIS_URL adds Redis as the second tier of the cache, CACHE_KEY_PREFIX,
CACHE_MEMORY_BYTES and the other variables of gambeson apply; ENVIRONMENT, LOG_LEVEL,
LOG_FORMAT and LOG_DIR say what is logged, how and where; PSEUDONYM_KEY is the key of the
pseudonyms of guests.
";

/// The most requests that one `--drive` sends for each side: each leaves a few bytes in memory.
const MOST_REQUESTS: u32 = 10_000_000;

/// The settings of one run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The directory of the database file.
    pub data: PathBuf,
    /// How many requests to drive through the service, if it is to measure itself.
    pub drive: Option<u32>,
}

/// What the command line asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// To run with these settings.
    Run(Config),
    /// To say what it takes.
    Help,
}

impl Config {
    /// Reads the arguments that follow the program's name.
    ///
    /// # Errors
    ///
    /// When an argument is not known, or its value is not one that it takes.
    pub fn from_args(args: impl IntoIterator<Item = OsString>) -> Result<Asked, lexopt::Error> {
        let mut config = Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            data: default_data(),
            drive: None,
        };
        let mut parser = lexopt::Parser::from_args(args);
        while let Some(argument) = parser.next()? {
            match argument {
                Long("listen") => config.listen = parser.value()?.parse()?,
                Long("data") => config.data = parser.value()?.into(),
                Long("drive") => config.drive = Some(parser.value()?.parse_with(requests)?),
                Short('h') | Long("help") => return Ok(Asked::Help),
                other => return Err(other.unexpected()),
            }
        }
        Ok(Asked::Run(config))
    }
}

fn requests(text: &str) -> Result<u32, String> {
    match text.parse() {
        Ok(number) if (1..=MOST_REQUESTS).contains(&number) => Ok(number),
        _ => Err(format!("a number from 1 to {MOST_REQUESTS} is needed")),
    }
}

/// The user's own cache directory, not a fixed name in a directory that others can write to.
fn default_data() -> PathBuf {
    let absolute = |name| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    absolute("XDG_CACHE_HOME")
        .or_else(|| absolute("HOME").map(|home| home.join(".cache")))
        .or_else(|| absolute("LOCALAPPDATA"))
        .unwrap_or_default()
        .join("gambeson-service")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(args: &[&str]) -> Result<Asked, String> {
        Config::from_args(args.iter().map(OsString::from)).map_err(|error| error.to_string())
    }

    #[test]
    fn every_argument_reaches_its_setting() {
        let asked = read(&[
            "--listen",
            "127.0.0.1:0",
            "--data=/somewhere",
            "--drive",
            "20000",
        ]);
        let expected = Config {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            data: PathBuf::from("/somewhere"),
            drive: Some(20_000),
        };
        assert_eq!(asked, Ok(Asked::Run(expected)));
        assert_eq!(read(&["--help"]), Ok(Asked::Help));
    }

    #[test]
    fn what_is_not_known_or_not_sane_is_an_error_that_repeats_it() {
        for (args, repeated) in [
            (&["--drive", "0"][..], "\"0\""),
            (&["--drive", "many"], "\"many\""),
            (&["--listen", "nowhere"], "\"nowhere\""),
            (&["--speed"], "'--speed'"),
        ] {
            let error = read(args).expect_err("it is refused");
            assert!(error.contains(repeated), "{error}");
        }
    }
}
