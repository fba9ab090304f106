//! Words that say what the number behind them is.
//!
//! A word counts by adjacency: it, then at most four fillers, then the number. A distance would be
//! another one after masking.

use super::border::escape_ends;
use super::unit::{byte, byte_before};
use crate::mask::rules::Scope;

/// What a word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// A telephone, whatever its number.
    Phone,
    /// To call, which other things are, too.
    Call,
    Ssn,
}

/// Letters of the longest word.
const LETTERS: usize = 24;
/// Signs between two words.
const SIGNS: usize = 6;
const FILLERS: usize = 4;

/// The word directly before a place.
pub(super) fn before(scope: Scope<'_>, at: usize) -> Option<Word> {
    let (text, floor) = (scope.text, scope.floor);
    let end = skip_signs(text, floor, at);
    let last = [3, 2, 1].map(|back| byte_before(text, end, back));
    // Most words are told by their ends.
    let may = may_say(last);
    may.then(|| said(text, floor, at, known)).flatten()
}

/// Whether one of the words of `is` stands directly before a place.
pub(crate) fn is_said(text: &[u8], floor: usize, at: usize, is: impl Fn(&[u8]) -> bool) -> bool {
    said(text, floor, at, |word| is(word).then_some(())).is_some()
}

fn said<W>(text: &[u8], floor: usize, at: usize, is: impl Fn(&[u8]) -> Option<W>) -> Option<W> {
    let mut end = at;
    for _ in 0..=FILLERS {
        end = skip_signs(text, floor, end);
        let mut letters = [0; LETTERS];
        let (word, start) = word_before(text, floor, end, &mut letters)?;
        if let Some(said) = is(word) {
            return Some(said);
        }
        if !is_filler(word) {
            return None;
        }
        end = start;
    }
    None
}

#[inline]
fn skip_signs(text: &[u8], floor: usize, end: usize) -> usize {
    let mut start = end;
    while start > floor && end - start < SIGNS && is_sign(byte_before(text, start, 1)) {
        start -= 1;
    }
    start
}

/// What may stand between a word and the number, or the next word.
#[inline]
pub(super) fn is_sign(byte: u8) -> bool {
    matches!(
        byte,
        b' ' | b'\t'
            | b'"'
            | b'\''
            | b'`'
            | b':'
            | b'='
            | b'#'
            | b'.'
            | b'('
            | b'['
            | b'{'
            | b'<'
            | b'>'
            | b'/'
            | b'\\'
            | b'-'
            | b'_'
            | b'+'
    )
}

/// The word that ends at `end`, in small letters, and where it begins.
fn word_before<'b>(
    text: &[u8],
    floor: usize,
    end: usize,
    letters: &'b mut [u8; LETTERS],
) -> Option<(&'b [u8], usize)> {
    let is_letter = |at| byte_before(text, at, 1).is_ascii_alphabetic();
    let mut start = end;
    while start > floor && end - start < LETTERS && is_letter(start) {
        start -= 1;
    }
    // The `n` of a `\n` is no letter.
    if start < end && escape_ends(text, start + 1) && byte(text, start).is_ascii_lowercase() {
        start += 1;
    }
    let word = letters.get_mut(..end - start)?;
    word.copy_from_slice(text.get(start..end)?);
    word.make_ascii_lowercase();
    (!word.is_empty()).then_some((word, start))
}

fn is_filler(word: &[u8]) -> bool {
    matches!(
        word,
        b"is"
            | b"my"
            | b"no"
            | b"nr"
            | b"num"
            | b"number"
            | b"numbers"
            | b"value"
            | b"code"
            | b"at"
            | b"me"
            | b"the"
            | b"as"
            | b"on"
            | b"us"
            | b"home"
            | b"work"
            | b"security"
    )
}

