//! `#[fallback]`: what is returned where the function fails.

mod expand;
mod grammar;
mod written;

use proc_macro2::TokenStream;

use crate::args::{Errs, Handle};
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::stack::{Around, Context, Entry, Facts, Inner, Kind, Layer};

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
    if let Some(Instead::With(with)) = &written.instead {
        refuse_nameless(with, function, errors);
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
