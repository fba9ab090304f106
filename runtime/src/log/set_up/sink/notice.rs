//! What is said in the log of lines that are not in it.

use std::fmt;

/// What is said in the log of lines that are not in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::log::set_up) enum Notice<'a> {
    /// There was no room in the queue.
    Dropped { lines: u64 },
    /// From now on lines may be missing in `output`.
    Failing { output: &'a str, error: &'a str },
    /// `output` could not be written for a while, or until the end.
    Lost { output: &'a str, lines: u64 },
}

/// Appends a line about `notice` for the output of this number, with its `'\n'`; or nothing, if that
/// output has no such lines.
pub(in crate::log::set_up) type Tell = Box<dyn FnMut(usize, &Notice<'_>, &mut Vec<u8>) + Send>;

impl fmt::Display for Notice<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dropped { lines } => write!(
                f,
                "{} dropped: the queue of the log was full",
                Lines(*lines)
            ),
            Self::Failing { output, error } => {
                write!(f, "`{output}` cannot be written: {error}")
            }
            Self::Lost { output, lines } => {
                let lines = Lines(*lines);
                write!(
                    f,
                    "{lines} missing in `{output}`, which could not be written"
                )
            }
        }
    }
}

struct Lines(u64);

impl fmt::Display for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            1 => f.write_str("1 line is"),
            lines => write!(f, "{lines} lines are"),
        }
    }
}
