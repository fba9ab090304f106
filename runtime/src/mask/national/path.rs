//! The name of a user in the path of a home directory.

use crate::mask::finding::Found;
use crate::mask::rules::Scope;
use crate::mask::{Confidence, Kind};

/// The folders that hold the homes. With a drive before them they may be anything of these.
const FOLDERS: [&[u8]; 4] = [b"users", b"home", b"profiles", b"documents and settings"];

/// The longest name that a system allows.
const LONGEST: usize = 64;

/// Looks from the name of the folder on.
pub(super) fn find(scope: Scope<'_>, at: usize) -> Option<Found> {
    let text = scope.text;
    let rest = text.get(at..)?;
    let folder = FOLDERS.iter().find(|folder| starts_with(rest, folder))?;
    let front = at.checked_sub(1).and_then(|front| text.get(front));
    // What stands behind `$HOME/` belongs to one user, too.
    let variable = front == Some(&b'$') && *folder == b"home";
    if !variable && !matches!(front, Some(b'/' | b'\\')) {
        return None;
    }
    let behind = rest.get(folder.len()..)?;
    // Escaped in a string, a separator is written twice.
    let separators = behind
        .iter()
        .take(2)
        .take_while(|b| matches!(b, b'/' | b'\\'))
        .count();
    let name = behind.get(separators..)?;
    let len = length_of_name(name);
    let start = at + folder.len() + separators;
    if separators == 0 || len == 0 {
        return None;
    }
    Some(Found::new(
        Kind::UserPath,
        start..start + len,
        Confidence::High,
    ))
}

/// Up to the next separator; a space belongs to it only if there is one.
fn length_of_name(name: &[u8]) -> usize {
    let ends = |b: &u8| b.is_ascii_control() || b"/\\:*?\"<>|'`,;()[]{}".contains(b);
    let len = name
        .iter()
        .take(LONGEST + 1)
        .take_while(|b| !ends(b))
        .count();
    let whole = matches!(name.get(len), Some(b'/' | b'\\')) && len <= LONGEST;
    let stretch = name.get(..len).unwrap_or_default();
    if matches!(name.get(len), Some(b'*')) {
        return 0;
    }
    let first_word = stretch
        .iter()
        .take_while(|b| !b.is_ascii_whitespace())
        .count();
    if whole && !stretch.starts_with(b" ") {
        len
    } else {
        first_word.min(LONGEST)
    }
}

fn starts_with(text: &[u8], word: &[u8]) -> bool {
    text.get(..word.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(word))
}
