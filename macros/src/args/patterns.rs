//! `only(..)`, `except(..)`: patterns of the error, as after `Err(`.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use syn::Pat;
use syn::parse::Parser;

use super::{Arguments, Given, split};
use crate::diagnostics::Errors;
use crate::tokens::{single, source, unraw};

/// Which errors are meant.
#[derive(Clone)]
pub(crate) enum Errs {
    /// `only(..)`: those that match.
    Only(TokenStream),
    /// `except(..)`: those that do not.
    Except(TokenStream),
}

impl Arguments {
    /// `only(..)` or `except(..)`. Both are known to the grammar, and exclude each other.
    pub(crate) fn errs(&self, errors: &mut Errors) -> Option<Errs> {
        let only = self.patterns("only", errors).map(Errs::Only);
        only.or_else(|| self.patterns("except", errors).map(Errs::Except))
    }

    /// The alternatives of `name(A::B | A::C(..))`, as one pattern.
    fn patterns(&self, name: &str, errors: &mut Errors) -> Option<TokenStream> {
        let (word, Given::List(group)) = self.get(name)? else {
            return None;
        };
        if group.stream().is_empty() {
            errors.add(
                word,
                format!(
                    "`{name}()` names nothing; write `{name}(PayError::Timeout)`, or remove it"
                ),
            );
            return None;
        }
        let mut patterns = Vec::new();
        for written in split(group.stream()) {
            let tokens = match (&written.name, written.given) {
                (Some(name), Given::Word) => quote!(#name),
                (Some(name), Given::List(group)) => quote!(#name #group),
                (None, Given::Unnamed(tokens)) => tokens,
                (Some(word), _) => {
                    errors.add(
                        word,
                        format!(
                            "`{name}` takes patterns of the error; write `{name}(PayError::Timeout)`"
                        ),
                    );
                    return None;
                }
                (None, _) => return None,
            };
            if let Some(TokenTree::Ident(ident)) = single(&tokens)
                && ident != "_"
            {
                let text = unraw(&ident);
                errors.add(
                    &ident,
                    format!(
                        "as a pattern, `{text}` matches every error; write its path, such as \
                         `PayError::{text}`"
                    ),
                );
                return None;
            }
            if Pat::parse_multi_with_leading_vert
                .parse2(tokens.clone())
                .is_err()
            {
                let message = format!("`{}` is no pattern of an error", source(&tokens));
                errors.add(&tokens, message);
                return None;
            }
            patterns.push(tokens);
        }
        Some(quote!(#(#patterns)|*))
    }
}
