//! What was written in `#[rate_limit(..)]`.

use proc_macro2::TokenStream;
use quote::quote_spanned;
use syn::LitInt;

use super::grammar::GRAMMAR;
use super::rate::Rate;
use super::store::Store;
use crate::args::{Arguments, DurationValue, Handle, Least};
use crate::diagnostics::Errors;
use crate::key::Source;
use crate::stack::Entry;
use crate::tokens::{bare, first_span, ours, source};

pub(super) struct Written {
    pub(super) rules: Option<Rules>,
    pub(super) key: Option<Source>,
    /// Where `wait` stands, which a sync function has no use for.
    pub(super) waits: Option<proc_macro2::Ident>,
    pub(super) cost: Option<Number>,
    pub(super) store: Option<Store>,
    pub(super) name: Option<String>,
    pub(super) handle: Option<Handle>,
    pub(super) allows_order: bool,
}

/// Where the policy comes from.
pub(super) enum Rules {
    Policy(TokenStream),
    Here {
        rate: Rate,
        burst: Option<Number>,
        wait: Option<DurationValue>,
        exact: bool,
        max_keys: Option<Number>,
        idle: Option<DurationValue>,
    },
}

/// A number of calls or keys.
pub(super) enum Number {
    Fixed(LitInt),
    /// Known when the program runs.
    Expr(TokenStream),
}

impl Written {
    pub(super) fn parse(entry: &Entry, errors: &mut Errors) -> Self {
        let found = GRAMMAR.read(entry.args.clone(), errors);
        found.crate_path(errors);
        if !found.has("rate") && !found.has("policy") && !found.any_refused() {
            errors.add(
                &entry.name,
                "`#[rate_limit]` needs a rate, for example `#[rate_limit(\"100/s\")]`",
            );
        }
        keys_without_key(&found, errors);
        let rules = rules(&found, errors);
        let cost = number(
            &found,
            "cost",
            "a call that costs 0 is never limited",
            errors,
        );
        costs_too_much(rules.as_ref(), cost.as_ref(), errors);
        Self {
            rules,
            key: found.tokens("key").and_then(|key| key_of(key, errors)),
            waits: found.get("wait").map(|(word, _)| word.clone()),
            cost,
            store: Store::read(&found, errors),
            name: found.text("name", errors),
            handle: found.handle(errors),
            allows_order: found.allows("order", errors),
        }
    }
}

fn rules(found: &Arguments, errors: &mut Errors) -> Option<Rules> {
    if found.has("policy") {
        return found.policy("RateLimitPolicy", errors).map(Rules::Policy);
    }
    let rate = found
        .tokens("rate")
        .and_then(|rate| Rate::read(rate, errors));
    let burst = number(found, "burst", "a burst of 0 lets nothing through", errors);
    let wait = found.duration(
        "wait",
        Least::Positive("to refuse at once, remove `wait`"),
        errors,
    );
    let exact = found.choice("window", &[("exact", ())], errors).is_some();
    let max_keys = number(found, "max_keys", "at least one key has a limit", errors);
    let idle = found.duration(
        "idle",
        Least::Positive("to forget a key as soon as its limit is whole again, remove `idle`"),
        errors,
    );
    Some(Rules::Here {
        rate: rate?,
        burst,
        wait,
        exact,
        max_keys,
        idle,
    })
}

fn keys_without_key(found: &Arguments, errors: &mut Errors) {
    if found.has("key") || found.any_refused() {
        return;
    }
    for name in ["max_keys", "idle"] {
        if let Some((word, _)) = found.get(name) {
            errors.add(
                word,
                format!(
                    "`{name}` is about keys, and there are none; add `key = \"{{user}}\"` with the name \
                     of an argument, or remove `{name}`"
                ),
            );
        }
    }
}

/// A template that names something, or any expression.
fn key_of(value: &TokenStream, errors: &mut Errors) -> Option<Source> {
    let key = Source::parse(value, errors)?;
    if let Source::Template(template) = &key
        && template.holes().next().is_none()
    {
        errors.add(
            value,
            "this key is the same for every call; name an argument in it, as in `\"{user}\"`, or \
             remove `key`",
        );
        return None;
    }
    Some(key)
}

pub(super) fn number(
    found: &Arguments,
    name: &str,
    zero: &str,
    errors: &mut Errors,
) -> Option<Number> {
    let value = found.tokens(name)?;
    if let Ok(literal) = syn::parse2::<LitInt>(bare(value.clone())) {
        return match literal.base10_parse::<u32>() {
            Ok(0) => {
                errors.add(&literal, format!("{zero}; write `{name} = 1` or more"));
                None
            }
            Ok(_) if literal.suffix().is_empty() => Some(Number::Fixed(literal)),
            Ok(number) => {
                errors.add(
                    &literal,
                    format!("write it without a type: `{name} = {number}`"),
                );
                None
            }
            Err(_) => {
                let most = u32::MAX;
                errors.add(&literal, format!("`{name}` is at most {most}; write less"));
                None
            }
        };
    }
    if let Ok(literal) = syn::parse2::<syn::Lit>(bare(value.clone())) {
        let written = source(&literal);
        let digits = written.trim_matches('"').chars();
        let digits: String = digits.take_while(char::is_ascii_digit).collect();
        let example = digits.parse().unwrap_or(20_u32);
        errors.add(
            &literal,
            format!("`{name}` is a whole number; write `{name} = {example}`"),
        );
        return None;
    }
    match syn::parse2::<syn::Expr>(value.clone()) {
        Ok(_) => Some(Number::Expr(value.clone())),
        Err(error) => {
            errors.combine(error);
            None
        }
    }
}

fn costs_too_much(rules: Option<&Rules>, cost: Option<&Number>, errors: &mut Errors) {
    let (Some(Rules::Here { rate, burst, .. }), Some(Number::Fixed(cost))) = (rules, cost) else {
        return;
    };
    let most = match burst {
        Some(Number::Fixed(burst)) => burst.base10_parse::<u32>().ok(),
        Some(Number::Expr(_)) => None,
        None => rate.limit(),
    };
    if let (Some(most), Ok(asked)) = (most, cost.base10_parse::<u32>())
        && asked > most
    {
        errors.add(
            cost,
            format!(
                "no call would ever be let through: at most {most} come at once; write `burst = \
                 {asked}` or a smaller `cost`"
            ),
        );
    }
}

impl Number {
    /// An expression of the type `ty`.
    pub(super) fn expand(&self, ty: &TokenStream) -> TokenStream {
        match self {
            Self::Fixed(literal) => {
                let at = ours(literal.span());
                quote_spanned!(at=> { let __number: #ty = #literal; __number })
            }
            Self::Expr(expr) => {
                let at = ours(first_span(expr));
                quote_spanned!(at=> { let __number: #ty = #expr; __number })
            }
        }
    }
}
