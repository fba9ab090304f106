//! Durations: text with units, `"1h30m"`, or any expression of type `Duration`.

use std::time::Duration;

use proc_macro2::{Literal, TokenStream, TokenTree};
use quote::quote_spanned;

use super::Arguments;
use crate::diagnostics::Errors;
use crate::tokens::{first_span, ours, single};

/// A span of time.
#[derive(Clone)]
pub(crate) enum Span {
    /// Known at compile time; the literal is kept for errors.
    Fixed(Duration, Literal),
    /// Known when the program runs.
    Expr(TokenStream),
}

/// The least that a duration may be.
#[derive(Clone, Copy)]
pub(crate) enum Least {
    /// Zero means nothing here; the text says what to do instead of writing zero.
    Positive(&'static str),
    /// One millisecond, the grain in which Redis keeps time; zero is answered with the text.
    Millisecond(&'static str),
}

impl Span {
    /// An expression of type `Duration`. A wrong type is rustc's to report, at the user's tokens.
    pub(crate) fn expand(&self) -> TokenStream {
        match self {
            Self::Fixed(duration, literal) => {
                let at = ours(literal.span());
                let (secs, nanos) = (duration.as_secs(), duration.subsec_nanos());
                quote_spanned!(at=> ::core::time::Duration::new(#secs, #nanos))
            }
            Self::Expr(expr) => {
                let at = ours(first_span(expr));
                quote_spanned!(at=> { let __span: ::core::time::Duration = #expr; __span })
            }
        }
    }
}

impl Arguments {
    /// The duration behind `name =`.
    pub(crate) fn duration(&self, name: &str, least: Least, errors: &mut Errors) -> Option<Span> {
        read(name, self.tokens(name)?, least, errors)
    }
}

/// Reads the duration that is called `name`.
pub(crate) fn read(
    name: &str,
    value: &TokenStream,
    least: Least,
    errors: &mut Errors,
) -> Option<Span> {
    let Some(TokenTree::Literal(literal)) = single(value) else {
        return Some(Span::Expr(value.clone()));
    };
    match fixed(name, &literal, least) {
        Ok(duration) => Some(Span::Fixed(duration, literal)),
        Err(message) => {
            errors.add(&literal, message);
            None
        }
    }
}

fn fixed(name: &str, literal: &Literal, least: Least) -> Result<Duration, String> {
    let source = literal.to_string();
    let Ok(text) = syn::parse_str::<syn::LitStr>(&source) else {
        return Err(unquoted(name, &source));
    };
    let duration = parse(&text.value()).map_err(|fault| fault.message(name, &text.value()))?;
    match least {
        Least::Positive(instead) | Least::Millisecond(instead) if duration.is_zero() => {
            Err(format!("`{name}` must be longer than zero; {instead}"))
        }
        Least::Millisecond(_) if duration < Duration::from_millis(1) => Err(format!(
            "`{name}` is at least one millisecond; write `{name} = \"1ms\"`"
        )),
        _ => Ok(duration),
    }
}

/// `ttl = 300`, `ttl = 5m`: a literal that is not text.
fn unquoted(name: &str, source: &str) -> String {
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

/// What keeps a text from being a duration.
#[derive(Debug, PartialEq, Eq)]
enum Fault {
    Empty,
    Negative,
    NoUnit,
    NoNumber,
    Unit(String),
    Blank,
    TooFine,
    TooLong,
}

const UNITS: [(&str, u128); 7] = [
    ("ns", 1),
    ("us", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
    ("d", 86_400_000_000_000),
];

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
    fn message(&self, name: &str, text: &str) -> String {
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

/// What was most likely meant: without blanks, and with words as units.
fn respelt(text: &str) -> Option<String> {
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

fn leading_number(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    text.split_at(end)
}

fn leading_unit(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| c.is_ascii_digit() || c == '.' || c.is_whitespace())
        .unwrap_or(text.len());
    text.split_at(end)
}

fn parse(text: &str) -> Result<Duration, Fault> {
    if text.is_empty() {
        return Err(Fault::Empty);
    }
    if text.starts_with('-') {
        return Err(Fault::Negative);
    }
    let mut nanos: u128 = 0;
    let mut rest = text;
    while !rest.is_empty() {
        let (number, after) = leading_number(rest);
        let (unit, after) = leading_unit(after);
        if unit.is_empty() && after.starts_with(char::is_whitespace) {
            let unit = after.trim();
            let known = !unit.is_empty() && UNITS.iter().any(|(known, _)| *known == unit);
            return Err(
                if number.is_empty() || known || unit.is_empty() || respelt(text).is_none() {
                    Fault::Blank
                } else {
                    Fault::Unit(unit.split_whitespace().next().unwrap_or(unit).to_owned())
                },
            );
        }
        if number.is_empty() {
            return Err(if rest.contains(char::is_whitespace) {
                Fault::Blank
            } else {
                Fault::NoNumber
            });
        }
        if unit.is_empty() {
            return Err(Fault::NoUnit);
        }
        let Some((_, scale)) = UNITS.iter().find(|(known, _)| *known == unit) else {
            return Err(Fault::Unit(unit.to_owned()));
        };
        let part = scaled(number, *scale)?;
        nanos = nanos.checked_add(part).ok_or(Fault::TooLong)?;
        rest = after;
    }
    let secs = u64::try_from(nanos / 1_000_000_000).map_err(|_| Fault::TooLong)?;
    let subsec = u32::try_from(nanos % 1_000_000_000).map_err(|_| Fault::TooLong)?;
    Ok(Duration::new(secs, subsec))
}

/// `number` times `scale` nanoseconds, exactly.
fn scaled(number: &str, scale: u128) -> Result<u128, Fault> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() || fraction.contains('.') || (fraction.is_empty() && number.contains('.')) {
        return Err(Fault::NoNumber);
    }
    let whole: u128 = whole.parse().map_err(|_| Fault::TooLong)?;
    let mut nanos = whole.checked_mul(scale).ok_or(Fault::TooLong)?;
    let mut unit = scale;
    let mut rest = 0;
    for digit in fraction.bytes() {
        // `unit` stays a power of ten times a small factor: what does not divide is too fine.
        if !unit.is_multiple_of(10) {
            if digit != b'0' {
                rest += 1;
            }
            continue;
        }
        unit /= 10;
        nanos = nanos
            .checked_add(u128::from(digit - b'0') * unit)
            .ok_or(Fault::TooLong)?;
    }
    if rest > 0 {
        Err(Fault::TooFine)
    } else {
        Ok(nanos)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(source: &str) -> String {
        let literal: Literal = syn::parse_str(source).unwrap();
        fixed(
            "ttl",
            &literal,
            Least::Millisecond("to stop caching, remove `#[cached]`"),
        )
        .unwrap_err()
    }

    #[test]
    fn units_add_up_and_fractions_are_exact() {
        assert_eq!(parse("250ms"), Ok(Duration::from_millis(250)));
        assert_eq!(parse("5m"), Ok(Duration::from_secs(300)));
        assert_eq!(parse("1h30m"), Ok(Duration::from_secs(5_400)));
        assert_eq!(parse("1.5s"), Ok(Duration::from_millis(1_500)));
        assert_eq!(parse("0.1d"), Ok(Duration::from_secs(8_640)));
        assert_eq!(parse("7ns"), Ok(Duration::from_nanos(7)));
        assert_eq!(parse("2us"), Ok(Duration::from_micros(2)));
        assert_eq!(
            parse("213503982334601d"),
            Ok(Duration::from_secs(213_503_982_334_601 * 86_400))
        );
    }

    #[test]
    fn a_slip_is_answered_with_the_spelling_to_copy() {
        assert_eq!(
            message("\"5 minutes\""),
            "unknown duration unit `minutes`; write `\"5m\"` (units: `ns`, `us`, `ms`, `s`, `m`, `h`, `d`)"
        );
        assert_eq!(
            message("\"5 m\""),
            "a duration has no spaces; write `\"5m\"`"
        );
        assert_eq!(
            message("\"1h 30min\""),
            "a duration has no spaces; write `\"1h30m\"`"
        );
        assert_eq!(
            message("300"),
            "`ttl` needs a unit; did you mean `ttl = \"300s\"`?"
        );
        assert_eq!(
            message("\"300\""),
            "`ttl` needs a unit; did you mean `ttl = \"300s\"`?"
        );
        assert_eq!(message("5m"), "a duration is text; write `ttl = \"5m\"`");
        assert_eq!(
            message("\"1h30\""),
            "`ttl` needs a unit; did you mean `ttl = \"1h30s\"`?"
        );
        assert_eq!(
            message("\"soon\""),
            "`soon` is not a duration; write `\"5m\"`"
        );
    }

    #[test]
    fn what_cannot_be_a_lifetime_is_refused() {
        assert_eq!(
            message("\"0s\""),
            "`ttl` must be longer than zero; to stop caching, remove `#[cached]`"
        );
        assert_eq!(
            message("\"10us\""),
            "`ttl` is at least one millisecond; write `ttl = \"1ms\"`"
        );
        assert_eq!(
            message("\"99999999999999999999d\""),
            "`\"99999999999999999999d\"` is longer than a `Duration` can hold"
        );
        assert_eq!(
            message("\"999999999999999d\""),
            "`\"999999999999999d\"` is longer than a `Duration` can hold"
        );
        assert_eq!(
            message("\"-5s\""),
            "`ttl` cannot be negative; write a duration, such as `\"5m\"`"
        );
        assert_eq!(
            message("\"\""),
            "`ttl` is empty; write a duration, such as `\"5m\"`"
        );
        assert_eq!(
            message("\"0.5ns\""),
            "`0.5ns` is finer than a nanosecond; write `\"1ns\"` or more"
        );
    }

    #[test]
    fn every_suggestion_is_itself_a_duration() {
        for text in [
            "5 minutes",
            "2 hours",
            "90 sec",
            "1h 30min",
            "3Days",
            "10 µs",
            "1 m",
        ] {
            let fix = respelt(text).unwrap();
            assert!(parse(&fix).is_ok(), "{text} -> {fix}");
        }
    }

    #[test]
    fn anything_but_a_literal_is_an_expression() {
        let mut errors = Errors::new();
        let least = Least::Positive("");
        for source in ["LONG", "Duration::from_secs(5)", "config.ttl()"] {
            let span = read("ttl", &source.parse().unwrap(), least, &mut errors);
            assert!(matches!(span, Some(Span::Expr(_))));
        }
        assert!(errors.is_empty());
    }
}
