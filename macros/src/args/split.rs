//! From raw tokens to a list of arguments: `name`, `name = tokens`, `name(tokens)`, or tokens
//! without a name.
//!
//! Not `syn::Meta`: patterns, bare words, `fn name` and `crate` are no metas, and the words of the
//! errors are ours.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;

use crate::tokens::{held, is_punct};

/// One argument as it was written.
pub(crate) struct RawArgument {
    /// `None` for an argument that stands without a name.
    pub(crate) name: Option<Ident>,
    pub(crate) given: Given,
}

/// What stands behind the name.
#[derive(Clone)]
pub(crate) enum Given {
    /// Nothing.
    Word,
    /// `= tokens`; empty where the value is missing.
    Value(TokenStream),
    /// `(tokens)`.
    List(Group),
    /// Tokens without a name.
    Unnamed(TokenStream),
}

impl ToTokens for RawArgument {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.name.to_tokens(tokens);
        match &self.given {
            Given::Word => {}
            Given::Value(value) => {
                quote::quote!(=).to_tokens(tokens);
                value.to_tokens(tokens);
            }
            Given::List(group) => group.to_tokens(tokens),
            Given::Unnamed(value) => value.to_tokens(tokens),
        }
    }
}

/// Splits at the commas that separate arguments.
pub(crate) fn split(tokens: TokenStream) -> Vec<RawArgument> {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    let mut rest = trees.as_slice();
    let mut list = Vec::new();
    while let Some(first) = rest.first() {
        if is_punct(Some(first), ',') {
            rest = rest.get(1..).unwrap_or_default();
            continue;
        }
        let (mut written, after) = argument(rest);
        if let Given::Value(value) | Given::Unnamed(value) = &mut written.given {
            *value = held(std::mem::take(value));
        }
        list.push(written);
        rest = after;
    }
    list
}

/// The first argument of `trees`, and what follows its comma.
fn argument(trees: &[TokenTree]) -> (RawArgument, &[TokenTree]) {
    match trees {
        [TokenTree::Ident(name), tail @ ..] if ends(tail) => (
            RawArgument {
                name: Some(name.clone()),
                given: Given::Word,
            },
            tail,
        ),
        [TokenTree::Ident(name), TokenTree::Group(group), tail @ ..]
            if group.delimiter() == Delimiter::Parenthesis && ends(tail) =>
        {
            (
                RawArgument {
                    name: Some(name.clone()),
                    given: Given::List(group.clone()),
                },
                tail,
            )
        }
        [TokenTree::Ident(name), tail @ ..] if starts_value(tail) => {
            let (value, after) = until_comma(tail.get(1..).unwrap_or_default());
            (
                RawArgument {
                    name: Some(name.clone()),
                    given: Given::Value(value),
                },
                after,
            )
        }
        _ => {
            let (value, after) = until_comma(trees);
            (
                RawArgument {
                    name: None,
                    given: Given::Unnamed(value),
                },
                after,
            )
        }
    }
}

fn ends(trees: &[TokenTree]) -> bool {
    trees.is_empty() || is_punct(trees.first(), ',')
}

/// `=`, and neither `==` nor `=>`.
fn starts_value(trees: &[TokenTree]) -> bool {
    is_punct(trees.first(), '=')
        && !matches!(trees, [TokenTree::Punct(eq), second, ..]
            if eq.spacing() == proc_macro2::Spacing::Joint
                && (is_punct(Some(second), '=') || is_punct(Some(second), '>')))
}

/// Whether another argument, or nothing, follows a comma. The comma of `HashMap<K, V>` or of
/// `|a, b|` is followed by neither.
fn starts_argument(trees: &[TokenTree]) -> bool {
    match trees {
        [] => true,
        [TokenTree::Ident(_), tail @ ..] => {
            ends(tail)
                || starts_value(tail)
                || matches!(tail.first(), Some(TokenTree::Group(g)) if g.delimiter() == Delimiter::Parenthesis)
        }
        [TokenTree::Literal(_), tail @ ..] => ends(tail),
        _ => false,
    }
}

/// A value, and what follows its comma: the value ends at the first comma before which there is a
/// whole expression and behind which there is an argument.
fn until_comma(trees: &[TokenTree]) -> (TokenStream, &[TokenTree]) {
    let at = |end: usize| {
        let value: TokenStream = trees.iter().take(end).cloned().collect();
        (value, trees.get(end..).unwrap_or_default())
    };
    let mut first = None;
    for (place, tree) in trees.iter().enumerate() {
        if is_punct(Some(tree), ',') && starts_argument(trees.get(place + 1..).unwrap_or_default())
        {
            let (value, after) = at(place);
            if place <= 1 || syn::parse2::<syn::Expr>(value.clone()).is_ok() {
                return (value, after);
            }
            first.get_or_insert(place);
        }
    }
    let (all, after) = at(trees.len());
    match first {
        Some(place) if syn::parse2::<syn::Expr>(all.clone()).is_err() => at(place),
        _ => (all, after),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str) -> Vec<String> {
        let tokens: TokenStream = source.parse().unwrap();
        split(tokens)
            .iter()
            .map(|written| written.to_token_stream().to_string())
            .collect()
    }

    #[test]
    fn arguments_are_split_at_the_commas_between_them() {
        assert_eq!(
            shown("ttl = \"5m\", always, skip(db, cx),"),
            ["ttl = \"5m\"", "always", "skip (db , cx)"]
        );
        assert_eq!(
            shown("crate = ::gb, handle = fn users, ttl = 5"),
            ["crate = :: gb", "handle = fn users", "ttl = 5"]
        );
    }

    #[test]
    fn a_comma_inside_an_expression_does_not_end_it() {
        assert_eq!(
            shown("cache_if = |a: &HashMap<K, V, S>| a.len() > 1, ttl = \"5m\"").len(),
            2
        );
        assert_eq!(shown("key = join::<A, B>(a, b), skip(db)").len(), 2);
        assert_eq!(shown("cache_if = |v| v.len() < MAX, ttl = LONG").len(), 2);
        assert_eq!(shown("ttl = |a, b| x, always").len(), 2);
    }

    #[test]
    fn what_has_no_name_is_told_from_what_has_one() {
        let written = split("LIMIT, a == b, f(1) + 2, \"5m\"".parse().unwrap());
        let named: Vec<bool> = written.iter().map(|w| w.name.is_some()).collect();
        assert_eq!(named, [true, false, false, false]);
    }

    #[test]
    fn a_missing_value_is_kept_as_an_empty_one() {
        let written = split("ttl = , key".parse().unwrap());
        assert!(matches!(&written[0].given, Given::Value(value) if value.is_empty()));
        assert_eq!(written.len(), 2);
    }
}
