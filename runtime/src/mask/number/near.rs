//! What the bytes around a run of digits tell: whether it can be, or belong to, a number at all.
//!
//! Most numbers of a log are decided here, before anything is cut into groups: dates, fractions of
//! seconds, figures that stand alone. Nothing is refused that a look would find.

#![expect(
    clippy::needless_bitwise_bool,
    reason = "a branch that is not foreseen costs more than the rest of a filter"
)]

use super::words;
use crate::mask::bytes::around;

/// Bytes that are read around a run, and where its first digit stands in them.
const AROUND: usize = 32;
const FIRST: usize = 12;
/// Digits of the shortest run that is a number, of the shortest card, and of none any more.
const SHORT: usize = 7;
const CARD: usize = 12;
const TOO_LONG: usize = 21;
/// Digits of the longest run behind which the window is enough.
const LONGEST: usize = 15;

type Window = [u8; AROUND];

/// Whether the run of digits whose fourth stands at `start + bit` is worth a look. `digits` are
/// those of the block at `start`; `named`, whether a kind of number was switched on by name.
#[inline(always)]
pub(crate) fn filter(text: &[u8], digits: u64, start: usize, bit: usize, named: bool) -> bool {
    let first = (start + bit).saturating_sub(3);
    let window = first.checked_sub(FIRST);
    let window = window.and_then(|from| text.get(from..)?.first_chunk::<AROUND>());
    let mut length = 3 + (digits >> bit).trailing_ones() as usize;
    if bit + length - 3 == u64::BITS as usize {
        length += more_digits(text, first + length);
    }
    let end;
    let w = if let Some(w) = window {
        w
    } else {
        end = around(text, first, FIRST);
        &end
    };
    if length <= LONGEST {
        return is_likely(w, length, named);
    }
    // What is too long is no number, and ends the stretch that it begins.
    let others = || is_joined_before(w) && !is_behind_others(text, first);
    length < TOO_LONG || is_escape(w, FIRST) || others()
}

/// The digits of a run that go on in the next block, as many as decide.
#[inline(never)]
fn more_digits(text: &[u8], at: usize) -> usize {
    let behind = text.get(at..).unwrap_or_default().iter().take(TOO_LONG);
    behind.take_while(|byte| byte.is_ascii_digit()).count()
}

#[inline(always)]
fn is_joined_before(w: &Window) -> bool {
    joined(w[FIRST - 1], w[FIRST - 2])
}

#[inline(always)]
fn is_likely(w: &Window, length: usize, named: bool) -> bool {
    let before = is_joined_before(w);
    let [border, next] = [at(w, FIRST + length), at(w, FIRST + length + 1)];
    let behind = joined(border, next);
    match (before, behind) {
        (false, false) if length < SHORT => false,
        (false, false) => is_said(w, length, named) & !is_fraction(w),
        (true, false) => length >= SHORT && !is_fraction(w) || length < SHORT && follows(w, named),
        (false, true) => length >= SHORT || !is_date(w, FIRST),
        (true, true) => length >= SHORT || goes_on(w, length),
    }
}

/// Whether nothing but what is too long for a number stands before a run, as far as a look goes
/// back: the run before it, and the end of another.
#[inline(never)]
fn is_behind_others(text: &[u8], first: usize) -> bool {
    const FAR: usize = 41;
    let before = first.checked_sub(FAR);
    let Some(before) = before.and_then(|from| text.get(from..first)) else {
        return false;
    };
    let is_digit = u8::is_ascii_digit;
    let plain = |byte: &u8| is_digit(byte) || matches!(byte, b' ' | b'-' | b'.' | b'/');
    let mut runs = before.rsplit(|byte| !is_digit(byte));
    let joined = runs.next().is_some_and(<[u8]>::is_empty);
    let run = runs.next().is_some_and(|run| run.len() >= TOO_LONG);
    let more = runs.next().is_none_or(|run| !run.is_empty());
    joined && run && more && runs.next().is_none() && before.iter().all(plain)
}

/// Whether something may say that a run that stands alone is a number.
#[inline(always)]
fn is_said(w: &Window, length: usize, named: bool) -> bool {
    let card = length >= CARD && (w[FIRST] > b'1' || is_escape(w, FIRST));
    card | named || may_extend(w, FIRST + length) || may_follow_a_word(w, FIRST)
}

/// Whether the last group of a stretch may belong to a number that a look would find: not where it
/// has one before it, and the two are too short.
#[inline(always)]
fn follows(w: &Window, named: bool) -> bool {
    if is_fraction(w) {
        return false;
    }
    let Some(start) = group_before(w, FIRST) else {
        return true;
    };
    let alone = start > 1 && !joined(at(w, start - 1), at(w, start - 2)) && !is_escape(w, start);
    let short = FIRST - 1 - start < SHORT && (at(w, start) != b'0' || start + 2 == FIRST);
    named || !alone || !short || may_follow_a_word(w, start)
}

/// Whether a run in the middle of a stretch may belong to a number. A date does not, and ends what
/// stands before it: that is nothing if it is as short as the end of a time, or a date itself.
#[inline(always)]
fn goes_on(w: &Window, length: usize) -> bool {
    if is_fraction(w) && at(w, FIRST + length) == b' ' && is_real_date(w, FIRST + length + 1) {
        // The date is looked at itself.
        return false;
    }
    w[FIRST - 1] != b' ' || !is_real_date(w, FIRST) || !is_short_before(w)
}

