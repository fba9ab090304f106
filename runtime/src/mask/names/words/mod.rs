//! The words by which a name tells that its value is sensitive, and how they are read.
//!
//! The files of this folder name nothing but `core` and one another: the macros have a copy of
//! them, byte for byte, so that the derive decides at compile time as text and JSON are decided over
//! at run time.

mod cut;
mod dictionary;
mod letters;
mod lists;
mod meaning;
mod tails;

use cut::Words;

pub(crate) use meaning::Together;
pub(crate) use tails::{TAILS, Tails, add_tail, may_be_key, shortest_with, tail};

/// How much of a name is looked at: its last bytes.
const LOOKED_AT: usize = 48;
/// The same in parts of eight bytes, and as much as the longest word of the lists behind it.
const ROOM: usize = (LOOKED_AT + LONGEST) / 8;
/// Bytes of the longest word of the lists.
const LONGEST: usize = 16;
/// How many of its words.
const MOST_WORDS: usize = 16;

/// Whether the value under this name is to be masked. Any bytes; of a long name the end decides.
#[inline]
pub(crate) fn is_sensitive(name: &[u8]) -> bool {
    match Words::of_few(name) {
        Some(words) => words.are_sensitive(),
        None => Words::of_many(name).are_sensitive(),
    }
}

/// The same for the name of a cookie.
pub(crate) fn is_sensitive_cookie(name: &[u8]) -> bool {
    match Words::of_few(name) {
        Some(words) => words.are_sensitive_of_a_cookie(),
        None => Words::of_many(name).are_sensitive_of_a_cookie(),
    }
}
