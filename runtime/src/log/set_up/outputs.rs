//! What a configuration asks for, opened: the console and the files, each at its place, and the
//! format of each.

use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::sync::Arc;

use super::config::{LogConfig, WhenFull};
use super::destinations::Destinations;
use super::environment::{Console, LogFormat};
use super::error::LogError;
use super::files::LogFile;
use super::format::{self, Format, Json, Pretty};
use super::sink::{self, Keep, Output, RollingFile, RollingOptions, Stream};
use crate::Masker;

/// The place of the console; the files are behind it.
const CONSOLE: usize = 0;

/// Which outputs are written in which format.
pub(super) type Formats = Arc<[(u32, Box<dyn Format>)]>;

impl LogConfig {
    /// Opens the console and all files.
    pub(super) fn outputs(&self) -> Result<Vec<Box<dyn Output>>, LogError> {
        let console: Box<dyn Output> = match self.console {
            Console::Stdout => Box::new(Stream::new("console", io::stdout())),
            Console::Stderr => Box::new(Stream::new("console", io::stderr())),
            // Nothing goes there; the files keep their places.
            Console::Off => Box::new(Stream::new("console", io::sink())),
        };
        let mut outputs = vec![console];
        if let Some(dir) = &self.dir {
            for file in self.files.iter() {
                outputs.push(Box::new(self.open(dir, file)?));
            }
        }
        Ok(outputs)
    }

    fn open(&self, dir: &Path, file: &LogFile) -> Result<RollingFile, LogError> {
        let zone = if self.local_time {
            sink::Zone::Local
        } else {
            sink::Zone::Utc
        };
        let options = RollingOptions {
            dir: dir.to_owned(),
            name: file.file_name(),
            rotation: sink::Rotation {
                daily: self.rolling.rotation.daily.then_some(zone),
                size: self.rolling.rotation.size,
            },
            keep: Keep {
                files: self.rolling.keep,
                age: self.rolling.keep_for,
            },
            #[cfg(feature = "gzip")]
            compress: self.rolling.compress,
            symlink: self.rolling.symlinks,
        };
        RollingFile::open(options).map_err(LogError::from)
    }

    /// The formats, one for several outputs where it is the same.
    pub(super) fn formats(&self, masker: Option<&Masker>) -> Formats {
        let console = Destinations::NOWHERE.with(CONSOLE).bits();
        let (of_console, of_files) = (self.console_format(), self.format_of_files());
        let has_files = self.dir.is_some() && self.files.iter().next().is_some();
        let colours = of_console == LogFormat::Pretty && self.has_colours();
        let format = |format, colours| self.make(format, colours, masker);
        match self.console {
            Console::Off => Arc::new([(!console, format(of_files, false))]),
            _ if !has_files => Arc::new([(console, format(of_console, colours))]),
            _ if of_console == of_files && !colours => {
                Arc::new([(u32::MAX, format(of_files, false))])
            }
            _ => Arc::new([
                (console, format(of_console, colours)),
                (!console, format(of_files, false)),
            ]),
        }
    }

    fn make(&self, format: LogFormat, colours: bool, masker: Option<&Masker>) -> Box<dyn Format> {
        let masker = masker.cloned();
        match format {
            LogFormat::Json => {
                let service = Some(self.service.as_str()).filter(|service| !service.is_empty());
                Box::new(Json::new(&self.names, masker, service))
            }
            LogFormat::Pretty => {
                let zone = if self.local_time {
                    format::Zone::Local
                } else {
                    format::Zone::Utc
                };
                Box::new(Pretty::new(colours, zone, masker))
            }
        }
    }

    fn has_colours(&self) -> bool {
        self.colours.unwrap_or_else(|| match self.console {
            Console::Stdout => io::stdout().is_terminal(),
            Console::Stderr => io::stderr().is_terminal(),
            Console::Off => false,
        })
    }

    /// What the sink does when it is full.
    pub(super) fn sink_when_full(&self) -> sink::WhenFull {
        match self.when_full {
            WhenFull::Drop => sink::WhenFull::Drop,
            WhenFull::Wait => sink::WhenFull::Wait,
        }
    }
}
