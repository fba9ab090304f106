//! What one writer means.

use proc_macro2::{Ident, Span, TokenStream};

use super::form::{Changes, Form, Kept};
use super::naming;
use super::settings::Settings;
use crate::args::{DurationValue, Handle};
use crate::cached::strategy::Word;
use crate::cached::written::{Tier, Ttl, Written};
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::key::{Plan, Template};
use crate::stack::{Entry, Facts};

/// Everything the expansion needs.
pub(in crate::cached) struct Model {
    pub(super) facts: Facts,
    /// The word that chose the strategy.
    pub(super) word: Span,
    pub(super) handle: Handle,
    /// The name of the handle's type.
    pub(super) name: Ident,
    pub(super) changes: Changes,
    /// The other arguments, by their places.
    pub(super) kept: Vec<(usize, Kept)>,
    pub(super) template: Template,
    /// What the value is called in the key.
    pub(super) root: Ident,
    pub(super) key: Plan,
    pub(super) settings: Settings,
    pub(super) ttl: Option<DurationValue>,
    pub(super) memory_ttl: Option<DurationValue>,
    pub(super) wait: Option<DurationValue>,
    pub(super) tier: Tier,
    pub(super) cache: Option<TokenStream>,
}

impl Model {
    pub(in crate::cached) fn new(
        entry: &Entry,
        word: &Word,
        written: &Written,
        function: &Function,
        errors: &mut Errors,
    ) -> Option<Self> {
        let before = errors.len();
        let settings = Settings::parse(word, errors);
        check(&word.word, function, errors);
        naming::manager(written, function, errors);
        let named = handle(word, written, errors);
        let ttl = ttl(written, errors);
        let template = naming::template(written, word, errors)?;
        let root = naming::root(template, errors)?;
        let changes = Changes::of(function, &root, errors)?;
        if changes.form != Form::Value && !naming::no_argument(template, function, &root, errors) {
            return None;
        }
        let others = function.arguments.iter().enumerate();
        let kept: Vec<(usize, Kept)> = others
            .filter(|(place, _)| *place != changes.place)
            .filter_map(|(place, argument)| Some((place, Kept::of(argument, errors)?)))
            .collect();
        let value = (&*root, &changes.value);
        let (root, key) = naming::plan(template, written.version, function, value, errors)?;
        let (handle, name) = named?;
        (errors.len() == before).then(|| Self {
            facts: Facts::new(entry, written.allows_order),
            word: word.word.span(),
            handle,
            name,
            template: template.clone(),
            root,
            key,
            changes,
            kept,
            settings,
            ttl,
            memory_ttl: written.memory_ttl.clone(),
            wait: written.wait.clone(),
            tier: written.tier.as_ref().map_or(Tier::Both, |(tier, _)| *tier),
            cache: written.cache.clone(),
        })
    }
}

fn check(word: &Ident, function: &Function, errors: &mut Errors) {
    if !function.is_async() {
        errors.add(
            function.sig.fn_token,
            "a writer is awaited by its workers; add `async` here",
        );
    }
    if let Some(receiver) = &function.receiver {
        errors.add(
            receiver,
            "a writer runs by itself, after a restart too, so nobody has a `self` for it; write a \
             free function, whose other arguments are given to its handle's `start(..)`",
        );
    }
    if let Some(param) = function.sig.generics.params.first() {
        errors.add(
            param,
            format!(
                "a writer is one function for the whole program, so it has no parameters of types; \
                 write `{word}` functions for each type"
            ),
        );
    }
}

fn handle(word: &Word, written: &Written, errors: &mut Errors) -> Option<(Handle, Ident)> {
    match &written.handle {
        Some(handle @ (Handle::Type(name) | Handle::Function(name))) => {
            Some((handle.clone(), name.clone()))
        }
        // What was refused may be the handle, at another place.
        None if written.has_handle || word.arguments.any_refused() => None,
        None => {
            errors.add(
                &word.word,
                "callers put changes by the writer's handle, and it has none; add `handle = Users`",
            );
            None
        }
    }
}

/// How long entries live; `None` for ever, or after an error.
fn ttl(written: &Written, errors: &mut Errors) -> Option<DurationValue> {
    match written.ttl.as_ref()? {
        Ttl::After(span) => Some(span.clone()),
        Ttl::Never => None,
        Ttl::By(closure) => {
            errors.add(
                closure,
                "a change is put before anything is loaded, so its `ttl` is one for all; write \
                 `ttl = \"10m\"`",
            );
            None
        }
    }
}
