//! `key!("user:{id}")`: the same key as `#[cached(key = "user:{id}")]` makes.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use crate::args::{Form, Given, Grammar, Known, split};
use crate::diagnostics::Errors;
use crate::key::{self, Otherwise, Piece, Plan, Scope, Template};
use crate::paths::Paths;
use crate::tokens::{bare, source};

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
    if let Some((value, fix)) = formatted(&input) {
        errors.add(
            value,
            format!("`key!` takes its values by name, in the template; write `key!({fix})`"),
        );
        return TokenStream::new();
    }
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
    let template = Template::parse(&literal, Otherwise::Binding, errors);
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

/// The first value of a key that is written as for `format!`, and the template that it should be.
fn formatted(input: &TokenStream) -> Option<(TokenStream, String)> {
    let mut arguments = split(input.clone()).into_iter();
    let template = source(&arguments.next()?);
    let values = arguments.filter_map(|written| match (&written.name, &written.given) {
        (None, Given::Unnamed(value)) => Some(value.clone()),
        (Some(name), Given::Word) => Some(name.to_token_stream()),
        _ => None,
    });
    let values: Vec<TokenStream> = values.collect();
    let first = values.first()?.clone();
    let mut filled = template;
    for value in &values {
        filled = filled.replacen("{}", &format!("{{{}}}", source(value)), 1);
    }
    Some((first, filled))
}
