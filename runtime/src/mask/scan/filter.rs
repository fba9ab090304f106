//! Cheap answers: each reads a few bytes around a place, and never refuses what a confirmer would
//! find. A filter per kind in a loop of its own, so that its branches are foreseen.

#![expect(
    clippy::needless_bitwise_bool,
    reason = "a branch that is not foreseen costs more than the rest of a filter"
)]

use super::Plan;
use super::block::{BLOCK, Classes};
use super::confirm::{byte, email, login, pair};
use super::pass::Pass;
use super::trigger::Hits;
use crate::mask::rules::Strictness;
use crate::mask::{Kind, address, iban, number, secrets};

/// Which triggers are looked at: all bits or none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    number: u64,
    plus: u64,
    sign: u64,
    equal: u64,
    run: u64,
    pem: u64,
    iban: u64,
    login: u64,
    address: u64,
    digits: u64,
    words: u64,
    /// There are no names but the known ones.
    known: u64,
    /// Telephones were switched on by name.
    named: bool,
    /// Every long run is looked at, for its entropy.
    eager: bool,
}

impl Wanted {
    pub(crate) fn new(plan: Plan<'_>) -> Self {
        let rules = plan.rules;
        let any = |kinds: &[Kind]| mask(rules.on.intersects(kinds.iter().copied().collect()));
        let eager = rules.strictness == Strictness::Eager && rules.on.contains(Kind::HighEntropy);
        let national = plan.national.wants();
        Wanted {
            number: any(&[Kind::Card, Kind::Ssn, Kind::Phone]),
            plus: any(&[Kind::Phone]),
            sign: any(&[Kind::Email, Kind::UrlCredentials, Kind::Phone]),
            equal: any(&[Kind::Password, Kind::Authorization, Kind::Cookie]),
            run: any(&[Kind::Token, Kind::Jwt, Kind::Authorization]) | mask(eager),
            pem: any(&[Kind::PrivateKey]),
            iban: any(&[Kind::Iban]),
            login: any(&[Kind::Password]),
            address: any(&[Kind::Ip, Kind::Mac]),
            digits: mask(national.digits),
            words: mask(national.words),
            known: mask(rules.names.are_known()),
            named: rules.named.contains(Kind::Phone),
            eager,
        }
    }

    /// Whether names of one letter need no look: all bits or none.
    pub(crate) fn known(&self) -> u64 {
        self.known
    }

    /// Whether a kind is on that needs more masks than the defaults.
    pub(crate) fn more(&self) -> bool {
        self.address | self.digits | self.words != 0
    }
}

fn mask(on: bool) -> u64 {
    if on { u64::MAX } else { 0 }
}

/// The bits that pass, without a branch on the answer. A macro, because the closure of a function
/// would not be inlined, and the call costs as much as the answer.
macro_rules! each {
    ($mask:expr, |$bit:ident| $pass:expr) => {{
        let mut mask: u64 = $mask;
        let mut kept = 0_u64;
        while mask != 0 {
            let $bit = mask.trailing_zeros() as usize;
            kept |= u64::from($pass) << $bit;
            mask &= mask - 1;
        }
        kept
    }};
}

