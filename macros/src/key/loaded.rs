//! Keys that name what a load has brought: tags such as `"user:{result.id}"`.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{format_ident, quote_spanned};

use super::plan::{Piece, Plan, Source};
use super::render::{render, step};
use crate::paths::Paths;
use crate::tokens::first_span;

/// What was loaded is called so.
pub(crate) const RESULT: &str = "result";

impl Plan {
    /// Whether it can be rendered only once the body has returned.
    pub(crate) fn waits(&self) -> bool {
        let loaded = |piece: &Piece| matches!(piece, Piece::Loaded(_));
        self.names_result().is_some() || self.pieces.iter().any(loaded)
    }

    /// The `result` in an expression.
    fn names_result(&self) -> Option<Ident> {
        find(self.start.as_ref()?.clone())
    }
}

impl Source {
    /// The name `result`, where it is written as a token.
    pub(crate) fn result_span(&self) -> Option<Span> {
        match self {
            Self::Template(template) => template
                .holes()
                .any(|hole| hole.root == RESULT)
                .then(|| template.literal.span()),
            Self::Expr(expr) => find(expr.clone()).map(|ident| ident.span()),
        }
    }
}

/// As a token, or in the hole of a text: `format!("user:{result}")`.
fn find(tokens: TokenStream) -> Option<Ident> {
    tokens.into_iter().find_map(|tree| match tree {
        TokenTree::Ident(ident) if ident == RESULT => Some(ident),
        TokenTree::Group(group) => find(group.stream()),
        TokenTree::Literal(literal) => {
            let text = literal.to_string();
            let holes = ["{result}", "{result.", "{result:"];
            let names = holes.into_iter().any(|hole| text.contains(hole));
            names.then(|| Ident::new(RESULT, literal.span()))
        }
        _ => None,
    })
}

/// What renders such a key: statements to be run before the body, which may take the arguments, and an
/// expression of type `KeyBuf` where `value` is a reference to what was loaded. `number` tells the
/// names of several apart.
pub(crate) fn render_loaded(
    plan: &Plan,
    paths: &Paths,
    here: &TokenStream,
    (depth, number): (usize, usize),
    value: &TokenStream,
) -> (TokenStream, TokenStream) {
    let site = Span::mixed_site();
    let private = paths.private();
    if let Some(result) = plan.names_result() {
        let key = render(plan, paths, here, depth);
        let at = first_span(&result);
        let bind = quote_spanned!(at=> let #result = #value;);
        return (TokenStream::new(), quote_spanned!(site=> { #bind #key }));
    }
    let (mut before, mut inside) = (TokenStream::new(), TokenStream::new());
    let mut result = Ident::new(RESULT, site);
    for (place, piece) in plan.pieces.iter().enumerate() {
        match piece {
            Piece::Text(text) => inside.extend(quote_spanned!(site=> __k.literal(#text);)),
            Piece::Loaded(loaded) => {
                result.set_span(loaded.at);
                inside.extend(step(piece, paths, here, depth));
            }
            other => {
                let part = format_ident!("__part_{number}_{place}", span = site);
                let step = step(other, paths, here, depth);
                before.extend(quote_spanned! {site=>
                    let #part = {
                        let mut __k = #private::KeyBuf::new();
                        #step
                        #private::KeyBuf::finish(__k)
                    };
                });
                inside.extend(quote_spanned!(site=> __k.append(&#part);));
            }
        }
    }
    let key = quote_spanned! {site=> {
        let #result = #value;
        let mut __k = #private::KeyBuf::new();
        #inside
        __k
    }};
    (before, key)
}
