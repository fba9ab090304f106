//! `#[invalidate]`: removes entries when the body has succeeded.

mod expand;
mod glob;
mod written;

use proc_macro2::TokenStream;

use crate::cached::tags;
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::key::{Plan, RESULT, Scope, Source};
use crate::stack::{Around, Context, Entry, Facts, Inner, Kind, Layer};

use glob::GlobPart;
use written::Written;

/// What one `#[invalidate(..)]` on one function means.
struct Model {
    facts: Facts,
    keys: Vec<Plan>,
    tags: Vec<Plan>,
    pattern: Option<Vec<GlobPart>>,
    /// Whatever the body returned.
    always: bool,
    cache: Option<TokenStream>,
}

/// Reads one `#[invalidate(..)]`.
pub(crate) fn layer(
    entry: &Entry,
    function: &Function,
    errors: &mut Errors,
) -> Option<Box<dyn Layer>> {
    let written = Written::parse(entry, errors);
    let model = Model::new(entry, written, function, errors)?;
    Some(Box::new(model))
}

impl Model {
    fn new(
        entry: &Entry,
        written: Written,
        function: &Function,
        errors: &mut Errors,
    ) -> Option<Self> {
        if function.returns.is_never() {
            errors.add(
                &function.returns.value,
                "`#[invalidate]` acts when the function has returned, and this one never does; \
                 remove `#[invalidate]`",
            );
        }
        if let (Some(name), false) = (&written.pattern_name, function.is_async()) {
            errors.add(
                function.sig.fn_token,
                format!(
                    "a sync function cannot wait until all of Redis has been looked through; add \
                     `async` here, or remove `{name}` and call the manager's `clear`"
                ),
            );
        }
        if let (Some(name), true) = (&written.version_name, written.keys.is_empty()) {
            errors.add(
                name,
                "`version` is about keys, and there is none; remove it",
            );
        }
        let identities = written.keys.iter();
        let identities = identities
            .map(|key| key.identity(written.version))
            .chain(written.tags.iter().map(tags::identity));
        let facts = Facts::new(entry, written.allows_order).with_keys(identities.collect());
        let plans = written.keys.iter().map(|key| {
            let mut plan = plan(key, function, errors)?;
            plan.push_version(written.version);
            Some(plan)
        });
        // All of them, so that all their faults are told at once.
        let keys: Vec<Option<Plan>> = plans.collect();
        let tags = written.tags.iter();
        let tags: Vec<Option<Plan>> = tags.map(|tag| plan(tag, function, errors)).collect();
        let pattern = match &written.pattern {
            Some(glob) => glob.plan(function, errors).map(Some),
            None => Some(None),
        };
        Some(Self {
            facts,
            keys: keys.into_iter().collect::<Option<_>>()?,
            tags: tags.into_iter().collect::<Option<_>>()?,
            pattern: pattern?,
            always: written.always,
            cache: written.cache,
        })
    }
}

/// Looks up the names of a key or a tag.
fn plan(source: &Source, function: &Function, errors: &mut Errors) -> Option<Plan> {
    if let Source::Template(template) = source
        && function.binding(RESULT).is_none()
        && let Some(hole) = template.holes().find(|hole| hole.root == RESULT)
    {
        template.fault(
            hole,
            "a call that is dropped removes its entries, too, and then there is no result; name an \
             argument",
            errors,
        );
        return None;
    }
    Plan::new(source, Scope::Function(function), errors)
}

impl Layer for Model {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn kind(&self) -> Kind<'_> {
        Kind::Around(self)
    }
}

impl Around for Model {
    fn wrap(&self, context: &Context<'_>, inner: Inner) -> TokenStream {
        expand::expand(self, context, inner)
    }
}
