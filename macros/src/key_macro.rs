//! `key!("user:{id}")`: the same key as `#[cached(key = "user:{id}")]` makes.

use std::fmt::Write as _;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Expr, Token};

use crate::args::{Form, Grammar, Known};
use crate::diagnostics::Errors;
use crate::key::{self, Otherwise, Plan, Scope, Template};
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
            format!("`key!` takes its values by name, in the template; write {fix}"),
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
    plan.push_version(version);
    let private = paths.private();
    let key = key::render(&plan, &paths, &TokenStream::new(), 0);
    quote_spanned!(Span::mixed_site()=> #private::KeyBuf::finish(#key))
}

/// The first value of a key that is written as for `format!`, and what to write.
fn formatted(input: &TokenStream) -> Option<(TokenStream, String)> {
    let parse = Punctuated::<Expr, Token![,]>::parse_terminated;
    let mut arguments = parse.parse2(input.clone()).ok()?.into_iter();
    let mut filled = source(&arguments.next()?);
    let values: Vec<Expr> = arguments
        .filter(|argument| !matches!(argument, Expr::Assign(_)))
        .collect();
    let first = values.first()?.to_token_stream();
    let mut lets = String::new();
    for (place, value) in values.iter().enumerate() {
        let mut hole = source(value);
        if !is_place(value) {
            let name = format!("part{}", place + 1);
            let _ = write!(lets, "`let {name} = {hole};` and ");
            hole = name;
        }
        filled = filled.replacen("{}", &format!("{{{hole}}}"), 1);
    }
    Some((first, format!("{lets}`key!({filled})`")))
}

/// Whether a hole can name it: `id`, `user.id`, `pair.0`.
fn is_place(value: &Expr) -> bool {
    match value {
        Expr::Path(path) => path.path.get_ident().is_some(),
        Expr::Field(field) => is_place(&field.base),
        _ => false,
    }
}
