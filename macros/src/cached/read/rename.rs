//! `self` under another name: in a future that owns it, it is a local one.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

use crate::tokens::is_punct;

/// The tokens with a name of ours in the place of every `self` that is the receiver. Items inside of a
/// body have a `self` of their own, and in a path it is a module.
pub(super) fn rename_self(tokens: TokenStream) -> TokenStream {
    let mut out = Vec::new();
    let mut trees = tokens.into_iter().peekable();
    let mut skip = Skip::Nothing;
    while let Some(tree) = trees.next() {
        let after_dollar = is_punct(out.last(), '$');
        let after_pub = matches!(out.last(), Some(TokenTree::Ident(word)) if word == "pub");
        let renamed = match tree {
            TokenTree::Ident(ident) => {
                let text = ident.to_string();
                skip = skip.after_word(&text);
                let is_module = is_punct(trees.peek(), ':') && skip == Skip::Nothing && {
                    // `self::name`, and not `Struct { self: .. }`, which cannot be.
                    text == "self"
                };
                if text == "self" && skip == Skip::Nothing && !is_module && !after_dollar {
                    TokenTree::Ident(name(ident.span()))
                } else {
                    ident.into()
                }
            }
            TokenTree::Group(group) => {
                let kept = skip != Skip::Nothing || after_pub;
                let ends = group.delimiter() == Delimiter::Brace && skip == Skip::Item;
                let renamed = if kept {
                    group.clone()
                } else {
                    let mut inside = Group::new(group.delimiter(), rename_self(group.stream()));
                    inside.set_span(group.span());
                    inside
                };
                if ends {
                    skip = Skip::Nothing;
                }
                renamed.into()
            }
            TokenTree::Punct(punct) => {
                if punct.as_char() == ';' {
                    skip = Skip::Nothing;
                }
                punct.into()
            }
            TokenTree::Literal(literal) => literal.into(),
        };
        out.push(renamed);
    }
    out.into_iter().collect()
}

/// The name that `self` has inside, shown where it stands.
pub(super) fn name(at: Span) -> Ident {
    Ident::new("__self", Span::mixed_site().located_at(at))
}

/// What is left as it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Skip {
    Nothing,
    /// Until the end of the item's braces.
    Item,
    /// Until the semicolon.
    Use,
}

impl Skip {
    fn after_word(self, word: &str) -> Self {
        match (self, word) {
            // `impl Trait` is a type as well, in a signature inside of an item only: a body's own
            // types cannot name it.
            (Self::Nothing, "impl" | "trait") => Self::Item,
            (Self::Nothing, "use") => Self::Use,
            _ => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn renamed(source: &str) -> String {
        rename_self(source.parse().unwrap()).to_string()
    }

    #[test]
    fn the_receiver_is_renamed_at_any_depth() {
        assert_eq!(
            renamed("self.db.get(&self.key(id), |x| self + x)"),
            "__self . db . get (& __self . key (id) , | x | __self + x)"
        );
    }

    #[test]
    fn modules_and_items_keep_theirs() {
        for source in [
            "self :: helper (1)",
            "use self :: a :: { self , b } ; x",
            "impl A for B { fn f (& self) { self . x } }",
            "trait A { fn f (& self) ; }",
            "pub (self) struct A ;",
        ] {
            assert_eq!(renamed(source), source);
        }
        assert_eq!(
            renamed("impl A { fn f (& self) { } } self . x"),
            "impl A { fn f (& self) { } } __self . x"
        );
    }
}
