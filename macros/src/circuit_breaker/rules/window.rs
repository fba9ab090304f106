//! `window = "100 calls"`, `"30s"`, `fixed("60s")`.

use proc_macro2::{Literal, Span as Place, TokenStream, TokenTree};
use quote::quote_spanned;

use super::missing;
use crate::args::{DurationValue, Least, called, did_you_mean, duration, one_of_forms};
use crate::circuit_breaker::grammar::FIXED_WINDOW;
use crate::diagnostics::Errors;
use crate::tokens::{single, unraw};

pub(super) enum Window {
    Calls(u64),
    Sliding(DurationValue),
    Fixed(DurationValue),
}

const NO_SPAN: &str = "a window spans some time, such as `\"30s\"`";

impl Window {
    pub(super) fn expand(&self, guards: &TokenStream) -> TokenStream {
        let site = Place::mixed_site();
        match self {
            Self::Calls(calls) => {
                let calls = Literal::u64_unsuffixed(*calls);
                quote_spanned!(site=> #guards::Window::Calls(#calls))
            }
            Self::Sliding(span) => {
                let span = span.expand();
                quote_spanned!(site=> #guards::Window::sliding(#span))
            }
            Self::Fixed(span) => {
                let span = span.expand();
                quote_spanned!(site=> #guards::Window::Fixed(#span))
            }
        }
    }
}

pub(super) fn window(value: &TokenStream, errors: &mut Errors) -> Option<Window> {
    let least = Least::Positive(NO_SPAN);
    if let Some((word, _)) = called(value)
        && (word == "fixed" || !did_you_mean(&unraw(&word), ["fixed"]).is_empty())
    {
        let forms = &[("fixed", &FIXED_WINDOW)];
        let called = one_of_forms("window", value, forms, "window = fixed(\"60s\")", errors)?;
        let Some(span) = called.arguments.tokens("span") else {
            missing(&called, "window = fixed(\"60s\")", errors);
            return None;
        };
        return duration("window", span, least, errors).map(Window::Fixed);
    }
    if let Some(TokenTree::Literal(literal)) = single(value) {
        match calls(&literal.to_string()) {
            Some(Ok(0)) => {
                errors.add(
                    &literal,
                    "a window holds at least one call; write `window = \"100 calls\"`",
                );
                return None;
            }
            Some(Ok(calls)) => return Some(Window::Calls(calls)),
            Some(Err(fix)) => {
                errors.add(&literal, fix);
                return None;
            }
            None => {}
        }
    }
    duration("window", value, least, errors).map(Window::Sliding)
}

/// `"100 calls"`, or what to write instead of something like it; `None` for anything else.
fn calls(literal: &str) -> Option<Result<u64, String>> {
    let text = literal.trim_matches('"');
    let digits: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '_')
        .take_while(char::is_ascii_digit)
        .collect();
    let number: u64 = digits.parse().ok()?;
    if literal != text && matches!(text.strip_prefix(&digits), Some(" calls" | " call")) {
        return Some(Ok(number));
    }
    let rest = text
        .trim_start_matches(|c: char| c.is_ascii_digit() || c == '_')
        .trim();
    match rest.to_lowercase().as_str() {
        "" => Some(Err(format!(
            "a window is a number of calls or a span of time; write `window = \"{number} calls\"` or \
             `window = \"{number}s\"`"
        ))),
        "calls" | "call" | "c" | "requests" | "reqs" => Some(Err(format!(
            "a window counts calls; write `window = \"{number} calls\"`"
        ))),
        _ => None,
    }
}
