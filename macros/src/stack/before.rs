//! What a body whose arguments are needed again does once, before the first attempt.
//!
//! `#[async_trait]` begins a body with `let __self = self; let name = name;`, by which its future
//! takes the arguments along. In a loop, the second attempt would find them gone.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::Pat;
use syn::parse::Parser;
use syn::visit_mut::VisitMut;

use super::mutable::{Unmut, copy, mutable_names};
use crate::function::{Form, Function};
use crate::paths::Paths;
use crate::tokens::is_punct;

/// The statements of a body whose arguments are needed again, in parts.
pub(super) struct Parts {
    /// `if let Some(__ret) = None::<T> { return __ret; }`, which is never run.
    edge: TokenStream,
    moves: Vec<Move>,
    rest: TokenStream,
}

/// `let name = name;`
struct Move {
    /// `#[cfg(..)]`
    attributes: TokenStream,
    pat: Pat,
    value: TokenStream,
    /// The argument.
    from: Ident,
    /// The receiver, behind a reference.
    is_reference: bool,
}

/// The statements, or those of the future where making one is all that the body does.
pub(super) fn parts(function: &Function) -> Parts {
    let future = match function.returns.form {
        Form::Value => None,
        Form::ImplFuture | Form::BoxedFuture => function.body.future(),
    };
    let Some(statements) = future else {
        return Parts {
            edge: TokenStream::new(),
            moves: Vec::new(),
            rest: function.body.statements(),
        };
    };
    let trees: Vec<TokenTree> = statements.into_iter().collect();
    let (edge, mut rest) = trees.split_at(edge(&trees));
    let mut moves = Vec::new();
    let mut alias = None;
    while let Some((found, after)) = next_move(rest, function) {
        rest = after;
        match found.alias() {
            Some(name) => alias = Some(name),
            // It is made beneath, and nobody else needs it.
            None if is_given(&found, function) => {}
            None => moves.push(found),
        }
    }
    let rest: TokenStream = rest.iter().cloned().collect();
    Parts {
        edge: edge.iter().cloned().collect(),
        moves,
        rest: match alias {
            Some(alias) => with_self(rest, &alias),
            None => rest,
        },
    }
}

fn is_given(found: &Move, function: &Function) -> bool {
    let given = function.given.as_ref();
    given.is_some_and(|given| given.is(&found.from.to_string()))
}

impl Move {
    /// The other name of a receiver that is not changed. The body calls it `self` instead: what else
    /// needs it says so, too.
    fn alias(&self) -> Option<Ident> {
        match &self.pat {
            Pat::Ident(pat) if pat.ident == "__self" => {
                let changed = pat.mutability.is_some() && !self.is_reference;
                (!changed).then(|| pat.ident.clone())
            }
            _ => None,
        }
    }
}

/// The tokens with `self` in the place of every `alias`, at any depth.
fn with_self(tokens: TokenStream, alias: &Ident) -> TokenStream {
    let renamed = tokens.into_iter().map(|tree| match tree {
        TokenTree::Ident(ident) if ident == *alias => Ident::new("self", ident.span()).into(),
        TokenTree::Group(group) => {
            let mut inside = Group::new(group.delimiter(), with_self(group.stream(), alias));
            inside.set_span(group.span());
            inside.into()
        }
        other => other,
    });
    renamed.collect()
}

impl Parts {
    /// Whether nothing is left of the argument of this name.
    pub(super) fn takes(&self, name: &Ident) -> bool {
        self.moves.iter().any(|found| found.from == *name)
    }

    /// What is done once. Where the body may run again, it makes copies of what is `mut`.
    pub(super) fn once(&self, repeated: bool) -> TokenStream {
        let moves = self.moves.iter().map(|found| {
            let Move {
                attributes,
                pat,
                value,
                is_reference,
                ..
            } = found;
            let mut pat = pat.clone();
            if repeated && !is_reference {
                Unmut.visit_pat_mut(&mut pat);
            }
            quote_spanned!(proc_macro2::Span::mixed_site()=> #attributes let #pat = #value;)
        });
        moves.collect()
    }

    /// The rest, for a body that runs once.
    pub(super) fn left(self) -> TokenStream {
        let mut statements = self.edge;
        self.rest.to_tokens(&mut statements);
        statements
    }

    /// What each attempt does.
    pub(super) fn each(&self, paths: &Paths) -> TokenStream {
        let mut statements = self.edge.clone();
        for found in self.moves.iter().filter(|found| !found.is_reference) {
            let attributes = &found.attributes;
            for name in mutable_names(&found.pat) {
                statements.extend(attributes.clone());
                statements.extend(copy(&name, paths));
            }
        }
        self.rest.to_tokens(&mut statements);
        statements
    }
}

/// How many tokens `if let .. = .. { .. }` at the beginning has, if it mentions `__ret`.
fn edge(trees: &[TokenTree]) -> usize {
    let [TokenTree::Ident(first), TokenTree::Ident(second), ..] = trees else {
        return 0;
    };
    if first != "if" || second != "let" {
        return 0;
    }
    let block = trees.iter().position(
        |tree| matches!(tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace),
    );
    match block {
        Some(block)
            if crate::tokens::mention(&trees.iter().take(block).cloned().collect(), "__ret") =>
        {
            block + 1
        }
        _ => 0,
    }
}

/// The `let name = name;` at the beginning, and what follows it.
fn next_move<'a>(trees: &'a [TokenTree], function: &Function) -> Option<(Move, &'a [TokenTree])> {
    let mut start = 0;
    while is_punct(trees.get(start), '#') {
        start += 2;
    }
    match trees.get(start) {
        Some(TokenTree::Ident(word)) if word == "let" => {}
        _ => return None,
    }
    let find = |wanted| trees.iter().position(|tree| is_punct(Some(tree), wanted));
    let (equals, end) = (find('=')?, find(';')?);
    let pat: TokenStream = trees.get(start + 1..equals)?.iter().cloned().collect();
    let pat = Pat::parse_single.parse2(pat).ok()?;
    let [value] = trees.get(equals + 1..end)? else {
        return None;
    };
    let moved = moved(&pat, value)?;
    let reference = function
        .receiver
        .as_ref()
        .is_some_and(|receiver| !matches!(receiver.kind, syn::ReceiverKind::Value));
    let found = Move {
        attributes: trees.get(..start)?.iter().cloned().collect(),
        pat,
        value: value.clone().into(),
        is_reference: moved == "self" && reference,
        from: moved,
    };
    Some((found, trees.get(end + 1..)?))
}

/// The name of the argument that is moved: of `name = name`, `__self = self`, and
/// `(a, b) = { let __arg1 = __arg1; __arg1 }`.
fn moved(pat: &Pat, value: &TokenTree) -> Option<Ident> {
    match (pat, value) {
        (Pat::Ident(pat), TokenTree::Ident(value))
            if pat.ident == *value || (pat.ident == "__self" && value == "self") =>
        {
            Some(value.clone())
        }
        (_, TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
            let last = group.stream().into_iter().last()?;
            match last {
                TokenTree::Ident(name) if name.to_string().starts_with("__arg") => Some(name),
                _ => None,
            }
        }
        _ => None,
    }
}
