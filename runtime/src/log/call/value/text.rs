//! Text of a bounded length.
//!
//! A value may be a body of megabytes, and its `Debug` may panic. Neither is to be seen by the
//! function that is told of: what is too long is cut, and a panic ends the text.

use std::fmt::{self, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::log::call::start_of;
use crate::mask::Masker;

/// How many bytes of a value are told.
pub(super) const LIMIT: usize = 8 * 1024;

/// How many are read beyond that, so that no finding that is told of is cut in two.
const BEYOND: usize = 1024;

const CUT: &str = "... (cut)";
const PANICKED: &str = "(its formatting panicked)";

/// What `write` writes, as it is.
pub(super) fn shown(write: &dyn Fn(&mut fmt::Formatter<'_>) -> fmt::Result) -> String {
    let Rendered { mut text, cut } = render(write);
    if cut {
        shorten(&mut text);
    }
    text
}

/// What `write` writes, masked.
pub(super) fn masked(write: &dyn Fn(&mut fmt::Formatter<'_>) -> fmt::Result) -> String {
    let Rendered { text, cut } = render(write);
    let mut text = match Masker::global().mask(&text) {
        std::borrow::Cow::Owned(masked) => masked,
        std::borrow::Cow::Borrowed(_) => text,
    };
    if cut {
        shorten(&mut text);
    }
    text
}

struct Rendered {
    text: String,
    /// Whether it is longer than what is told.
    cut: bool,
}

fn render(write: &dyn Fn(&mut fmt::Formatter<'_>) -> fmt::Result) -> Rendered {
    let mut bounded = Bounded(String::new());
    // Of what a panic has left half-done only the text is looked at.
    let done = catch_unwind(AssertUnwindSafe(|| write!(bounded, "{}", By(write))));
    let Bounded(mut text) = bounded;
    let cut = text.len() > LIMIT;
    if done.is_err() && !cut {
        text.push_str(PANICKED);
    }
    Rendered { text, cut }
}

fn shorten(text: &mut String) {
    text.truncate(start_of(text, LIMIT).len());
    text.push_str(CUT);
}

/// Takes no more than is told, and refuses the rest: what is written is written no further.
struct Bounded(String);

impl fmt::Write for Bounded {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = (LIMIT + BEYOND).saturating_sub(self.0.len());
        if text.len() <= room {
            self.0.push_str(text);
            return Ok(());
        }
        self.0.push_str(start_of(text, room));
        Err(fmt::Error)
    }
}

struct By<'a>(&'a dyn Fn(&mut fmt::Formatter<'_>) -> fmt::Result);

impl fmt::Display for By<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (self.0)(f)
    }
}
