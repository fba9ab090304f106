//! Numbers without four digits in a row: `06 12 34 56 78`, `612 345 678`.
//!
//! Dates, times, versions, amounts and lists are written in groups as short. So a word directly
//! before has to say what it is, or the number has one of few shapes and stands alone.

use super::border::Border;
use super::groups::{self, Groups};
use super::region::Region;
use super::{phone, words};
use crate::mask::Kind;
use crate::mask::bytes::{around, byte};
use crate::mask::finding::Found;
use crate::mask::rules::{Looked, Scope};

/// Bytes that are read before the sign behind the second group.
const AT: usize = 24;
/// Bytes of a parenthesis before the first group.
const ENCLOSED: usize = 6;

/// The bytes around a sign, which stands at [`AT`].
type Window = [u8; AT + 2];

/// Whether a number can begin with the two groups that end at `at`: a word may stand before them,
/// or they begin with a zero, or, if its kind is `named`, with anything. A list of numbers is
/// refused from its second group on. What is refused here is no number: [`short`] does not tell
/// all of it from one.
pub(crate) fn filter(text: &[u8], named: bool, at: usize) -> bool {
    let window = at.checked_sub(AT).and_then(|from| text.get(from..));
    match window.and_then(<[u8]>::first_chunk) {
        Some(w) => may_be(w, named),
        None => may_be(&around(text, at, AT), named),
    }
}

#[inline(always)]
fn may_be(w: &Window, named: bool) -> bool {
    let goes_on = is_sign(w[AT]) && w[AT + 1].is_ascii_digit();
    let begins = |end: usize| end - 2 - usize::from(byte(w, end - 3).is_ascii_digit());
    let second = begins(AT);
    let sign = byte(w, second - 1);
    if !is_sign(sign) || !byte(w, second - 2).is_ascii_digit() {
        return false;
    }
    let first = begins(second - 1);
    let alike = sign == w[AT] || (sign == b'-' && w[AT] == b' ');
    let zero = byte(w, first) == b'0' && byte(w, first + 1) != b'0';
    match begins_before(w, first) {
        Some(start) if start == first => {
            goes_on && (alike && (zero || named) || may_be_said(w, start))
        }
        // `2 345 678` has no third group.
        Some(start) => may_be_said(w, start),
        None => false,
    }
}

#[inline(always)]
fn is_sign(byte: u8) -> bool {
    matches!(byte, b' ' | b'-' | b'.')
}

/// Where the number begins: at the group at `first`, or at a digit or a parenthesis before it. Not
/// at all where more digits stand before.
#[inline(always)]
fn begins_before(w: &Window, first: usize) -> Option<usize> {
    let joined = matches!(byte(w, first - 1), b' ' | b'-' | b'.' | b'/');
    let last = first - usize::from(joined);
    match byte(w, last - 1) {
        b'0'..=b'9' if joined => (!byte(w, last - 2).is_ascii_digit()).then_some(last - 1),
        b'*' if joined => None,
        b')' => {
            let open = (last - ENCLOSED..last).find(|at| byte(w, *at) == b'(')?;
            // `8 (912) 345-67-89`.
            let digit = byte(w, open - 1) == b' ' && byte(w, open - 2).is_ascii_digit();
            Some(if digit { open - 2 } else { open })
        }
        _ => Some(first),
    }
}

/// Whether a word that ends like one that says what follows stands before `start`.
#[inline(always)]
fn may_be_said(w: &Window, start: usize) -> bool {
    let mut end = start;
    while end > 2 && words::is_sign(byte(w, end - 1)) {
        end -= 1;
    }
    words::may_end([byte(w, end - 2), byte(w, end - 1)])
}

/// The number that the sign at `at` stands in, behind its second group of two or three digits.
pub(super) fn short(scope: Scope<'_>, at: usize) -> Looked {
    let found = if scope.rules.on.contains(Kind::Phone) {
        number(scope, at)
    } else {
        None
    };
    found.map_or(Looked::nothing(at + 1), |found| Looked::upon(found, at))
}

fn number(scope: Scope<'_>, at: usize) -> Option<Found> {
    let start = groups::beginning(scope.text, scope.floor, at);
    let said = words::before(scope, start);
    let mut groups = Groups::new(scope.text, start);
    let region = Region::new(scope, groups.ahead(groups::MOST), said);
    if region.opens(0) < Border::Clear {
        return None;
    }
    let shape = phone::short(&region)?;
    let from = region.get(0)?.from();
    Some(Found::new(shape.kind, from..shape.end, shape.confidence))
}
