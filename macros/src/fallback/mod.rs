//! `#[fallback]`: what is returned where the function fails.

mod expand;
mod grammar;
mod instead;
mod written;

use proc_macro2::TokenStream;

use crate::args::{Errs, Handle};
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::stack::{Around, Context, Entry, Facts, Inner, Kind, Layer};

use written::Written;

pub(crate) use expand::{Answering, body, run};
pub(crate) use instead::{Instead, with};

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

/// Which errors are answered.
pub(crate) enum Answers {
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
    if let Some(instead) = &written.instead {
        let written = |inside: &str| format!("#[fallback({inside})]");
        instead.check("#[fallback(..)]", written, function, errors);
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
