//! `open_for = "30s"`, `exponential("5s", max = "5m")`, `fixed("30s", jitter = 0.1)`.

use proc_macro2::{Span as Place, TokenStream};
use quote::quote_spanned;

use super::missing;
use crate::args::{
    Arguments, DurationValue, Least, called, did_you_mean, duration, fraction, one_of_forms,
};
use crate::circuit_breaker::grammar::{EXPONENTIAL, FIXED_WAIT};
use crate::diagnostics::Errors;
use crate::tokens::{source, unraw};

pub(super) struct OpenFor {
    first: DurationValue,
    growth: Option<Growth>,
    jitter: Option<f64>,
}

struct Growth {
    factor: f64,
    max: Option<DurationValue>,
}

const AT_ONCE: &str = "to try again at once, remove `#[circuit_breaker]`";

/// More would make some waits so short that they protect nothing.
const MOST_JITTER: f64 = 0.5;

impl OpenFor {
    pub(super) fn expand(&self, guards: &TokenStream) -> TokenStream {
        let site = Place::mixed_site();
        let first = self.first.expand();
        let wait = match &self.growth {
            None => quote_spanned!(site=> #guards::OpenFor::Fixed(#first)),
            Some(Growth { factor, max }) => {
                let max = max.as_ref().map_or_else(
                    || quote_spanned!(site=> ::core::option::Option::None),
                    |max| {
                        let max = max.expand();
                        quote_spanned!(site=> ::core::option::Option::Some(#max))
                    },
                );
                quote_spanned!(site=> #guards::OpenFor::growing(#first, #factor, #max))
            }
        };
        let jitter = self
            .jitter
            .map(|jitter| quote_spanned!(site=> .jitter(#jitter)));
        quote_spanned!(site=> .open_for(#wait) #jitter)
    }
}

pub(super) fn open_for(value: &TokenStream, errors: &mut Errors) -> Option<OpenFor> {
    const WORDS: [&str; 2] = ["exponential", "fixed"];
    let least = Least::Positive(AT_ONCE);
    let ours = |word: &str| WORDS.contains(&word) || !did_you_mean(word, WORDS).is_empty();
    if !called(value).is_some_and(|(word, _)| ours(&unraw(&word))) {
        let first = duration("open_for", value, least, errors)?;
        return Some(OpenFor {
            first,
            growth: None,
            jitter: None,
        });
    }
    let forms = &[("exponential", &EXPONENTIAL), ("fixed", &FIXED_WAIT)];
    let example = "open_for = exponential(\"5s\", max = \"5m\")";
    let called = one_of_forms("open_for", value, forms, example, errors)?;
    let found = &called.arguments;
    let jitter = jitter(found, errors);
    let first = found.tokens("first").or_else(|| found.tokens("span"));
    let Some(first) = first else {
        missing(&called, example, errors);
        return None;
    };
    let first = duration("open_for", first, least, errors)?;
    if called.word == "fixed" {
        return Some(OpenFor {
            first,
            growth: None,
            jitter,
        });
    }
    let max = found.duration("max", Least::Positive(AT_ONCE), errors);
    if let (DurationValue::Fixed(first, _), Some(DurationValue::Fixed(max, at))) = (&first, &max)
        && max < first
    {
        errors.add(
            at,
            "`max` is shorter than the first wait; write the shorter of the two first",
        );
    }
    Some(OpenFor {
        first,
        growth: Some(Growth {
            factor: factor(found, errors),
            max,
        }),
        // Circuits of many processes that open together would send their probes together.
        jitter: jitter.or(Some(0.1)),
    })
}

fn jitter(found: &Arguments, errors: &mut Errors) -> Option<f64> {
    let value = found.tokens("jitter")?;
    let share = fraction("jitter", value, errors)?;
    if share <= MOST_JITTER {
        return Some(share);
    }
    errors.add(
        value,
        format!(
            "`jitter` is at most {MOST_JITTER}, because a circuit stays open for some time; write \
             `jitter = {MOST_JITTER}`"
        ),
    );
    None
}

fn factor(found: &Arguments, errors: &mut Errors) -> f64 {
    const DOUBLE: f64 = 2.0;
    let Some(value) = found.tokens("factor") else {
        return DOUBLE;
    };
    match source(value).replace('_', "").parse::<f64>() {
        Ok(factor) if factor.is_finite() && factor >= 1.0 => factor,
        _ => {
            errors.add(
                value,
                "`factor` is a number from 1 on; write `factor = 2.0`",
            );
            DOUBLE
        }
    }
}
