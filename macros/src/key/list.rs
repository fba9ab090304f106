//! Several keys, or tags: `["user:{id}", expr]`.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Token;
use syn::parse::Parser;
use syn::punctuated::Punctuated;

use super::Source;
use crate::diagnostics::Errors;
use crate::tokens::{single, source};

/// The argument that a list is the value of.
pub(crate) struct ListOf {
    pub(crate) argument: &'static str,
    /// How it looks like.
    pub(crate) example: &'static str,
}

impl Source {
    /// The elements of a list.
    pub(crate) fn list(of: &ListOf, value: &TokenStream, errors: &mut Errors) -> Vec<Self> {
        let ListOf { argument, example } = of;
        let group = match single(value) {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => group,
            _ => {
                let message = format!(
                    "`{argument}` is a list; write `{argument} = [{}]`",
                    source(value)
                );
                errors.add(value, message);
                return Vec::new();
            }
        };
        if group.stream().is_empty() {
            errors.add(&group, format!("`{argument}` is empty; write `{example}`"));
        }
        let parse = Punctuated::<syn::Expr, Token![,]>::parse_terminated;
        let elements = match parse.parse2(group.stream()) {
            Ok(elements) => elements,
            Err(error) => {
                errors.combine(error);
                return Vec::new();
            }
        };
        let sources = elements.iter().filter_map(|element| {
            if let (syn::Expr::Lit(literal), "tags") = (element, *argument)
                && !matches!(literal.lit, syn::Lit::Str(_))
            {
                errors.add(
                    element,
                    "a tag is text with names in it; write `\"org:{org}\"`",
                );
                return None;
            }
            Self::parse(&element.to_token_stream(), errors)
        });
        sources.collect()
    }
}
