//! What a guard keeps between calls is made once, and knows no arguments.

use proc_macro2::{Ident, TokenStream, TokenTree};

use super::context::Context;
use super::layer::{Kind, Layer};
use crate::diagnostics::Errors;
use crate::tokens::is_punct;

/// Reports arguments of the function in what is made once. rustc would say that they are no
/// constants, and not what to do about it.
pub(super) fn check(layers: &[Box<dyn Layer>], context: &Context<'_>, errors: &mut Errors) {
    for layer in layers {
        let Kind::Guard(guard) = layer.kind() else {
            continue;
        };
        let Some(site) = guard.site(context) else {
            continue;
        };
        let attribute = &layer.facts().name;
        for (_, name) in context.function.bindings() {
            if let Some(used) = used(&site.init, name) {
                errors.add(
                    used,
                    format!(
                        "`{name}` is an argument of one call, and `#[{attribute}]` is the same for \
                         all; write a constant, or a function that does not take it"
                    ),
                );
            }
        }
    }
}

/// Where `name` stands for the argument. An expression that declares the name itself is rustc's to
/// judge.
fn used(tokens: &TokenStream, name: &Ident) -> Option<Ident> {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let is = |place: Option<usize>, wanted| is_punct(place.and_then(|at| trees.get(at)), wanted);
    let mut found = None;
    for (place, tree) in trees.iter().enumerate() {
        let before = place.checked_sub(1);
        match tree {
            TokenTree::Ident(ident) if ident == name => {
                let declared = is(before, '|')
                    || matches!(
                        before.and_then(|at| trees.get(at)),
                        Some(TokenTree::Ident(word)) if word == "let" || word == "mut"
                    );
                if declared {
                    return None;
                }
                // A method, a part of a path, a field.
                let other = is(before, '.') || is(before, ':') || is(Some(place + 1), ':');
                if !other {
                    found = found.or_else(|| Some(ident.clone()));
                }
            }
            TokenTree::Group(group) => {
                found = found.or_else(|| used(&group.stream(), name));
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(tokens: &str) -> bool {
        let name = Ident::new("cents", proc_macro2::Span::call_site());
        used(&tokens.parse().unwrap(), &name).is_some()
    }

    #[test]
    fn only_what_stands_for_the_argument_is_found() {
        for source in [
            "cents",
            "f(cents)",
            "1 + cents",
            "{ cents.len() }",
            "(a, [cents])",
        ] {
            assert!(found(source), "{source}");
        }
        for source in [
            "x.cents",
            "x.cents()",
            "a::cents",
            "cents::f()",
            "S { cents: 1 }",
            "{ let cents = 1; cents }",
            "{ let mut cents = 1; cents }",
            "|cents| cents",
        ] {
            assert!(!found(source), "{source}");
        }
    }
}
