//! Strings with escapes, and JSON inside strings.

use super::edit::Stopped;
use super::walk::walk;
use crate::mask::masker::Inner;
use crate::mask::scan::mask_piece;

/// The text that a string with escapes stands for. A broken escape stays as it is written.
pub(super) fn decoded(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(escape) = memchr::memchr(b'\\', rest) {
        let (plain, from) = rest.split_at(escape);
        out.extend_from_slice(plain);
        let taken = match from.get(1) {
            Some(b'u') => code_point(from, &mut out),
            Some(&byte) => {
                out.push(match byte {
                    b'n' => b'\n',
                    b't' => b'\t',
                    b'r' => b'\r',
                    b'b' => 8,
                    b'f' => 12,
                    other => other,
                });
                2
            }
            None => {
                out.push(b'\\');
                1
            }
        };
        rest = from.get(taken..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
    out
}

/// Writes what `\uXXXX`, or a pair of them, stands for; gives how many bytes that were.
fn code_point(from: &[u8], out: &mut Vec<u8>) -> usize {
    let (Some(high), low) = (unit(from), from.get(6..).and_then(unit)) else {
        out.extend_from_slice(b"\\u");
        return 2;
    };
    let pair = low.map(|low| char::decode_utf16([high, low]).next());
    let (character, taken) = match (char::from_u32(u32::from(high)), pair) {
        (Some(character), _) => (character, 6),
        (None, Some(Some(Ok(character)))) => (character, 12),
        _ => (char::REPLACEMENT_CHARACTER, 6),
    };
    out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    taken
}

fn unit(from: &[u8]) -> Option<u16> {
    let digits = from.strip_prefix(b"\\u")?.get(..4)?;
    digits.iter().all(u8::is_ascii_hexdigit).then_some(())?;
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// Text as it is written between quotes.
pub(super) fn escaped(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + 8);
    for &byte in text {
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0..0x20 => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
            _ => out.push(byte),
        }
    }
    out
}

/// What becomes of a string with escapes; `None` where it stays as it is. `before` is what stands
/// before it, `depth` is what is left of the limit; without `open` it is read as text alone.
pub(super) fn masked(
    inner: &Inner,
    before: &[u8],
    raw: &[u8],
    depth: usize,
    open: bool,
) -> Result<Option<Vec<u8>>, Stopped> {
    let text = decoded(raw);
    if open && matches!(text.trim_ascii(), [b'{', .., b'}'] | [b'[', .., b']']) {
        match walk(inner, &text, depth, false) {
            Ok(edits) => return Ok(edits.apply(inner, &text).map(|text| escaped(&text))),
            Err(Stopped::TooMany) => return Err(Stopped::TooMany),
            Err(Stopped::NotJson { .. }) => {}
        }
    }
    Ok(mask_piece(inner, before, &text).map(|text| escaped(&text)))
}
