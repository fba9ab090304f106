//! `#[fallback]`: what is returned where the function fails.

mod expand;
mod grammar;
mod written;

use proc_macro2::TokenStream;
use syn::Expr;

use crate::args::{Errs, Handle};
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::stack::{Around, Context, Entry, Facts, Inner, Kind, Layer};
use crate::tokens::{bare, source};

use written::{Instead, Written};

/// What `#[fallback(..)]` on one function means.
struct Model {
    facts: Facts,
    instead: Instead,
    /// Whether it needs the arguments after the body.
    borrows: bool,
    /// Which errors it answers.
    answers: Answers,
    name: Option<String>,
    handle: Option<Handle>,
}

enum Answers {
    All,
    /// `if = |e| ..`
    If(TokenStream),
    /// `only(..)` and `except(..)`
    Matching(Errs),
}

/// Reads one `#[fallback(..)]`.
pub(crate) fn layer(
    entry: &Entry,
    function: &Function,
    errors: &mut Errors,
) -> Option<Box<dyn Layer>> {
    let written = Written::parse(entry, errors);
    let before = errors.len();
    match &written.instead {
        Some(Instead::With(with)) => refuse_nameless(with, function, errors),
        Some(Instead::Value(value)) => refuse_result(value, function, errors),
        None => {}
    }
    let instead = written.instead.filter(|_| errors.len() == before)?;
    Some(Box::new(Model {
        facts: Facts::new(entry, written.allows_order),
        borrows: instead.needs_arguments(function),
        instead,
        answers: written.answers,
        name: written.name,
        handle: written.handle,
    }))
}

/// `with = ..` passes the arguments on by their names.
fn refuse_nameless(with: &TokenStream, function: &Function, errors: &mut Errors) {
    let with = crate::tokens::source(with);
    for argument in &function.arguments {
        if argument.name().is_none() {
            errors.add(
                &argument.pat,
                format!(
                    "`with = {with}` passes this argument on, which has no name; give it one, and take \
                     it apart in the body"
                ),
            );
        } else if let Some(cfg) = argument.cfgs.first() {
            errors.add(
                cfg,
                format!(
                    "`with = {with}` passes every argument on, and this one is not always there; put \
                     `#[cfg]` on the whole function"
                ),
            );
        }
    }
}

/// `Ok(..)` and `Err(..)` where what is inside `Ok` is wanted.
fn refuse_result(value: &TokenStream, function: &Function, errors: &mut Errors) {
    let Ok(Expr::Call(call)) = syn::parse2(bare(value.clone())) else {
        return;
    };
    if !function.returns.is_flat_result() {
        return;
    }
    let Some(inside) = call.args.first() else {
        return;
    };
    let inside = source(inside);
    let func = source(&call.func);
    if func == "Ok" {
        errors.add(
            value,
            format!("`#[fallback(..)]` takes what is inside `Ok`; write `#[fallback({inside})]`"),
        );
    } else if func == "Err" {
        errors.add(
            value,
            "a fallback is a success; for another error, write `with = price_of_yesterday`, a \
             function of the arguments and the error",
        );
    }
}

impl Layer for Model {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn kind(&self) -> Kind<'_> {
        Kind::Around(self)
    }

    fn handle(&self) -> Option<&Handle> {
        self.handle.as_ref()
    }
}

impl Around for Model {
    fn wrap(&self, context: &Context<'_>, inner: Inner) -> TokenStream {
        expand::expand(self, context, inner)
    }

    fn borrows(&self) -> bool {
        self.borrows
    }
}
