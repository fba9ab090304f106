//! `#[circuit_breaker]`: a call that keeps failing is not made for a while.

mod expand;
mod fallback;
mod grammar;
mod judge;
mod names;
mod rules;
mod written;

use proc_macro2::TokenStream;

use crate::args::{DurationValue, Handle};
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::key::{Plan, Scope};
use crate::paths::Paths;
use crate::stack::{Context, Control, Entry, Facts, Guard, Kind, Layer, Site};

use rules::{Count, Rules};
use written::{Fallback, Judgement, Keyed, Written};

/// What one `#[circuit_breaker(..)]` on one function means.
struct Model {
    facts: Facts,
    name: Option<String>,
    circuits: Circuits,
    rules: Rules,
    policy: Option<TokenStream>,
    judgement: Judgement,
    fallback: Option<Fallback>,
    handle: Option<Handle>,
}

enum Circuits {
    One,
    ByKey {
        key: Plan,
        max_keys: Option<Count>,
        idle: Option<DurationValue>,
    },
}

/// Reads one `#[circuit_breaker(..)]`.
pub(crate) fn layer(
    entry: &Entry,
    function: &Function,
    errors: &mut Errors,
) -> Option<Box<dyn Layer>> {
    let before = errors.len();
    let written = Written::parse(entry, errors);
    if let Some(fallback) = &written.fallback {
        fallback::check(fallback, function, errors);
    }
    let circuits = circuits(written.keyed, function, errors)?;
    (errors.len() == before).then(|| -> Box<dyn Layer> {
        Box::new(Model {
            facts: Facts::new(entry, written.allows_order),
            name: written.name,
            circuits,
            rules: written.rules,
            policy: written.policy,
            judgement: written.judgement,
            fallback: written.fallback,
            handle: written.handle,
        })
    })
}

fn circuits(keyed: Option<Keyed>, function: &Function, errors: &mut Errors) -> Option<Circuits> {
    let Some(keyed) = keyed else {
        return Some(Circuits::One);
    };
    let Keyed {
        key,
        max_keys,
        idle,
    } = keyed;
    Some(Circuits::ByKey {
        key: Plan::new(&key, Scope::Function(function), errors)?,
        max_keys,
        idle,
    })
}

impl Layer for Model {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn kind(&self) -> Kind<'_> {
        Kind::Guard(self)
    }

    fn handle(&self) -> Option<&Handle> {
        self.handle.as_ref()
    }
}

impl Guard for Model {
    fn site(&self, context: &Context<'_>) -> Option<Site> {
        Some(expand::site(self, context))
    }

    fn guard(&self, context: &Context<'_>, site: &TokenStream) -> TokenStream {
        expand::guard(self, context, site)
    }

    fn control(&self, paths: &Paths) -> Option<Control> {
        Some(expand::control(self, paths))
    }
}
