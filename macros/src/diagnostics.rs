//! One accumulator for everything that is wrong with an input.
//!
//! A message is a fact and a fix: what is wrong; what to write, as source that can be copied. It
//! stands at the smallest token that has to change.

use std::fmt::Display;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::parse::Parse;

/// Faults found so far. All independent ones are reported at once; a check whose input is already
/// known to be faulty stays silent.
#[derive(Default)]
pub(crate) struct Errors(Option<syn::Error>);

impl Errors {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Reports `message` at `tokens`. Tokens and not a span: a span that covers several tokens
    /// shrinks to the first on stable.
    pub(crate) fn add(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.combine(syn::Error::new_spanned(tokens, message));
    }

    /// Reports `message` where no token is left to point at: an attribute as a whole.
    pub(crate) fn add_at(&mut self, span: Span, message: impl Display) {
        self.combine(syn::Error::new(span, message));
    }

    pub(crate) fn combine(&mut self, error: syn::Error) {
        match &mut self.0 {
            Some(first) => first.combine(error),
            None => self.0 = Some(error),
        }
    }

    /// What the tokens of an item are, or `None` with the fault reported.
    pub(crate) fn parsed<T: Parse>(&mut self, item: TokenStream) -> Option<T> {
        let parsed = syn::parse2(item);
        parsed.map_err(|error| self.combine(error)).ok()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// How many there are: a step compares before and after to know whether it found any.
    pub(crate) fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |error| error.into_iter().count())
    }

    /// The faults as `compile_error!` invocations, which stand wherever an item may stand.
    pub(crate) fn into_compile_errors(self) -> TokenStream {
        self.0
            .map(|error| error.to_compile_error())
            .unwrap_or_default()
    }

    /// `expansion`, or the faults in its place.
    pub(crate) fn or(self, expansion: TokenStream) -> TokenStream {
        if self.is_empty() {
            expansion
        } else {
            self.into_compile_errors()
        }
    }

    /// The same, where an expression stands. It ends with an error, which has any type, so that
    /// nothing else is reported about it.
    pub(crate) fn or_as_expression(self, expansion: TokenStream) -> TokenStream {
        if self.is_empty() {
            return expansion;
        }
        let errors = self.into_compile_errors();
        quote::quote!({ #errors })
    }

    /// The messages, in the order in which they were found.
    #[cfg(test)]
    pub(crate) fn messages(&self) -> Vec<String> {
        self.0
            .iter()
            .flat_map(IntoIterator::into_iter)
            .map(|e| e.to_string())
            .collect()
    }
}
