//! `"100/s"`: a number, and a unit or a span of time.

use std::time::Duration;

use proc_macro2::{Literal, TokenStream, TokenTree};
use quote::quote_spanned;
use syn::LitStr;

use crate::args::{Least, duration};
use crate::diagnostics::Errors;
use crate::paths::Paths;
use crate::tokens::{first_span, ours, single};

/// How many, in how long.
pub(super) enum Rate {
    Fixed {
        limit: u32,
        period: Duration,
        literal: Literal,
    },
    /// Known when the program runs.
    Expr(TokenStream),
}

impl Rate {
    pub(super) fn read(value: &TokenStream, errors: &mut Errors) -> Option<Self> {
        let Some(TokenTree::Literal(literal)) = single(value) else {
            return Some(Self::Expr(value.clone()));
        };
        match fixed(&literal.to_string()) {
            Ok((limit, period)) => Some(Self::Fixed {
                limit,
                period,
                literal,
            }),
            Err(message) => {
                errors.add(&literal, message);
                None
            }
        }
    }

    pub(super) fn limit(&self) -> Option<u32> {
        match self {
            Self::Fixed { limit, .. } => Some(*limit),
            Self::Expr(_) => None,
        }
    }

    /// An expression of the runtime's `Rate`.
    pub(super) fn expand(&self, paths: &Paths) -> TokenStream {
        match self {
            Self::Fixed {
                limit,
                period,
                literal,
            } => {
                let at = ours(literal.span());
                let private = paths.private_at(at);
                let (secs, nanos) = (period.as_secs(), period.subsec_nanos());
                quote_spanned! {at=>
                    #private::guards::Rate::new(#limit, ::core::time::Duration::new(#secs, #nanos))
                }
            }
            Self::Expr(expr) => {
                let at = ours(first_span(expr));
                let private = paths.private_at(at);
                quote_spanned!(at=> { let __rate: #private::guards::Rate = #expr; __rate })
            }
        }
    }
}

/// Reads the literal `source`.
fn fixed(source: &str) -> Result<(u32, Duration), String> {
    let Ok(text) = syn::parse_str::<LitStr>(source) else {
        let number = number_of(&source.replace('_', ""));
        return Err(format!(
            "a rate is a number and a time; write `\"{}/s\"`",
            number.unwrap_or(100)
        ));
    };
    let text = text.value();
    let Some((limit, period)) = text.split_once('/') else {
        return Err(without_time(&text));
    };
    if text.contains(char::is_whitespace) {
        let example = respelt(limit, period);
        return Err(format!("a rate has no spaces; write `\"{example}\"`"));
    }
    let limit = self::limit(limit, period)?;
    let period = self::period(limit, period)?;
    Ok((limit, period))
}

fn without_time(text: &str) -> String {
    let number = number_of(text);
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || "_,.".contains(c));
    let unit = rest.split_whitespace().last().and_then(unit_of);
    let example = format!("{}/{}", number.unwrap_or(100), unit.unwrap_or("s"));
    match number {
        Some(_) if rest.is_empty() => {
            format!("`{text}` is a number without a time; write `\"{example}\"`")
        }
        _ => format!("a rate is a number and a time; write `\"{example}\"`"),
    }
}

fn limit(limit: &str, period: &str) -> Result<u32, String> {
    if let Ok(number) = limit.parse::<u64>() {
        return match u32::try_from(number) {
            Ok(0) => Err(format!(
                "a rate of 0 lets nothing through; write `\"1/{period}\"` or more"
            )),
            Ok(limit) => Ok(limit),
            Err(_) => Err(format!(
                "a rate is at most {} in a time; write a shorter time",
                u32::MAX
            )),
        };
    }
    if let Ok(fraction) = limit.parse::<f64>()
        && fraction > 0.0
        && fraction < 1.0
    {
        return Err(format!(
            "the limit is a whole number; write a longer time, as in `\"1/{:.0}{}\"`",
            1.0 / fraction,
            unit_of(period).unwrap_or("s")
        ));
    }
    Err(format!(
        "the limit is a whole number from 1 on, not `{limit}`; write `\"{}\"`",
        respelt(limit, period)
    ))
}

/// `s`, `15m`, `1h30m`.
fn period(limit: u32, text: &str) -> Result<Duration, String> {
    let spelt = if text.starts_with(|c: char| c.is_ascii_digit()) {
        text.to_owned()
    } else {
        format!("1{text}")
    };
    let literal: TokenStream = TokenTree::Literal(Literal::string(&spelt)).into();
    let mut faults = Errors::new();
    let least = Least::Positive("");
    match duration("rate", &literal, least, &mut faults) {
        Some(crate::args::DurationValue::Fixed(period, _)) => Ok(period),
        _ if text.starts_with('0') && unit_of(text).is_some() => Err(format!(
            "a rate spans some time; write `\"{limit}/{}\"`",
            unit_of(text).unwrap_or("s")
        )),
        _ => Err(format!(
            "unknown time `{text}`; write `\"{}\"` (units: `ns`, `us`, `ms`, `s`, `m`, `h`, `d`, or a \
             span such as `15m`)",
            respelt(&limit.to_string(), text)
        )),
    }
}

/// What was most likely meant.
fn respelt(limit: &str, period: &str) -> String {
    let limit = number_of(limit).unwrap_or(100);
    let digits: String = period
        .trim()
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    let digits = if matches!(digits.as_str(), "0" | "1") {
        String::new()
    } else {
        digits
    };
    format!("{limit}/{digits}{}", unit_of(period).unwrap_or("s"))
}

fn number_of(text: &str) -> Option<u32> {
    let digits = text
        .trim()
        .chars()
        .take_while(|c| c.is_ascii_digit() || "_,".contains(*c));
    let digits: String = digits.filter(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|number| *number > 0)
}

/// The unit that a word means, whatever number stands before it.
fn unit_of(word: &str) -> Option<&'static str> {
    let word = word
        .trim()
        .trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let word = word.to_ascii_lowercase();
    let unit = match word.as_str() {
        "ns" | "nano" | "nanos" | "nanosecond" | "nanoseconds" => "ns",
        "us" | "µs" | "micros" | "microsecond" | "microseconds" => "us",
        "ms" | "milli" | "millis" | "msec" | "millisecond" | "milliseconds" => "ms",
        "s" | "sec" | "secs" | "second" | "seconds" | "rps" | "qps" | "tps" => "s",
        "m" | "min" | "mins" | "minute" | "minutes" | "rpm" | "qpm" => "m",
        "h" | "hr" | "hrs" | "hour" | "hours" => "h",
        "d" | "day" | "days" => "d",
        _ => return None,
    };
    Some(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(source: &str) -> String {
        fixed(source).expect_err(source)
    }

    #[test]
    fn a_rate_is_a_number_and_a_time() {
        let rate = |source| fixed(source).unwrap_or_default();
        assert_eq!(rate("\"100/s\""), (100, Duration::from_secs(1)));
        assert_eq!(rate("\"100/15m\""), (100, Duration::from_secs(900)));
        assert_eq!(rate("\"5/1h30m\""), (5, Duration::from_secs(5_400)));
        assert_eq!(rate("\"1/d\""), (1, Duration::from_secs(86_400)));
        assert_eq!(rate("\"3/1.5s\""), (3, Duration::from_millis(1_500)));
    }

    #[test]
    fn a_slip_is_answered_with_the_spelling_to_copy() {
        for (source, fix) in [
            ("100", "write `\"100/s\"`"),
            ("1_000", "write `\"1000/s\"`"),
            ("\"100\"", "write `\"100/s\"`"),
            ("\"100 per minute\"", "write `\"100/m\"`"),
            ("\"100rpm\"", "write `\"100/m\"`"),
            ("\"100 / s\"", "write `\"100/s\"`"),
            ("\"100/sec\"", "write `\"100/s\"`"),
            ("\"100/15 minutes\"", "write `\"100/15m\"`"),
            ("\"100/15min\"", "write `\"100/15m\"`"),
            ("\"1_000/s\"", "write `\"1000/s\"`"),
            ("\"0/s\"", "write `\"1/s\"` or more"),
            ("\"100/0s\"", "write `\"100/s\"`"),
            ("\"0.5/s\"", "as in `\"1/2s\"`"),
            ("\"-1/s\"", "write `\"100/s\"`"),
            ("\"/s\"", "write `\"100/s\"`"),
            ("\"5000000000/s\"", "write a shorter time"),
        ] {
            let said = message(source);
            assert!(said.contains(fix), "{source}: {said}");
        }
    }
}
