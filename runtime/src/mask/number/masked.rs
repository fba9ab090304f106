//! What is masked already: it is found again, so that a second run goes the way of the first.

use super::groups::Groups;
use super::unit::byte_before;
use crate::mask::rules::Scope;
use crate::mask::{Confidence, Found, Kind};

const PHONE: &[u8] = b"***-***-";
const CARD: &[u8] = b"****-****-****-";
const HIDDEN: &[u8] = b"********";

/// The mask whose last four digits begin at `start`.
#[inline]
pub(super) fn found(scope: Scope<'_>, start: usize) -> Option<Found> {
    if is_masked(scope.text, start) {
        four(scope, start)
    } else {
        None
    }
}

fn four(scope: Scope<'_>, start: usize) -> Option<Found> {
    let mut groups = Groups::of(scope.text);
    groups.begin(start);
    let group = groups.first(1).first()?;
    if group.end - start != 4 || group.count != 4 {
        return None;
    }
    let text = scope.text.get(scope.floor..group.start)?;
    let (kind, len) = if text.ends_with(CARD) {
        (Kind::Card, CARD.len())
    } else if text.ends_with(PHONE) {
        (Kind::Phone, PHONE.len())
    } else {
        (Kind::Iban, iban(text)?)
    };
    let range = group.start - len..group.end;
    let found = Found::new(kind, range, Confidence::High);
    scope.rules.on.contains(kind).then_some(found)
}

fn is_masked(text: &[u8], start: usize) -> bool {
    byte_before(text, start, 1) == b'*' || byte_before(text, start, 2) == b'*'
}

/// `DE********` before the four digits.
fn iban(text: &[u8]) -> Option<usize> {
    let country = text.strip_suffix(HIDDEN)?.last_chunk::<2>()?;
    country
        .iter()
        .all(u8::is_ascii_alphabetic)
        .then_some(country.len() + HIDDEN.len())
}
