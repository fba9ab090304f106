//! Tokens that are known by something else than how they begin: what stands before the run, or at
//! a place within it.

use std::ops::Range;

use super::class::{self, ALNUM, DOTTED, HEX, UPPER, URL, WIDE, is_exactly};

/// How far before a run the mark of its token may begin.
const BACK: usize = 64;

/// The token of the run that begins at `start`.
pub(super) fn range(text: &[u8], start: usize, floor: usize) -> Option<Range<usize>> {
    let within = mailchimp(text, start)
        .or_else(|| new_relic(text, start))
        .or_else(|| azure(text, start))
        .or_else(|| discord(text, start));
    if let Some(end) = within {
        return Some(start..end);
    }
    let from = floor.max(start.saturating_sub(BACK));
    let before = text.get(from..start)?;
    match before.last()? {
        b':' => telegram(text, start, before),
        b'~' => entra(text, start, before),
        b'.' => terraform(text, start, before),
        b'/' => webhook(text, start, before),
        _ => None,
    }
}

/// Whether one of them may be here.
#[inline]
pub(super) fn may_be(text: &[u8], start: usize, first: [u8; 3]) -> bool {
    may_be_within(text, start, first) || may_be_behind(text, start)
}

fn may_be_within(text: &[u8], start: usize, first: [u8; 3]) -> bool {
    let rest = text.get(start..).unwrap_or_default();
    let marked = |at: usize, mark: &[u8]| rest.get(at..at + mark.len()) == Some(mark);
    is_discord(first)
        || marked(32, b"-us")
        || marked(36, b"NRAL")
        || marked(52, b"JQQJ99")
        || marked(76, b"AZDO")
}

fn may_be_behind(text: &[u8], start: usize) -> bool {
    let Some(two) = start.checked_sub(2).and_then(|from| text.get(from..start)) else {
        return false;
    };
    match two {
        [_, b'.' | b'~'] | [b'0'..=b'9' | b'A'..=b'Z', b'/'] => true,
        [b'0'..=b'9', b':'] => text.get(start) == Some(&b'A'),
        _ => false,
    }
}

/// `<32 hexadecimal digits>-us12`.
fn mailchimp(text: &[u8], start: usize) -> Option<usize> {
    let mark = start + 32;
    if text.get(mark..mark + 3) != Some(b"-us") || class::count(text, start, HEX, 33) != 32 {
        return None;
    }
    let digits = class::count(text, mark + 3, ALNUM, 3);
    let number = text.get(mark + 3..mark + 3 + digits)?;
    (matches!(digits, 1 | 2) && number.iter().all(u8::is_ascii_digit)).then_some(mark + 3 + digits)
}

/// Licence keys: forty characters that end in `NRAL`.
fn new_relic(text: &[u8], start: usize) -> Option<usize> {
    let end = start + 40;
    let marked = text.get(start + 36..end) == Some(b"NRAL") && is_exactly(text, start, ALNUM, 40);
    marked.then_some(end)
}

/// Keys of Azure's services, and personal access tokens of Azure DevOps.
fn azure(text: &[u8], start: usize) -> Option<usize> {
    let end = start + 84;
    let marked = text.get(start + 52..start + 58) == Some(b"JQQJ99")
        || text.get(start + 76..start + 80) == Some(b"AZDO");
    (marked && is_exactly(text, start, ALNUM, 84)).then_some(end)
}

/// Bots of Discord: an id in base64, a time, a code.
fn discord(text: &[u8], start: usize) -> Option<usize> {
    let first = text.get(start..start + 3)?.try_into().ok()?;
    if !is_discord(first) {
        return None;
    }
    let mut at = start;
    for (least, most) in [(23, 28), (6, 7), (27, 45)] {
        if at > start {
            if text.get(at) != Some(&b'.') {
                return None;
            }
            at += 1;
        }
        let count = class::count(text, at, URL, most + 1);
        if count < least || count > most {
            return None;
        }
        at += count;
    }
    Some(at)
}

/// Whether it is the base64 of a decimal number.
fn is_discord([first, second, third]: [u8; 3]) -> bool {
    matches!(first, b'M' | b'N' | b'O')
        && matches!(second, b'D' | b'T' | b'j' | b'z')
        && b"AEIMQUYcgk".contains(&third)
}

/// `<id>:AA..`, thirty-five characters.
fn telegram(text: &[u8], start: usize, before: &[u8]) -> Option<Range<usize>> {
    let (_, id) = before.split_last()?;
    let digits = id.iter().rev().take(12);
    let length = digits.take_while(|byte| byte.is_ascii_digit()).count();
    // `%26` is no part of the number.
    let escaped = id.len() > length && id.get(id.len() - length - 1) == Some(&b'%');
    let length = length - if escaped { length.min(2) } else { 0 };
    let secret = text.get(start) == Some(&b'A') && class::count(text, start, URL, 36) == 35;
    (length >= 6 && secret).then_some(start - 1 - length..start + 35)
}

/// Client secrets of Microsoft Entra: three characters, a digit, `Q~`, and the rest.
fn entra(text: &[u8], start: usize, before: &[u8]) -> Option<Range<usize>> {
    let head = before.last_chunk::<6>()?;
    let [a, b, c, digit, b'Q', b'~'] = *head else {
        return None;
    };
    let id = [a, b, c].into_iter().all(|byte| class::is(byte, URL));
    let rest = text.get(start..)?;
    let inner = |byte: &u8| class::is(*byte, DOTTED) || *byte == b'~';
    let length = rest.iter().take(35).take_while(|byte| inner(byte)).count();
    let fits = id && digit.is_ascii_digit() && (31..=34).contains(&length);
    fits.then_some(start - 6..start + length)
}

/// Terraform Cloud: fourteen characters, `.atlasv1.`, and the rest.
fn terraform(text: &[u8], start: usize, before: &[u8]) -> Option<Range<usize>> {
    let id = before.strip_suffix(b".atlasv1.")?;
    let word = id.iter().rev().take(15);
    let length = word.take_while(|&&byte| class::is(byte, ALNUM)).count();
    let secret = class::count(text, start, WIDE, 80);
    (length == 14 && secret >= 60).then(|| start - 9 - 14..start + secret)
}

/// The last part of the URLs of webhooks, by which anybody can post: Slack's
/// (`hooks.slack.com/services/T../B../`) and Discord's (`discord.com/api/webhooks/<id>/`).
fn webhook(text: &[u8], start: usize, before: &[u8]) -> Option<Range<usize>> {
    let path = before.strip_suffix(b"/")?;
    let parent = strip_last(path, UPPER)?;
    let (known, least) = if let Some(host) = parent.strip_suffix(b"/api/webhooks") {
        let known = host.ends_with(b"discord.com") || host.ends_with(b"discordapp.com");
        (known, 60)
    } else {
        let services = strip_last(parent, UPPER)?;
        (services.ends_with(b"hooks.slack.com/services"), 20)
    };
    let length = class::count(text, start, URL, 129);
    (known && (least..=128).contains(&length)).then_some(start..start + length)
}

/// The path without its last part, of one to twenty characters.
fn strip_last(path: &[u8], alphabet: class::Alphabet) -> Option<&[u8]> {
    let word = path.iter().rev().take(21);
    let length = word.take_while(|&&byte| class::is(byte, alphabet)).count();
    let parent = path.get(..path.len().checked_sub(length)?)?;
    let fits = (1..=20).contains(&length);
    parent.strip_suffix(b"/").filter(|_| fits)
}
