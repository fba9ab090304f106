//! Durations: text with units, `"1h30m"`, or any expression of type `Duration`.

mod messages;
mod parse;

use std::time::Duration;

use proc_macro2::{Literal, TokenStream, TokenTree};
use quote::quote_spanned;

use super::Arguments;
use crate::diagnostics::Errors;
use crate::tokens::{first_span, ours, single};

use messages::unquoted;
use parse::parse;

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
    let literal = match single(value) {
        Some(TokenTree::Literal(literal)) => literal,
        Some(TokenTree::Ident(word)) if word == "true" || word == "false" => {
            errors.add(&word, unquoted(name, &word.to_string()));
            return None;
        }
        _ => return Some(Span::Expr(value.clone())),
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

#[cfg(test)]
mod tests {
    use super::messages::respelt;
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
