//! `#[invalidate]`: removes entries when the body has succeeded.

mod expand;
mod written;

use proc_macro2::TokenStream;

use crate::diagnostics::Errors;
use crate::function::Function;
use crate::key::{Plan, Scope};
use crate::stack::{Around, Context, Entry, Facts, Inner, Kind, Layer};

use written::Written;

/// What one `#[invalidate(..)]` on one function means.
struct Model {
    facts: Facts,
    keys: Vec<Plan>,
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
        let identities = written.keys.iter();
        let identities = identities.map(|key| key.identity(written.version));
        let facts = Facts::new(entry, written.allows_order).with_keys(identities.collect());
        let plans = written.keys.iter().map(|key| {
            let mut plan = Plan::new(key, Scope::Function(function), errors)?;
            plan.push_version(written.version);
            Some(plan)
        });
        let plans: Vec<Option<Plan>> = plans.collect();
        Some(Self {
            facts,
            keys: plans.into_iter().collect::<Option<_>>()?,
            always: written.always,
            cache: written.cache,
        })
    }
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
