//! A text that is cut where it would be too long.

use std::fmt;

use crate::log::call::start_of;

/// Bytes of a value. What is longer is cut.
pub(in super::super) const LONGEST: usize = 64 * 1024;
/// Bytes of all values of an event or of a span together.
const ALL: usize = 4 * LONGEST;
/// Stands where a value was cut.
pub(in super::super) const CUT: &str = " [CUT]";
/// How far back the cut goes for the end of a word: half of a number or of a secret would not be
/// known for what it is.
const WORD: usize = 256;

/// Appends to a text, up to the limit of a value. What is behind that is taken and left out: the
/// code of a user that writes it is not told, since it may count on being heard.
pub(super) struct Limited<'a> {
    text: &'a mut String,
    from: usize,
    end: usize,
    is_cut: bool,
}

impl<'a> Limited<'a> {
    pub(super) fn new(text: &'a mut String) -> Self {
        let from = text.len();
        let end = ALL.min(from.saturating_add(LONGEST)).max(from);
        Self {
            text,
            from,
            end,
            is_cut: false,
        }
    }

    /// Where the value begins and ends.
    pub(super) fn finish(self) -> (usize, usize) {
        if self.is_cut {
            let end = word_before(self.text, self.from);
            self.text.truncate(end);
            self.text.push_str(CUT);
        }
        (self.from, self.text.len())
    }

    #[cold]
    fn cut(&mut self, part: &str) {
        self.is_cut = true;
        let room = self.end.saturating_sub(self.text.len());
        self.text.push_str(start_of(part, room));
    }
}

impl fmt::Write for Limited<'_> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn write_str(&mut self, part: &str) -> fmt::Result {
        if self.is_cut {
            return Ok(());
        }
        if self.text.len() + part.len() > self.end {
            self.cut(part);
        } else {
            self.text.push_str(part);
        }
        Ok(())
    }
}

/// The end of the last whole word behind `from`, or of the text if none ends nearby.
fn word_before(text: &str, from: usize) -> usize {
    let value = text.get(from..).unwrap_or_default();
    match value.rfind(char::is_whitespace) {
        Some(space) if value.len() - space <= WORD => from + space,
        _ => text.len(),
    }
}
