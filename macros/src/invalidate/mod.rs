//! `#[invalidate]`: removes entries when the body has succeeded.

mod expand;
mod written;

use proc_macro2::{Span, TokenStream};

use crate::diagnostics::Errors;
use crate::function::Function;
use crate::key::{Piece, Plan, Scope};
use crate::paths::Paths;
use crate::stack::{Context, Entry, Facts, Inner, Layer};

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
    _paths: &Paths,
    errors: &mut Errors,
) -> Option<Box<dyn Layer>> {
    let written = Written::parse(entry, errors);
    let model = Model::new(written, function, errors)?;
    Some(Box::new(model))
}

impl Model {
    fn new(written: Written, function: &Function, errors: &mut Errors) -> Option<Self> {
        if let Some(constness) = &function.sig.constness {
            errors.add(
                constness,
                "`#[invalidate]` cannot be used on a `const fn`, because the cache is there at run time only",
            );
        }
        let identities = written.keys.iter();
        let identities = identities
            .map(|key| crate::cached::identity(key, written.version))
            .collect();
        let plans = written.keys.iter().map(|key| {
            let mut plan = Plan::new(key, Scope::Function(function), errors)?;
            if let Some(version) = written.version {
                plan.push(Piece::Text(format!("%v{version}")));
            }
            Some(plan)
        });
        let plans: Vec<Option<Plan>> = plans.collect();
        Some(Self {
            facts: Facts {
                name: "invalidate",
                at: written.at,
                allows_order: written.allows_order,
                keys: identities,
                written: written.source,
            },
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

    fn wrap(&self, context: &Context<'_>, inner: Inner) -> TokenStream {
        expand::expand(self, context, inner)
    }
}

/// Where the expansion names nothing of the user's.
fn site() -> Span {
    Span::mixed_site()
}
