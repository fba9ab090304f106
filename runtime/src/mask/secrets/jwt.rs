//! JSON web tokens.

use super::class::{URL, count};

/// Characters of the shortest header, `{"alg":""}`.
const HEADER: usize = 12;
/// Characters of a code that are enough where the claims are not plain JSON.
const CODE: usize = 20;

/// The end of the token whose header begins at `start`: three parts (signed) or five (encrypted),
/// or two if the second is plain JSON again, as of a token that was cut off.
pub(super) fn end(text: &[u8], start: usize) -> Option<usize> {
    if !is_json(text, start) {
        return None;
    }
    let header = count(text, start, URL, usize::MAX);
    if header < HEADER {
        return None;
    }
    let mut ends = [start + header; 5];
    let mut parts = 1;
    while let Some(&last) = ends.get(parts - 1)
        && let Some(place) = ends.get_mut(parts)
        && text.get(last) == Some(&b'.')
    {
        *place = last + 1 + count(text, last + 1, URL, usize::MAX);
        parts += 1;
    }
    let [first, second, third, _, fifth] = ends;
    if parts == 5 {
        return Some(fifth);
    }
    let plain = is_json(text, first + 1);
    match parts {
        2 if plain => Some(second),
        // A dot that ends a sentence is no third part, and one without a signature has an empty one.
        3 | 4 if plain => Some(if third == second + 1 { second } else { third }),
        3 | 4 if third > second + CODE => Some(third),
        _ => None,
    }
}

/// Whether it begins as `{"` does in base64.
fn is_json(text: &[u8], at: usize) -> bool {
    text.get(at..at.saturating_add(3)) == Some(b"eyJ")
}
