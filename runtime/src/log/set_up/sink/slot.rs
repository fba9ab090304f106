//! An output, and how it has fared.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::output::{Output, Unwritten};

pub(super) struct Slot {
    output: Box<dyn Output>,
    /// Lines that could not be written, and that nothing has been said of.
    pub(super) lost: u64,
    /// Why the last write failed.
    pub(super) failing: Option<Failure>,
    /// All bytes that were written.
    pub(super) bytes: u64,
}

pub(super) struct Failure {
    pub(super) error: String,
    pub(super) told: bool,
}

impl Slot {
    pub(super) fn new(output: Box<dyn Output>) -> Self {
        Self {
            output,
            lost: 0,
            failing: None,
            bytes: 0,
        }
    }

    pub(super) fn name(&self) -> &str {
        self.output.name()
    }

    #[cfg(feature = "metrics")]
    pub(super) fn rotations(&self) -> u64 {
        self.output.rotations()
    }

    /// How many lines could not be written.
    pub(super) fn write(&mut self, lines: &[u8]) -> u64 {
        let written = guarded(|| {
            self.output.write(lines)?;
            // These lines are out of our hands; what is lost now cannot be told from what is not.
            self.output
                .flush()
                .map_err(|error| Unwritten { lines: 0, error })
        });
        match written {
            Ok(Ok(())) => {
                self.bytes += lines.len() as u64;
                self.failing = None;
                0
            }
            Ok(Err(unwritten)) => self.failed(&unwritten),
            Err(error) => self.failed(&Unwritten::all(lines, error)),
        }
    }

    fn failed(&mut self, unwritten: &Unwritten) -> u64 {
        self.lost += unwritten.lines;
        let error = unwritten.error.to_string();
        match &mut self.failing {
            Some(failure) => failure.error = error,
            None => self.failing = Some(Failure { error, told: false }),
        }
        unwritten.lines
    }

    /// There is something to be said of it: that it fails, or, when that is over, that it did.
    pub(super) fn has_news(&self) -> bool {
        match &self.failing {
            Some(failure) => !failure.told,
            None => self.lost > 0,
        }
    }
}

/// A panic of an output is an error of that output, and the thread goes on.
fn guarded<T>(write: impl FnOnce() -> T) -> io::Result<T> {
    catch_unwind(AssertUnwindSafe(write)).map_err(|_| io::Error::other("its writer panicked"))
}
