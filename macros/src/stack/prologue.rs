//! The lines with which `#[async_trait]` begins a body.
//!
//! They move every argument into the future: `let __self = self; let id = id; let (a, b) = __arg0;`.
//! Where the arguments are needed again, they must not stand in the body.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use syn::Pat;
use syn::parse::Parser;

use crate::function::Function;
use crate::tokens::{is_punct, unraw};

/// A body without such lines.
pub(super) struct Prologue {
    /// What has to stand before the layers: arguments that are changed or taken apart.
    pub(super) before: Vec<(Pat, Ident)>,
    /// The other statements.
    pub(super) body: TokenStream,
}

impl Prologue {
    /// Of a body that leaves the arguments where they are: of a future, where making one is all that
    /// it does.
    pub(super) fn of(function: &Function) -> Self {
        let Some(future) = function.body.future() else {
            return Self {
                before: Vec::new(),
                body: function.body.statements(),
            };
        };
        if !is_async_trait(function) {
            return Self {
                before: Vec::new(),
                body: future,
            };
        }
        let trees: Vec<TokenTree> = future.into_iter().collect();
        let (head, mut rest) = return_edge(&trees);
        let mut found = Self {
            before: Vec::new(),
            body: TokenStream::new(),
        };
        let mut alias = None;
        while let Some((pat, from, after)) = moved(rest) {
            rest = after;
            match &pat {
                Pat::Ident(to) if from == "self" => alias = Some(unraw(&to.ident)),
                Pat::Ident(to) if to.ident == from && to.mutability.is_none() => {}
                _ => found.before.push((pat, from)),
            }
        }
        found.body = head.iter().chain(rest).cloned().collect();
        if let Some(alias) = alias {
            found.body = renamed(found.body, &alias);
        }
        found
    }
}

/// The tokens with `self` in the place of every `alias`, at any depth.
fn renamed(tokens: TokenStream, alias: &str) -> TokenStream {
    let renamed = tokens.into_iter().map(|tree| match tree {
        TokenTree::Ident(ident) if ident == alias => Ident::new("self", ident.span()).into(),
        TokenTree::Group(group) => {
            let mut inside = Group::new(group.delimiter(), renamed(group.stream(), alias));
            inside.set_span(group.span());
            inside.into()
        }
        other => other,
    });
    renamed.collect()
}

fn is_async_trait(function: &Function) -> bool {
    let mut lifetimes = function.sig.generics.lifetimes();
    lifetimes.any(|lifetime| lifetime.lifetime.ident == "async_trait")
}

/// The statement that tells rustc the type: `if let Some(__ret) = None::<T> { .. }`.
fn return_edge(trees: &[TokenTree]) -> (&[TokenTree], &[TokenTree]) {
    let is_if = matches!(trees.first(), Some(TokenTree::Ident(word)) if word == "if");
    let end = trees.iter().position(|tree| {
        matches!(tree, TokenTree::Group(group)
            if group.delimiter() == proc_macro2::Delimiter::Brace)
    });
    match end {
        Some(end) if is_if => trees.split_at(end + 1),
        _ => (&[], trees),
    }
}

/// `let pattern = name;` at the beginning, and what follows.
fn moved(trees: &[TokenTree]) -> Option<(Pat, Ident, &[TokenTree])> {
    let [TokenTree::Ident(word), rest @ ..] = trees else {
        return None;
    };
    let end = rest.iter().position(|tree| is_punct(Some(tree), ';'))?;
    let (line, after) = rest.split_at(end);
    let [pattern @ .., eq, TokenTree::Ident(from)] = line else {
        return None;
    };
    if word != "let" || !is_punct(Some(eq), '=') {
        return None;
    }
    let pattern: TokenStream = pattern.iter().cloned().collect();
    let pat = Pat::parse_single.parse2(pattern).ok()?;
    Some((pat, from.clone(), after.get(1..)?))
}
