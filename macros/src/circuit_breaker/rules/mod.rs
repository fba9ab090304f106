//! By what rule the circuit opens, waits and closes.

mod count;
mod probes;
mod wait;
mod window;

use proc_macro2::{Span as Place, TokenStream};
use quote::{quote, quote_spanned};

use crate::args::{Arguments, Called, DurationValue, Least};
use crate::diagnostics::Errors;

pub(super) use count::{Count, count};
use probes::{HalfOpen, half_open};
use wait::{OpenFor, open_for};
use window::{Window, window};

/// The rules that are written. What is not written is the runtime's to say.
#[derive(Default)]
pub(super) struct Rules {
    consecutive: Option<Count>,
    failure_rate: Option<f64>,
    slow_rate: Option<f64>,
    slow: Option<DurationValue>,
    window: Option<Window>,
    min_calls: Option<Count>,
    evaluate_on_any: Option<bool>,
    open_for: Option<OpenFor>,
    half_open: Option<HalfOpen>,
    abandoned_as_failure: Option<bool>,
}

impl Rules {
    pub(super) fn parse(found: &Arguments, errors: &mut Errors) -> Self {
        let slow_least = Least::Positive("every call takes longer than that");
        let rules = Self {
            consecutive: count("consecutive", found, errors),
            failure_rate: count::rate("failure_rate", found, errors),
            slow_rate: count::rate("slow_rate", found, errors),
            slow: found.duration("slow", slow_least, errors),
            window: found
                .tokens("window")
                .and_then(|value| window(value, errors)),
            min_calls: count("min_calls", found, errors),
            evaluate_on_any: found
                .choice("evaluate_on", &[("failure", false), ("any", true)], errors)
                .map(|(any, _)| any),
            open_for: found
                .tokens("open_for")
                .and_then(|value| open_for(value, errors)),
            half_open: half_open(found, errors),
            abandoned_as_failure: found
                .choice("abandoned", &[("ignore", false), ("failure", true)], errors)
                .map(|(failure, _)| failure),
        };
        rules.check(found, errors);
        rules
    }

    /// What contradicts itself. A misspelt name may be what is missing.
    fn check(&self, found: &Arguments, errors: &mut Errors) {
        if found.any_refused() || found.has("policy") {
            return;
        }
        let name = |name: &str| found.get(name).map(|(ident, _)| ident.clone());
        if let (Some(slow), false) = (name("slow"), found.has("slow_rate")) {
            errors.add(
                slow,
                "`slow` says which calls are slow, and `slow_rate` how many are too many; add \
                 `slow_rate = 0.8`",
            );
        }
        if let (Some(slow_rate), false) = (name("slow_rate"), found.has("slow")) {
            errors.add(
                slow_rate,
                "`slow_rate` needs to know which calls are slow; add `slow = \"1s\"`",
            );
        }
        if !found.has("failure_rate") && !found.has("slow_rate") {
            for argument in ["window", "min_calls", "evaluate_on"] {
                if let Some(ident) = name(argument) {
                    errors.add(
                        ident,
                        format!(
                            "`{argument}` belongs to a rate, and failures in a row have none; add \
                             `failure_rate = 0.5`, or remove `{argument}`"
                        ),
                    );
                }
            }
        }
        if let (Some(Window::Calls(calls)), Some(Count::Fixed(enough, at))) =
            (&self.window, &self.min_calls)
            && enough > calls
        {
            errors.add_at(
                *at,
                format!(
                    "the window never holds {enough} calls; write `min_calls = {calls}` or less, or \
                     `window = \"{enough} calls\"`"
                ),
            );
        }
    }

    /// An expression of the runtime's builder, whose type is `builder`.
    pub(super) fn expand(&self, private: &TokenStream) -> TokenStream {
        let site = Place::mixed_site();
        let guards = quote_spanned!(site=> #private::guards);
        let mut steps = TokenStream::new();
        let mut step = |tokens: TokenStream| steps.extend(tokens);
        if let Some(failures) = &self.consecutive {
            let failures = failures.expand();
            step(quote_spanned!(site=> .consecutive(#failures)));
        }
        if let Some(rate) = self.failure_rate {
            step(quote_spanned!(site=> .failure_rate(#rate)));
        }
        if let (Some(rate), Some(slow)) = (self.slow_rate, &self.slow) {
            let slow = slow.expand();
            step(quote_spanned!(site=> .slow_rate(#rate, #slow)));
        }
        if let Some(window) = &self.window {
            let window = window.expand(&guards);
            step(quote_spanned!(site=> .window(#window)));
        }
        if let Some(calls) = &self.min_calls {
            let calls = calls.expand();
            step(quote_spanned!(site=> .min_calls(#calls)));
        }
        if let Some(any) = self.evaluate_on_any {
            let results = if any { quote!(Any) } else { quote!(Failure) };
            step(quote_spanned!(site=> .evaluate_on(#guards::EvaluateOn::#results)));
        }
        if let Some(open_for) = &self.open_for {
            step(open_for.expand(&guards));
        }
        if let Some(half_open) = &self.half_open {
            let probes = half_open.expand(&guards);
            step(quote_spanned!(site=> .half_open(#probes)));
        }
        if let Some(failure) = self.abandoned_as_failure {
            let outcome = if failure {
                quote!(Failure)
            } else {
                quote!(Ignored)
            };
            step(quote_spanned!(site=> .abandoned(#guards::AbandonedAs::#outcome)));
        }
        quote_spanned!(site=> <#guards::BreakerBuilder as ::core::default::Default>::default() #steps)
    }
}

fn missing(called: &Called, example: &str, errors: &mut Errors) {
    if !called.arguments.any_refused() {
        let word = &called.word;
        errors.add(word, format!("`{word}` of how long? write `{example}`"));
    }
}
