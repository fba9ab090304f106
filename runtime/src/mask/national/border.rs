//! What may stand directly before and behind a number.
//!
//! What has been masked already is full of `*`: wherever a letter or a digit forbids a finding, `*`
//! does, too, so that a second run finds no more than the first.

use super::shape::{SPACE, separator};

/// Whether a number may begin here. `loose`: behind a letter, too.
pub(super) fn before(text: &[u8], start: usize, separators: u8, loose: bool) -> bool {
    let front = text.get(..start).unwrap_or_default();
    let Some((&last, front)) = front.split_last() else {
        return true;
    };
    match last {
        b'_' | b'*' | b'+' | b'0'..=b'9' => false,
        b'A'..=b'Z' | b'a'..=b'z' => loose || escapes(last, front),
        b'.' | b',' | b'-' => !front.last().is_some_and(|byte| counts(*byte)),
        b' ' if separators & SPACE != 0 => !front.last().is_some_and(|byte| counts(*byte)),
        0x80.. => loose || !ends_with_latin(text.get(..start).unwrap_or_default()),
        _ => true,
    }
}

/// Whether a number may end here.
pub(super) fn behind(text: &[u8], end: usize, separators: u8) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    let Some((&first, rest)) = rest.split_first() else {
        return true;
    };
    match first {
        b'_' | b'*' | b'@' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => false,
        b'.' | b',' => !rest.first().is_some_and(|byte| counts(*byte)),
        b'-' => !rest
            .first()
            .is_some_and(|byte| counts(*byte) || byte.is_ascii_alphabetic()),
        b' ' if separators & separator(first) != 0 => {
            !rest.first().is_some_and(|byte| counts(*byte))
        }
        0x80.. => !starts_with_latin(text.get(end..).unwrap_or_default()),
        _ => true,
    }
}

/// A digit, or what stands where one was.
fn counts(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b'*'
}

/// Whether the letter ends an escape such as `\n`: it is no letter then.
fn escapes(letter: u8, front: &[u8]) -> bool {
    matches!(letter, b'n' | b'r' | b't') && front.last() == Some(&b'\\')
}

/// Latin letters beyond ASCII and combining marks are parts of words; other scripts write numbers
/// without a space before them.
fn is_latin(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{24f}' | '\u{300}'..='\u{36f}' | '\u{1e00}'..='\u{1eff}')
}

fn starts_with_latin(text: &[u8]) -> bool {
    let head = text.get(..4).unwrap_or(text);
    let Some(chunk) = head.utf8_chunks().next() else {
        return false;
    };
    chunk.valid().chars().next().is_some_and(is_latin)
}

fn ends_with_latin(text: &[u8]) -> bool {
    let start = (1..=3)
        .filter_map(|back| text.len().checked_sub(back))
        .find(|at| text.get(*at).is_some_and(|byte| byte & 0xc0 != 0x80));
    start.is_some_and(|at| starts_with_latin(text.get(at..).unwrap_or_default()))
}

/// The words and marks between a word of context and the number that it announces.
const FILLERS: [&[u8]; 12] = [
    b"is", b"no", b"nr", b"num", b"number", b"id", b"was", b"my", b"the", b"of", b"code", b"are",
];

/// Whether one of the words stands directly before: nothing but fillers between.
pub(super) fn announced(text: &[u8], start: usize, words: &[&str]) -> bool {
    let mut front = tail(text, start);
    for _ in 0..4 {
        front = front.trim_ascii_end();
        while let Some((last, shorter)) = front.split_last()
            && (last.is_ascii_punctuation() || last.is_ascii_whitespace())
        {
            front = shorter;
        }
        if words
            .iter()
            .any(|word| ends_with_word(front, word.as_bytes()))
        {
            return true;
        }
        let filler = FILLERS.iter().find(|filler| ends_with_word(front, filler));
        match filler.and_then(|filler| front.len().checked_sub(filler.len())) {
            Some(shorter) => front = front.get(..shorter).unwrap_or_default(),
            None => return false,
        }
    }
    false
}

/// As far back as a word of context can begin. A stream keeps no more of what it has written.
const FAR: usize = 48;

fn tail(text: &[u8], start: usize) -> &[u8] {
    text.get(start.saturating_sub(FAR)..start)
        .unwrap_or_default()
}

fn ends_with_word(front: &[u8], word: &[u8]) -> bool {
    let Some((rest, end)) = front
        .len()
        .checked_sub(word.len())
        .and_then(|at| front.split_at_checked(at))
    else {
        return false;
    };
    end.eq_ignore_ascii_case(word) && !rest.last().is_some_and(u8::is_ascii_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::super::shape::HYPHEN;
    use super::*;

    fn stands_free(text: &str, number: &str, separators: u8) -> bool {
        let start = text.find(number).unwrap();
        let text = text.as_bytes();
        before(text, start, separators, false) && behind(text, start + number.len(), separators)
    }

    #[test]
    fn a_number_stands_free_between_other_words_and_marks() {
        for text in [
            "1234",
            "a 1234.",
            "(1234)",
            "is:1234,",
            r"call\n1234",
            "号1234号",
            "\"1234\"",
        ] {
            assert!(stands_free(text, "1234", 0), "{text}");
        }
    }

    #[test]
    fn a_part_of_a_longer_number_or_word_does_not() {
        for text in [
            "a1234", "1234a", "_1234", "1234_", "51234", "0.1234", "1234.5", "1-1234", "1234-a",
            "*1234", "1234*", "é1234", "1234é", "+1234", "1234@x",
        ] {
            assert!(!stands_free(text, "1234", 0), "{text}");
        }
        assert!(stands_free("5 1234 5", "1234", 0));
        assert!(!stands_free("5 12 34", "12 34", SPACE));
        assert!(!stands_free("12 34 5", "12 34", SPACE));
        assert!(!stands_free("12 34 *", "12 34", SPACE));
        assert!(stands_free("1 12-34 5", "12-34", HYPHEN));
    }

    #[test]
    fn a_word_announces_what_stands_directly_behind_it() {
        let announced = |text: &str| announced(text.as_bytes(), text.len(), &["nhs", "여권"]);
        for text in [
            "nhs ",
            "NHS number is: ",
            "my nhs no. ",
            "여권: ",
            "\"nhs\":\"",
        ] {
            assert!(announced(text), "{text}");
        }
        for text in ["", "unhs ", "nhs told me that ", "nhs no no no no no no "] {
            assert!(!announced(text), "{text}");
        }
    }
}
