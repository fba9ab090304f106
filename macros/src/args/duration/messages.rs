//! What is said of a text that is no duration, with the spelling to copy.

use super::parse::{Fault, UNITS, leading_number, leading_unit, parse};

/// `ttl = 300`, `ttl = 5m`: a literal that is not text.
pub(super) fn unquoted(name: &str, source: &str) -> String {
    let plain = source.replace('_', "");
    if parse(&plain).is_ok() {
        return format!("a duration is text; write `{name} = \"{plain}\"`");
    }
    let digits: String = plain
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    if digits.is_empty() {
        return format!("`{name}` is a duration; write `{name} = \"5m\"`");
    }
    format!(
        "`{name}` needs a unit; did you mean `{name} = \"{}s\"`?",
        digits.trim_end_matches('.')
    )
}

/// Words that people write, and the unit that they mean.
const WORDS: [(&str, &str); 27] = [
    ("nanos", "ns"),
    ("nanosecond", "ns"),
    ("nanoseconds", "ns"),
    ("µs", "us"),
    ("micros", "us"),
    ("microsecond", "us"),
    ("microseconds", "us"),
    ("milli", "ms"),
    ("millis", "ms"),
    ("msec", "ms"),
    ("millisecond", "ms"),
    ("milliseconds", "ms"),
    ("sec", "s"),
    ("secs", "s"),
    ("second", "s"),
    ("seconds", "s"),
    ("S", "s"),
    ("min", "m"),
    ("mins", "m"),
    ("minute", "m"),
    ("minutes", "m"),
    ("hr", "h"),
    ("hour", "h"),
    ("hours", "h"),
    ("H", "h"),
    ("day", "d"),
    ("days", "d"),
];

impl Fault {
    pub(super) fn message(&self, name: &str, text: &str) -> String {
        let fix = respelt(text).filter(|fix| fix != text);
        let example = fix.as_deref().unwrap_or("5m");
        match self {
            Self::Empty => format!("`{name}` is empty; write a duration, such as `\"5m\"`"),
            Self::Negative => {
                format!("`{name}` cannot be negative; write a duration, such as `\"5m\"`")
            }
            Self::NoUnit if fix.is_none() && parse(&format!("{text}s")).is_ok() => {
                format!("`{name}` needs a unit; did you mean `{name} = \"{text}s\"`?")
            }
            Self::NoUnit => format!("`{text}` has a number without a unit; write `\"{example}\"`"),
            Self::NoNumber if is_code(text) => {
                format!(
                    "code is not put in text; write `{name} = {text}`, or a duration such as `\"5m\"`"
                )
            }
            Self::NoNumber => format!("`{text}` is not a duration; write `\"{example}\"`"),
            Self::Blank => format!("a duration has no spaces; write `\"{example}\"`"),
            Self::Unit(unit) => format!(
                "unknown duration unit `{unit}`; write `\"{example}\"` (units: `ns`, `us`, `ms`, `s`, `m`, `h`, `d`)"
            ),
            Self::TooFine => {
                format!("`{text}` is finer than a nanosecond; write `\"1ns\"` or more")
            }
            Self::TooLong => format!("`\"{text}\"` is longer than a `Duration` can hold"),
        }
    }
}

/// Whether a text without a number is a constant or a call, in quotes.
fn is_code(text: &str) -> bool {
    let code = |c: char| c.is_ascii_uppercase() || matches!(c, ':' | '(' | '.');
    text.contains(code) && syn::parse_str::<syn::Expr>(text).is_ok()
}

/// What was most likely meant: without blanks, and with words as units.
pub(super) fn respelt(text: &str) -> Option<String> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let mut out = String::new();
    let mut rest = compact.as_str();
    while !rest.is_empty() {
        let (number, after) = leading_number(rest);
        let (unit, after) = leading_unit(after);
        let lower = unit.to_lowercase();
        let meant = WORDS
            .iter()
            .find(|(word, _)| *word == unit || *word == lower)
            .map(|(_, meant)| *meant)
            .or_else(|| {
                UNITS
                    .iter()
                    .find(|(known, _)| *known == unit)
                    .map(|(known, _)| *known)
            })?;
        out.push_str(number);
        out.push_str(meant);
        rest = after;
    }
    parse(&out).ok().map(|_| out)
}