fn known(word: &[u8]) -> Option<Word> {
    match word {
        b"tel" | b"telefon" | b"telefono" | b"telefone" | b"telefoon" | b"handy" | b"msisdn"
        | b"whatsapp" | b"phones" | b"phonenumber" | b"phoneno" | b"telephonenumber"
        | b"mobilenumber" | b"mobileno" | b"handynummer" | b"telefonnummer" => Some(Word::Phone),
        b"iphone" | b"microphone" => None,
        b"call" | b"cell" | b"mobile" | b"mob" | b"fax" | b"dial" | b"sms" => Some(Word::Call),
        b"ssn"
        | b"ssns"
        | b"social"
        | b"socialsecurity"
        | b"socialsecuritynumber"
        | b"ssnumber" => Some(Word::Ssn),
        _ if word.ends_with(b"phone") || word.ends_with(b"phonenumber") => Some(Word::Phone),
        _ => None,
    }
}

/// Whether a word that says something, or a filler, can end with these letters, or be the last two.
#[inline]
pub(super) fn may_say([third, before, last]: [u8; 3]) -> bool {
    let ends = ENDS.get(usize::from(last & 31)).copied().unwrap_or(0);
    before.is_ascii_alphabetic()
        && last.is_ascii_alphabetic()
        && ends >> (before & 31) & 1 > 0
        && may_begin(third | 0x20, [before | 0x20, last | 0x20])
}

/// Whether a third letter before two others makes the end of a word, or is none of it: those of
/// `\n` and `%2F` are not.
fn may_begin(third: u8, last: [u8; 2]) -> bool {
    match &last {
        b"as" | b"at" | b"is" | b"me" | b"my" | b"no" | b"nr" | b"on" | b"us" => {
            let escape = matches!(third, b'a'..=b'f' | b'n' | b'r' | b't');
            let home = matches!((third, &last), (b'o', b"me" | b"on" | b"no"));
            escape || home || !third.is_ascii_lowercase()
        }
        b"er" => matches!(third, b'b' | b'm'),
        b"es" | b"ax" | b"sn" => matches!(third, b'n' | b'f' | b's'),
        _ => true,
    }
}

/// Of each letter, those that stand before it at the end of a word.
static ENDS: [u32; 32] = {
    let mut ends = [0; 32];
    let mut number = 0;
    while number < PAIRS.len() + SSN.len() {
        let [before, last] = if number < PAIRS.len() {
            PAIRS[number]
        } else {
            SSN[number - PAIRS.len()]
        };
        ends[(last & 31) as usize] |= 1 << (before & 31);
        number += 1;
    }
    ends
};

/// Whether a word that says that a telephone follows, or a filler, can end with these letters.
#[inline]
pub(super) fn may_end(last: [u8; 2]) -> bool {
    let last = last.map(|byte| byte | 0x20);
    PAIRS.contains(&last)
}

/// The last two letters of all words but `ssn` and `ssns`.
const PAIRS: [[u8; 2]; 29] = [
    *b"al", *b"as", *b"at", *b"ax", *b"de", *b"dn", *b"dy", *b"el", *b"er", *b"es", *b"he", *b"is",
    *b"le", *b"ll", *b"me", *b"ms", *b"my", *b"ne", *b"no", *b"nr", *b"ob", *b"on", *b"pp", *b"rk",
    *b"rs", *b"ty", *b"ue", *b"um", *b"us",
];

/// The last two letters of these.
const SSN: [[u8; 2]; 2] = [*b"ns", *b"sn"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_may_end_as_it_does() {
        let words = "tel telefon telefono telefone telefoon handy msisdn whatsapp phones phone \
            phonenumber phoneno telephonenumber mobilenumber mobileno handynummer \
            telefonnummer call cell mobile mob fax dial sms ssn ssns social socialsecurity \
            socialsecuritynumber ssnumber is my no nr num number numbers value code at me the \
            as on us home work security";
        for word in words.split_whitespace() {
            assert!(
                known(word.as_bytes()).is_some() || is_filler(word.as_bytes()),
                "{word}"
            );
            for before in ["", " ", "\\n", "%2b", "=\""] {
                let text = format!("  {before}{word}").to_ascii_uppercase();
                assert!(may_say(*text.as_bytes().last_chunk().unwrap()), "{text}");
            }
        }
        for word in [" id", "  l", "user", "this", "times", "json"] {
            assert!(!may_say(*word.as_bytes().last_chunk().unwrap()), "{word}");
        }
    }
}