/// What is left of the hits of the block at `start`.
#[inline(always)]
pub(crate) fn kept<const MORE: bool>(
    wanted: &Wanted,
    pass: &Pass<'_>,
    start: usize,
    classes: &Classes,
    hits: Hits,
) -> Hits {
    let text = pass.text();
    let names = &pass.scope().rules.names;
    let tails = names.tails();
    let in_cookies = pass.in_cookies(start);
    let mut kept = Hits {
        number: each!(hits.number & wanted.number, |bit| {
            if classes.digit >> bit & 1 == 0 {
                number::short_filter(text, wanted.named, start + bit)
            } else {
                number(text, classes.digit, start, bit)
            }
        }),
        equal: each!(hits.equal & wanted.equal, |bit| {
            in_cookies || pair::filter(text, names, tails, start + bit)
        }),
        run: each!(hits.run & wanted.run, |bit| {
            wanted.eager || secrets::run_filter(text, start + bit)
        }),
        iban: each!(hits.iban & wanted.iban, |bit| {
            iban::filter(text, start + bit)
        }),
        sign: each!(hits.sign & wanted.sign, |bit| sign(text, start + bit)),
        pem: each!(hits.pem & wanted.pem, |bit| {
            secrets::pem_filter(text, start + bit)
        }),
        login: each!(hits.login & wanted.login, |bit| {
            login::filter(text, start + bit)
        }),
        wide_number: hits.wide_number & wanted.number,
        wide_plus: each!(hits.wide_plus & wanted.plus, |bit| {
            byte(text, start + bit + 1) == 0xBC && byte(text, start + bit + 2) == 0x8B
        }),
        ..Hits::default()
    };
    if MORE {
        kept.address = each!(hits.address & wanted.address, |bit| {
            address::filter(text, start + bit)
        });
        kept.first = hits.first_digit & wanted.digits | hits.first & wanted.words;
    }
    kept
}

/// Bytes that are read around a run of digits.
const AROUND: usize = 24;
/// Where the first digit of the run stands in them.
const FIRST: usize = 6;

/// Whether the run of digits whose fourth stands at `start + bit` can be, or belong to, a number:
/// not a short one that stands alone, not the fraction of a second, and not the year of a date.
#[inline(always)]
fn number(text: &[u8], digits: u64, start: usize, bit: usize) -> bool {
    let window = (start + bit).checked_sub(FIRST + 3);
    let window = window.and_then(|from| text.get(from..));
    let Some(w) = window.and_then(<[u8]>::first_chunk::<AROUND>) else {
        return true;
    };
    let mut length = 3 + (digits >> bit).trailing_ones() as usize;
    if bit + length - 3 == BLOCK {
        // It may go on in the next block.
        let behind = w.iter().skip(FIRST + length);
        length += behind.take_while(|byte| byte.is_ascii_digit()).count();
    }
    // Nine digits and what follows them are in the window.
    if length > 9 {
        return true;
    }
    let [border, next] = [FIRST + length, FIRST + length + 1].map(|n| *w.get(n).unwrap_or(&b' '));
    if !joined(border, next) {
        // Seven digits are the fewest of anything.
        return (length > 6 || joined(w[FIRST - 1], w[FIRST - 2])) & !is_fraction(w);
    }
    length > 6 || joined(w[FIRST - 1], w[FIRST - 2]) || !is_date(w)
}

/// `:59.123456`: behind the seconds of a time.
#[inline(always)]
fn is_fraction(w: &[u8; AROUND]) -> bool {
    (w[FIRST - 1] == b'.')
        & w[FIRST - 2].is_ascii_digit()
        & w[FIRST - 3].is_ascii_digit()
        & (w[FIRST - 4] == b':')
}

/// `2026-11-21`, and no digit behind it.
#[inline(always)]
fn is_date(w: &[u8; AROUND]) -> bool {
    let century = u16::from_be_bytes([w[FIRST], w[FIRST + 1]]);
    let sign = w[FIRST + 4];
    matches!(&century.to_be_bytes(), b"19" | b"20")
        & matches!(sign, b'-' | b'/' | b'.')
        & (w[FIRST + 7] == sign)
        & w[FIRST + 5].is_ascii_digit()
        & w[FIRST + 6].is_ascii_digit()
        & w[FIRST + 8].is_ascii_digit()
        & w[FIRST + 9].is_ascii_digit()
        & !w[FIRST + 10].is_ascii_digit()
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

#[inline(always)]
fn sign(text: &[u8], at: usize) -> bool {
    if byte(text, at) == b'@' {
        return email::filter(text, at);
    }
    number::plus_filter(text, at)
}
