//! What lines are written to.

use std::fmt;
use std::io;

/// What lines are written to, by one thread.
pub(in crate::log::set_up) trait Output: Send {
    /// What it is called in metrics and in lines about it: `console`, or the name of a file.
    fn name(&self) -> &str;

    /// Writes whole lines.
    ///
    /// # Errors
    ///
    /// How many of them were not written, and why. They do not come again.
    fn write(&mut self, lines: &[u8]) -> Result<(), Unwritten>;

    /// Gives on what is kept in memory.
    ///
    /// # Errors
    ///
    /// Those of writing.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// How often it has begun a new file because the old one was full, or its day over.
    fn rotations(&self) -> u64 {
        0
    }
}

/// Lines that could not be written.
#[derive(Debug)]
pub(in crate::log::set_up) struct Unwritten {
    pub(in crate::log::set_up) lines: u64,
    pub(in crate::log::set_up) error: io::Error,
}

impl Unwritten {
    /// All of `lines`.
    pub(super) fn all(lines: &[u8], error: io::Error) -> Self {
        Self {
            lines: count(lines),
            error,
        }
    }
}

impl fmt::Display for Unwritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} lines were not written: {}", self.lines, self.error)
    }
}

/// How many lines these are.
pub(super) fn count(lines: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', lines).count() as u64
}
