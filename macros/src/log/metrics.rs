//! The word `metrics`.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use crate::args::{Arguments, Form, Known};
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::stack::{Context, Facts};
use crate::tokens::ours;

/// What both attributes know.
pub(crate) const METRICS: Known = Known {
    name: "metrics",
    form: Form::Word,
    example: "metrics",
};

/// `metrics`, where it was written.
#[derive(Clone, Copy)]
pub(crate) struct Metrics(Option<Span>);

impl Metrics {
    pub(crate) fn read(found: &Arguments) -> Self {
        Self(found.get(METRICS.name).map(|(word, _)| word.span()))
    }

    pub(crate) fn are_written(self) -> bool {
        self.0.is_some()
    }

    /// An expression: what counts one call of the function. `has_slow`: whether a call can be slow.
    pub(crate) fn meter(self, context: &Context<'_>, has_slow: bool) -> TokenStream {
        let Some(at) = self.0 else {
            let private = context.paths.private();
            return quote_spanned!(Span::mixed_site()=> #private::log::Unmetered);
        };
        // What is said where the feature is missing stands at the word.
        let at = ours(at);
        let private = context.paths.private_at(at);
        let function = context.function.name();
        quote_spanned!(at=> #private::function_metrics!(#VERSION, #function, #has_slow))
    }

    /// The same, which looks at the result by itself.
    pub(crate) fn judging_meter(self, context: &Context<'_>) -> TokenStream {
        let meter = self.meter(context, false);
        if self.0.is_none() {
            return meter;
        }
        let at = Span::mixed_site();
        let private = context.paths.private();
        let ret = context.function.returns.nameable();
        quote_spanned! {at=>
            #private::log::Judging::new(#meter, |__answer: &#ret| {
                use #private::log::told_apart::*;
                (&&Answered(__answer)).outcome()
            })
        }
    }
}

/// What a dependency on this crate says.
const VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION_MAJOR"),
    ".",
    env!("CARGO_PKG_VERSION_MINOR")
);

/// Two attributes that count would count each call twice, in one series.
pub(crate) fn refuse_second<'a>(
    layers: impl Iterator<Item = &'a Facts>,
    function: &Function,
    errors: &mut Errors,
) {
    let mut counting = layers.filter_map(|facts| {
        let logs = facts.is("log_execution_time") || facts.is("log_exceptions");
        let at = facts.argument_at(METRICS.name).filter(|_| logs)?;
        Some((facts, at))
    });
    let Some((first, _)) = counting.next() else {
        return;
    };
    for (second, at) in counting {
        errors.add_at(
            at,
            format!(
                "`#[{}]` counts the calls of `{}` already; remove `metrics` from `#[{}]`",
                first.name,
                function.name(),
                second.name
            ),
        );
    }
}
