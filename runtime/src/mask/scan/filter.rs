//! Cheap answers: each reads a few bytes around a place, and never refuses what a confirmer would
//! find. A filter per kind in a loop of its own, so that its branches are foreseen.

use super::Plan;
use super::block::Classes;
use super::confirm::{byte, email, encoded, login, pair};
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
    /// A kind of number was switched on by name.
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
            named: rules
                .named
                .intersects([Kind::Card, Kind::Ssn, Kind::Phone].into_iter().collect()),
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
                number::filter(text, classes.digit, start, bit, wanted.named)
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

#[inline(always)]
fn sign(text: &[u8], at: usize) -> bool {
    match byte(text, at) {
        b'@' => email::filter(text, at),
        b'%' => encoded::filter(text, at),
        _ => number::plus_filter(text, at),
    }
}
