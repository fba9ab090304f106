//! `2001:db8::1`, `::ffff:192.0.2.1`, `fe80::1%eth0/64`.

use std::net::Ipv6Addr;

use super::{byte, byte_before, is_glued, is_word, prefix};

/// Characters of the longest.
const LONGEST: usize = 45;
/// Characters of a zone.
const ZONE: usize = 15;

/// Where the address that begins at `start` ends.
pub(super) fn end(text: &[u8], floor: usize, start: usize) -> Option<usize> {
    let last = byte_before(text, start, 1);
    if is_glued(text, floor, start) || matches!(last, b':' | b'.' | b'-' | b'*') {
        return None;
    }
    let end = address(text, start)?;
    if end - start == 2 && !stands_alone(text, start, end) {
        return None;
    }
    // A star may stand for more of it.
    let behind = byte(text, end);
    let dots = (end..end + 3)
        .take_while(|at| byte(text, *at) == b'.')
        .count();
    let starred = byte(text, end + dots) == b'*';
    if behind == b':' || starred || is_word(behind) {
        return None;
    }
    Some(prefix(text, zone(text, end), 128))
}

/// The characters of an address, without the dot of a sentence behind them.
fn address(text: &[u8], start: usize) -> Option<usize> {
    let is_part =
        |at: usize| byte(text, at).is_ascii_hexdigit() || matches!(byte(text, at), b':' | b'.');
    let mut end = (start..=start + LONGEST).find(|at| !is_part(*at))?;
    while byte_before(text, end, 1) == b'.' {
        end -= 1;
    }
    let written = text.get(start..end)?;
    let colons = written.split(|byte| *byte == b':').count() - 1;
    let short = written.windows(2).any(|pair| pair == b"::");
    if colons < 2 || (!short && colons < 6) {
        return None;
    }
    // `de::ad` is a path in a program.
    let told = written.len() == 2 || written.iter().any(u8::is_ascii_digit);
    let address = std::str::from_utf8(written).ok()?;
    (told && address.parse::<Ipv6Addr>().is_ok()).then_some(end)
}

/// `::` between words is a path or an operator: it wants to be a value.
fn stands_alone(text: &[u8], start: usize, end: usize) -> bool {
    let before = matches!(
        byte_before(text, start, 1),
        0 | b' ' | b'\t' | b'\n' | b'=' | b'[' | b'('
    );
    let behind = match byte(text, end) {
        0 | b' ' | b'\t' | b'\n' | b']' | b')' | b',' => true,
        b'/' => byte(text, end + 1).is_ascii_digit(),
        _ => false,
    };
    before && behind
}

/// `%eth0`.
fn zone(text: &[u8], end: usize) -> usize {
    if byte(text, end) != b'%' {
        return end;
    }
    let is_zone = |at: &usize| byte(text, *at).is_ascii_alphanumeric() || byte(text, *at) == b'_';
    let name = (end + 1..end + 1 + ZONE).take_while(is_zone).count();
    if name == 0 { end } else { end + 1 + name }
}
