//! `key!("user:{id}")`: the same key as `#[cached(key = "user:{id}")]` makes.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use crate::args::{Form, Grammar, Known};
use crate::diagnostics::Errors;
use crate::key::{self, Piece, Plan, Scope, Template};
use crate::paths::Paths;
use crate::tokens::bare;

const GRAMMAR: Grammar = Grammar {
    title: "`key!`",
    known: &[
        Known {
            name: "template",
            form: Form::Value,
            example: "key!(\"user:{id}\")",
        },
        Known {
            name: "version",
            form: Form::Value,
            example: "version = 2",
        },
    ],
    foreign: &[],
    exclusive: &[],
    positional: Some("template"),
};

/// An expression of type `Key`.
pub(crate) fn expand(input: TokenStream, errors: &mut Errors) -> TokenStream {
    let found = GRAMMAR.read(input, errors);
    let version = found.number("version", errors);
    let paths = Paths::new(found.crate_path(errors));
    let Some(value) = found.tokens("template") else {
        if !found.any_refused() {
            errors.add_at(
                Span::call_site(),
                "`key!` needs a template; write `key!(\"user:{id}\")`",
            );
        }
        return TokenStream::new();
    };
    let Ok(literal) = syn::parse2::<syn::LitStr>(bare(value.clone())) else {
        errors.add(
            value,
            "`key!` takes a template; write `key!(\"user:{id}\")`",
        );
        return TokenStream::new();
    };
    let template = Template::parse(&literal, errors);
    let plan = template
        .and_then(|template| Plan::new(&key::Source::Template(template), Scope::Anywhere, errors));
    let Some(mut plan) = plan else {
        return TokenStream::new();
    };
    if let Some(version) = version {
        plan.push(Piece::Text(format!("%v{version}")));
    }
    let private = paths.private();
    let key = key::render(&plan, &paths, &TokenStream::new(), 0);
    quote_spanned!(Span::mixed_site()=> #private::KeyBuf::finish(#key))
}
