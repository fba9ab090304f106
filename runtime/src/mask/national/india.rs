//! Numbers of India.

use super::checksum::{base36, part, verhoeff};
use super::rule::{Rule, graded, likely, possible, sure};
use crate::mask::Kind;

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        Kind::InAadhaar,
        &["#{12}", "####~####~####", "####:####:####"],
        |chars| sure(aadhaar(chars)),
        &["aadhaar", "uidai"],
    ),
    Rule::new(
        Kind::InGstin,
        &["##x{10}xax"],
        |chars| graded(goods_and_services(chars), base36_check(chars)),
        &["gstin", "gst"],
    ),
    Rule::new(
        Kind::InPan,
        &["a{5}####a"],
        |chars| likely(chars.len() == 10),
        &["pan", "permanent account"],
    ),
    Rule::new(
        Kind::InPan,
        &["x{10}"],
        |chars| possible(jumbled_pan(chars)),
        &["pan", "permanent account"],
    ),
    Rule::new(
        Kind::InPassport,
        &["A## ?#{5}"],
        |chars| possible(chars.get(1) != Some(&b'0') && chars.last() != Some(&b'0')),
        &["passport"],
    ),
    Rule::new(
        Kind::InVoter,
        &["aaa#{7}"],
        |_| possible(true),
        &["voter", "epic"],
    ),
    Rule::new(
        Kind::InVehicleRegistration,
        &["AA#A{1,3}####", "AA##A{1,2}####", "AA~##~A{1,2}~####"],
        |chars| likely(state(chars) && counted(chars, 4)),
        PLATE_WORDS,
    ),
    Rule::new(
        Kind::InVehicleRegistration,
        &["##BH####A{1,2}"],
        |chars| likely(part(chars, 4..8).is_some_and(|number| number > 0)),
        PLATE_WORDS,
    ),
    Rule::new(
        Kind::InVehicleRegistration,
        &["##A######A"],
        |chars| likely(chars.get(2).is_some_and(|c| b"ABCDEFHKPRX".contains(c))),
        PLATE_WORDS,
    ),
    Rule::new(
        Kind::InVehicleRegistration,
        &[
            "#{1,3}CD#{2,4}",
            "#{1,3}CC#{2,4}",
            "#{1,3}UN#{2,4}",
            "AAA####",
        ],
        |chars| possible(counted(chars, 2)),
        PLATE_WORDS,
    ),
];

const PLATE_WORDS: &[&str] = &["rto", "vehicle", "plate", "registration"];

/// Twelve digits that read differently backwards.
fn aadhaar(chars: &[u8]) -> bool {
    let backwards = chars.iter().rev().eq(chars);
    chars.first().is_some_and(|c| *c >= b'2') && !backwards && verhoeff(chars)
}

/// The state, the permanent account number of the taxpayer, which registration, and `Z`.
fn goods_and_services(chars: &[u8]) -> bool {
    let state = part(chars, 0..2).is_some_and(|state| (1..=38).contains(&state));
    let holder = chars.get(2..7).unwrap_or_default();
    let letters = holder.iter().filter(|c| c.is_ascii_uppercase()).count();
    let digits = part(chars, 7..11).is_some();
    let closed = chars.get(11).is_some_and(u8::is_ascii_uppercase);
    state && letters >= 3 && digits && closed && chars.get(13) == Some(&b'Z')
}

/// Luhn's scheme to the base 36, the check character last.
fn base36_check(chars: &[u8]) -> bool {
    let mut sum = 0;
    for (byte, weight) in chars.iter().rev().zip([1, 2].into_iter().cycle()) {
        let product = base36(*byte).unwrap_or(0) * weight;
        sum += product / 36 + product % 36;
    }
    sum % 36 == 0
}

/// The letters and digits of an account number in a wrong order: misprints go, too.
fn jumbled_pan(chars: &[u8]) -> bool {
    let digits = chars.iter().filter(|c| c.is_ascii_digit()).count();
    digits == 4
        && chars
            .windows(4)
            .any(|four| four.iter().all(u8::is_ascii_digit))
}

/// The states and union territories, as number plates name them.
const STATES: &[u8] =
    b"ANAPARASBRCGCHDDDLDNGAGJHPHRJHJKKAKLLALDMHMLMNMPMZNLODORPBPYRJSKTGTNTRTSUAUKUPWB";

fn state(chars: &[u8]) -> bool {
    let named = chars.get(..2).unwrap_or_default();
    STATES.chunks(2).any(|state| state == named)
}

/// The last digits are not all zeros.
fn counted(chars: &[u8], digits: usize) -> bool {
    let len = chars.len();
    part(chars, len.saturating_sub(digits)..len).is_some_and(|number| number > 0)
}