/// Whether what stands before the space before a date is another, or one or two short groups.
#[inline(always)]
fn is_short_before(w: &Window) -> bool {
    if is_real_date(w, 1) {
        return true;
    }
    let ends = |start: usize| start > 1 && !joined(at(w, start - 1), at(w, start - 2));
    let Some(last) = group_before(w, FIRST) else {
        return false;
    };
    if ends(last) {
        return FIRST - 1 - last < SHORT;
    }
    let Some(first) = group_before(w, last) else {
        return false;
    };
    let digits = FIRST - 2 - first;
    let time = || first > 2 && at(w, first - 1) == b':' && at(w, first - 2).is_ascii_digit();
    ends(first) && (digits < SHORT || digits < SHORT + 2 && time()) && !is_escape(w, first)
}

/// Where the group begins that a plain sign joins to the one at `start`.
#[inline(always)]
fn group_before(w: &Window, start: usize) -> Option<usize> {
    if !matches!(at(w, start.checked_sub(1)?), b' ' | b'-' | b'.' | b'/') {
        return None;
    }
    let end = start - 1;
    let mut first = end;
    while first > 0 && at(w, first - 1).is_ascii_digit() {
        first -= 1;
    }
    (first < end).then_some(first)
}

/// `:59.123456`: behind the seconds of a time.
#[inline(always)]
fn is_fraction(w: &Window) -> bool {
    (w[FIRST - 1] == b'.')
        & w[FIRST - 2].is_ascii_digit()
        & w[FIRST - 3].is_ascii_digit()
        & (w[FIRST - 4] == b':')
}

/// `2026-11-21`, and no digit behind it.
#[inline(always)]
fn is_date(w: &Window, from: usize) -> bool {
    let Some(date) = w.get(from..).and_then(<[u8]>::first_chunk::<11>) else {
        return false;
    };
    let sign = date[4];
    matches!(date, [b'1', b'9', ..] | [b'2', b'0', ..])
        & matches!(sign, b'-' | b'/' | b'.')
        & (date[7] == sign)
        & date[5].is_ascii_digit()
        & date[6].is_ascii_digit()
        & date[8].is_ascii_digit()
        & date[9].is_ascii_digit()
        & !date[10].is_ascii_digit()
}

/// The same with a month and a day, and with signs over which no number ends.
#[inline(always)]
fn is_real_date(w: &Window, from: usize) -> bool {
    let two = |from| u16::from(at(w, from) & 15) * 10 + u16::from(at(w, from + 1) & 15);
    is_date(w, from)
        && at(w, from + 4) != b'/'
        && at(w, from + 10).is_ascii()
        && at(w, from + 2).is_ascii_digit()
        && at(w, from + 3).is_ascii_digit()
        && (1..=12).contains(&two(from + 5))
        && (1..=31).contains(&two(from + 8))
}

/// Whether `%20` or its like may end at a place, or a digit behind it.
#[inline(always)]
fn is_escape(w: &Window, start: usize) -> bool {
    start < 2 || at(w, start - 1) == b'%' || at(w, start - 2) == b'%'
}

/// Whether an extension may stand behind a run that ends at `end`.
#[inline(always)]
fn may_extend(w: &Window, mut end: usize) -> bool {
    let mut most = 2;
    while most > 0 && matches!(at(w, end), b' ' | b',') {
        (end, most) = (end + 1, most - 1);
    }
    match at(w, end) | 0x20 {
        b' ' | b',' => most == 0,
        b'e' => at(w, end + 1) | 0x20 == b'x',
        b'i' => at(w, end + 1) | 0x20 == b'n' && at(w, end + 2) | 0x20 == b't',
        b';' => at(w, end + 1) | 0x20 == b'e',
        b'x' | b'#' | b'~' => matches!(at(w, end + 1), b' ' | b'0'..=b'9'),
        _ => false,
    }
}

/// Whether a word may stand before a place that says what follows it.
#[inline(always)]
fn may_follow_a_word(w: &Window, start: usize) -> bool {
    let mut end = start;
    while end > 0 && words::is_sign(at(w, end - 1)) {
        end -= 1;
    }
    end < 3 || words::may_say([3, 2, 1].map(|back| at(w, end - back)))
}

#[inline(always)]
fn at(w: &Window, at: usize) -> u8 {
    w.get(at).copied().unwrap_or(b' ')
}

/// Whether a separator at the border of a run joins it to more of a number, or of what is masked
/// already: `next` stands on the other side of `border`.
#[inline(always)]
fn joined(border: u8, next: u8) -> bool {
    let sides = SIDES[usize::from(border)] & (SIDES[usize::from(next)] >> 1 | ALWAYS);
    sides != 0
}

/// Of each byte: whether it joins to more on its other side (1), whether it is more of
/// a number (2), and whether it joins to anything ([`ALWAYS`]).
static SIDES: [u8; 256] = sides();
const ALWAYS: u8 = 4;

const fn sides() -> [u8; 256] {
    let mut sides = [0; 256];
    let mut byte = u8::MAX;
    while byte > 0 {
        sides[byte as usize] = match byte {
            b' ' | b'-' | b'.' | b'/' => 1,
            b'0'..=b'9' => 2,
            // A star may be the end of a mask, which is found again.
            b'(' | b')' | b'*' | 0x80.. => 2 | ALWAYS,
            _ => 0,
        };
        byte -= 1;
    }
    sides
}
