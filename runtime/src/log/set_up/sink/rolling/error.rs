//! A file that cannot be opened at the start.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A file or directory of the log that cannot be written.
#[derive(Debug)]
pub(in crate::log::set_up) struct OpenError {
    path: PathBuf,
    source: io::Error,
}

impl OpenError {
    pub(super) fn new(path: PathBuf, source: io::Error) -> Self {
        Self { path, source }
    }

    /// What cannot be written.
    pub(in crate::log::set_up) fn path(&self) -> &Path {
        &self.path
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` cannot be written", self.path.display())?;
        write!(f, ": {}", self.source)
    }
}

impl Error for OpenError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.source)
    }
}
