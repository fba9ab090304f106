//! Numbers of things, and shares of them.

use proc_macro2::{Span as Place, TokenStream, TokenTree};
use quote::quote_spanned;
use syn::LitInt;

use crate::args::{Arguments, fraction};
use crate::diagnostics::Errors;
use crate::tokens::{bare, first_span, ours, single};

/// A number of things.
#[derive(Clone)]
pub(in crate::circuit_breaker) enum Count {
    Fixed(u64, Place),
    Expr(TokenStream),
}

impl Count {
    /// An expression of type `u64`.
    pub(in crate::circuit_breaker) fn expand(&self) -> TokenStream {
        match self {
            Self::Fixed(count, at) => {
                let at = ours(*at);
                quote_spanned!(at=> #count)
            }
            Self::Expr(expr) => {
                let at = ours(first_span(expr));
                quote_spanned!(at=> { let __count: u64 = #expr; __count })
            }
        }
    }
}

/// A whole number from 1 on, or an expression of one.
pub(in crate::circuit_breaker) fn count(
    name: &str,
    found: &Arguments,
    errors: &mut Errors,
) -> Option<Count> {
    count_of(name, found.tokens(name)?, errors)
}

pub(super) fn count_of(name: &str, value: &TokenStream, errors: &mut Errors) -> Option<Count> {
    let literal = match single(value) {
        Some(TokenTree::Literal(literal)) => literal,
        // A negative number is two tokens.
        _ if syn::parse2::<syn::Lit>(bare(value.clone())).is_ok() => {
            errors.add(value, format!("`{name}` must be at least 1"));
            return None;
        }
        _ => return Some(Count::Expr(value.clone())),
    };
    let number = syn::parse_str::<LitInt>(&literal.to_string()).ok();
    match number.and_then(|literal| literal.base10_parse::<u64>().ok()) {
        Some(0) => errors.add(&literal, format!("`{name}` must be at least 1")),
        Some(number) => return Some(Count::Fixed(number, literal.span())),
        None => {
            let text = literal.to_string();
            let digits = text.trim_matches('"').replace('_', "");
            let example = match digits.parse::<u64>() {
                Ok(number) if number > 0 => number,
                _ => 5,
            };
            errors.add(
                &literal,
                format!("`{name}` takes a whole number; write `{name} = {example}`"),
            );
        }
    }
    None
}

/// A fraction above zero.
pub(super) fn rate(name: &str, found: &Arguments, errors: &mut Errors) -> Option<f64> {
    let value = found.tokens(name)?;
    let rate = fraction(name, value, errors)?;
    if rate > 0.0 {
        return Some(rate);
    }
    errors.add(
        value,
        format!("with `{name} = 0` every circuit would be open; write `{name} = 0.5`"),
    );
    None
}
