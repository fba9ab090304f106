//! Numbers of China, Korea, Singapore, Taiwan and Thailand.

use super::checksum::{mod_11_2, part, same, weighted};
use super::date;
use super::rule::{Rule, graded, possible, sure};
use crate::mask::{Confidence, Kind};

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        Kind::CnResidentId,
        &["#{17}x"],
        |chars| sure(resident(chars)),
        &["身份证", "居民身份证"],
    ),
    Rule::new(
        Kind::KrRrn,
        &["######-?#{7}"],
        |chars| korean(chars, b'1'..=b'4', 0),
        &["rrn", "resident registration", "주민등록번호"],
    ),
    Rule::new(
        Kind::KrFrn,
        &["######-?#{7}"],
        |chars| korean(chars, b'5'..=b'8', 2),
        &["frn", "foreigner registration", "외국인등록번호"],
    ),
    Rule::new(
        Kind::KrBrn,
        &["###-##-#####", "#{10}"],
        |chars| sure(korean_business(chars)),
        &["brn", "business registration", "business", "사업자등록번호"],
    ),
    Rule::new(
        Kind::KrDriverLicense,
        &["##_##_######_##"],
        |chars| possible(part(chars, 0..2).is_some_and(|at| matches!(at, 11..=26 | 28))),
        &["운전면허", "면허번호", "license", "licence"],
    ),
    Rule::new(
        Kind::KrPassport,
        &["a###a####", "a#{8}"],
        |chars| possible(chars.first().is_some_and(|c| b"MSROD".contains(c))),
        &["passport", "여권", "여권번호"],
    ),
    Rule::new(
        Kind::SgNricFin,
        &["a#{7}a"],
        |chars| graded(true, singaporean(chars)),
        &["nric", "fin"],
    ),
    Rule::new(
        Kind::SgUen,
        &["#{8}a", "#{9}a", "a##aa####a"],
        |chars| sure(entity(chars)),
        &["uen", "unique entity", "acra"],
    ),
    Rule::new(
        Kind::ThTnin,
        &["#{13}", "#~####~#####~##~#"],
        |chars| sure(thai(chars)),
        &["thai id", "tnin", "เลขประจำตัวประชาชน", "เลขบัตรประชาชน"],
    ),
    Rule::new(
        Kind::TwNationalId,
        &["a#{9}"],
        |chars| sure(taiwanese(chars)),
        &["national id", "身分證", "身分證字號"],
    ),
];

/// Six digits of the place, the day of birth with its century, three to tell apart.
fn resident(chars: &[u8]) -> bool {
    let day = chars.get(8..14).is_some_and(date::starts_with_ymd);
    let century = part(chars, 6..8).is_some_and(|century| matches!(century, 18..=20));
    day && century && mod_11_2(chars)
}

/// Numbers that were assigned since October 2020 have no check digit: the rest is random.
fn korean(chars: &[u8], born: std::ops::RangeInclusive<u8>, shift: u32) -> Option<Confidence> {
    let kind = chars.get(6).is_some_and(|c| born.contains(c));
    let body = chars.get(..12)?;
    let sum = weighted(body, &[2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5])?;
    let checked = Some((11 + shift - sum % 11) % 10) == part(chars, 12..13);
    if !kind || !date::roughly_ymd(chars) {
        None
    } else if checked {
        Some(Confidence::High)
    } else {
        Some(Confidence::Medium)
    }
}

fn korean_business(chars: &[u8]) -> bool {
    let body = chars
        .get(..8)
        .and_then(|body| weighted(body, &[1, 3, 7, 1, 3, 7, 1, 3]));
    let (Some(sum), Some(ninth)) = (body, part(chars, 8..9)) else {
        return false;
    };
    let sum = sum + ninth * 5 / 10 + ninth * 5;
    part(chars, 9..10) == Some((10 - sum % 10) % 10) && !same(chars)
}

/// The letter of those that Singapore has issued; others have the same shape.
fn singaporean(chars: &[u8]) -> bool {
    let (Some(first), Some(last)) = (chars.first(), chars.last()) else {
        return false;
    };
    let (shift, letters) = match first {
        b'S' => (0, b"JZIHGFEDCBA"),
        b'T' => (4, b"JZIHGFEDCBA"),
        b'F' => (0, b"XWUTRQPNMLK"),
        b'G' => (4, b"XWUTRQPNMLK"),
        b'M' => (3, b"XWUTRQPNJLK"),
        _ => return false,
    };
    let sum = chars
        .get(1..8)
        .and_then(|body| weighted(body, &[2, 7, 6, 5, 4, 3, 2]));
    sum.is_some_and(|sum| letters.get((sum + shift) as usize % 11) == Some(last))
}

/// Businesses, companies, and all others each have a form of their own.
fn entity(chars: &[u8]) -> bool {
    let Some((check, body)) = chars.split_last() else {
        return false;
    };
    let letter = if body.len() == 8 {
        let sum = weighted(body, &[10, 4, 9, 3, 8, 2, 7, 1]);
        sum.and_then(|sum| b"XMKECAWLJDB".get(sum as usize % 11))
    } else if let Some(sum) = weighted(body, &[10, 8, 6, 4, 9, 7, 5, 3, 1]) {
        let year = part(body, 0..4).is_some_and(|year| matches!(year, 1800..=2099));
        b"ZKCMDNERGWH".get(sum as usize % 11).filter(|_| year)
    } else {
        other_entity(body)
    };
    letter == Some(check)
}

const OTHER_ENTITY: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWX0123456789";

fn other_entity(body: &[u8]) -> Option<&'static u8> {
    if !matches!(body.first(), Some(b'R' | b'S' | b'T')) {
        return None;
    }
    let mut sum = 0;
    for (byte, weight) in body.iter().zip([4, 3, 5, 3, 10, 2, 2, 5, 7]) {
        sum += OTHER_ENTITY.iter().position(|c| c == byte)? * weight;
    }
    OTHER_ENTITY.get((sum + 6) % 11)
}

/// The kind of person, province and district, and a running number.
fn thai(chars: &[u8]) -> bool {
    let Some(&[kind, region, place]) = chars.first_chunk() else {
        return false;
    };
    let known = match region {
        b'1' | b'3' | b'4' => true,
        b'2' | b'6' | b'7' => place <= b'7',
        b'5' => place <= b'8',
        b'8' | b'9' => place <= b'6',
        _ => false,
    };
    let sum = chars
        .get(..12)
        .and_then(|body| weighted(body, &[13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]));
    let check = sum.map(|sum| (11 - sum % 11) % 10);
    kind != b'0' && known && check.is_some() && check == part(chars, 12..13)
}

/// The letters' numbers, in the order in which the counties got them.
const TAIWAN: &[u8; 26] = b"ABCDEFGHJKLMNPQRSTUVXYWZIO";

fn taiwanese(chars: &[u8]) -> bool {
    let Some((first, digits)) = chars.split_first() else {
        return false;
    };
    let Some(county) = (10..)
        .zip(TAIWAN)
        .find_map(|(n, c)| (c == first).then_some(n))
    else {
        return false;
    };
    let (tens, units): (u32, u32) = (county / 10, county % 10);
    let sum = weighted(digits, &[8, 7, 6, 5, 4, 3, 2, 1, 1]);
    matches!(digits.first(), Some(b'1' | b'2' | b'8' | b'9'))
        && sum.is_some_and(|sum| (tens + units * 9 + sum) % 10 == 0)
}
