//! What errors say, without what they quote.

use std::borrow::Cow;
use std::error::Error;

use crate::mask::Masker;
use crate::mask::style::HIDDEN;

/// How many errors of a chain are read.
const CHAIN: usize = 16;

pub(super) fn masked(masker: &Masker, error: &(dyn Error + '_)) -> String {
    let mut all = String::new();
    let mut before = String::new();
    let mut next = Some(error);
    for _ in 0..CHAIN {
        let Some(error) = next else { break };
        let said = error.to_string();
        // Many errors say what their source says.
        if before.is_empty() || !before.ends_with(&said) {
            if !all.is_empty() {
                all.push_str(": ");
            }
            all.push_str(&without_quotes(&said));
        }
        before = said;
        next = error.source();
    }
    masker.mask(&all).into_owned()
}

/// The same where the error stands in a longer text, as in the message of a panic: of a text that
/// quotes no input, nothing goes.
pub(in crate::mask) fn without_input(text: &str) -> Cow<'_, str> {
    let Some(begin) = QUOTING.iter().filter_map(|start| text.find(start)).min() else {
        return Cow::Borrowed(text);
    };
    let (before, said) = text.split_at(begin);
    Cow::Owned(format!("{before}{}", without_quotes(said)))
}

fn without_quotes(said: &str) -> String {
    let (said, place) = split_place(said);
    let mut out = String::with_capacity(said.len());
    match quoted_by_serde(said) {
        Some((before, quote, after)) => {
            out.push_str(before);
            hide(&mut out, quote);
            out.push_str(after);
        }
        None => {
            for (at, line) in said.split('\n').enumerate() {
                if at > 0 {
                    out.push('\n');
                }
                push_line(&mut out, line);
            }
        }
    }
    out.push_str(place);
    out
}

/// ` at line 1 column 9` at the end.
fn split_place(said: &str) -> (&str, &str) {
    let place = said.rfind(" at line ").filter(|at| {
        let rest = said.get(at + 9..).unwrap_or_default();
        let rest = rest.replace(" column ", "");
        !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit())
    });
    said.split_at(place.unwrap_or(said.len()))
}

/// With this begins what serde says where it quotes the input.
const QUOTING: [&str; 4] = [
    "invalid type: ",
    "invalid value: ",
    "unknown variant ",
    "unknown field ",
];

/// What serde quotes from the input may hold quotes itself. It ends before the last `, expected`,
/// which tells of types alone.
fn quoted_by_serde(said: &str) -> Option<(&str, char, &str)> {
    QUOTING
        .iter()
        .any(|start| said.contains(start))
        .then_some(())?;
    let open = said.find(['"', '`'])?;
    let quote = said.get(open..)?.chars().next()?;
    let end = said
        .rfind(", expected ")
        .or_else(|| said.rfind(", there are no "))?;
    let before = said.get(..open)?;
    let close = said.get(open + 1..end)?;
    close
        .ends_with(quote)
        .then_some((before, quote, said.get(end..)?))
}

/// A line of which what stands in quotes goes. A line of the input, as parsers of configuration
/// show it behind a number and a bar, goes whole.
fn push_line(out: &mut String, line: &str) {
    if let Some((number, shown)) = line.split_once('|')
        && number
            .bytes()
            .all(|byte| byte == b' ' || byte.is_ascii_digit())
        && shown.bytes().any(|byte| byte.is_ascii_alphanumeric())
    {
        out.push_str(number);
        out.push_str("| ");
        out.push_str(HIDDEN);
        return;
    }
    let mut rest = line;
    while let Some(open) = opening(rest) {
        let (before, from) = rest.split_at(open);
        out.push_str(before);
        let quote = from.chars().next().unwrap_or('"');
        let length = closing(from, quote);
        let quoted = from.get(..length.unwrap_or(from.len())).unwrap_or_default();
        if before.ends_with("missing field ") || before.ends_with("duplicate field ") {
            out.push_str(quoted);
        } else {
            hide(out, quote);
        }
        rest = from.get(length.unwrap_or(from.len())..).unwrap_or_default();
    }
    out.push_str(rest);
}

/// A `'` within a word is an apostrophe.
fn opening(text: &str) -> Option<usize> {
    let mut before = ' ';
    text.char_indices().find_map(|(at, character)| {
        let found =
            matches!(character, '"' | '`') || character == '\'' && !before.is_alphanumeric();
        before = character;
        found.then_some(at)
    })
}

/// The length of what begins with a quote, with both quotes.
fn closing(from: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    from.char_indices().skip(1).find_map(|(at, character)| {
        let found = character == quote && !escaped;
        escaped = character == '\\' && !escaped && quote != '`';
        found.then_some(at + 1)
    })
}

fn hide(out: &mut String, quote: char) {
    out.push(quote);
    out.push_str(HIDDEN);
    out.push(quote);
}
