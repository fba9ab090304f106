//! Text that forges no line and gives no command to a terminal.

use super::paint::{Colour, Paint};

/// Control characters, line breaks of any alphabet, and what turns the direction of text around.
fn is_command(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}'
        )
}

/// Appends the text, with an escape in the place of each such character.
pub(super) fn escaped(text: &str, out: &mut Vec<u8>) {
    put(text, is_command, out);
}

/// The same in quotes.
pub(super) fn quoted(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    put(
        text,
        |character| matches!(character, '"' | '\\') || is_command(character),
        out,
    );
    out.push(b'"');
}

fn put(text: &str, is_escaped: impl Fn(char) -> bool, out: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(at) = rest.find(&is_escaped) {
        let (before, behind) = rest.split_at(at);
        out.extend_from_slice(before.as_bytes());
        let mut characters = behind.chars();
        for character in characters.by_ref().take(1) {
            out.extend(character.escape_default().map(|ascii| ascii as u8));
        }
        rest = characters.as_str();
    }
    out.extend_from_slice(rest.as_bytes());
}

/// Lines below an event. Each stands behind a bar, so that none is taken for an event.
pub(super) struct Block {
    paint: Paint,
}

impl Block {
    pub(super) fn new(paint: Paint) -> Self {
        Self { paint }
    }

    /// The value of a field, or what comes after the first line of a message.
    pub(super) fn write(&self, text: &str, out: &mut Vec<u8>) {
        for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
            self.bar(out);
            escaped(line.strip_suffix('\r').unwrap_or(line), out);
            out.push(b'\n');
        }
    }

    /// The same with its name before it; a single line stands beside the name.
    pub(super) fn titled(&self, title: &str, text: &str, out: &mut Vec<u8>) {
        self.bar(out);
        self.paint.put(Colour::Name, out, |out| escaped(title, out));
        out.push(b':');
        if text.contains('\n') {
            out.push(b'\n');
            self.write(text, out);
        } else {
            out.push(b' ');
            escaped(text, out);
            out.push(b'\n');
        }
    }

    fn bar(&self, out: &mut Vec<u8>) {
        self.paint
            .put(Colour::Dim, out, |out| out.extend_from_slice(b"    | "));
    }
}
