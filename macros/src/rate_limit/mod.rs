//! `#[rate_limit]`: no more than so many calls in so much time.

mod expand;
mod grammar;
mod rate;
mod store;
mod written;

use proc_macro2::TokenStream;

use crate::args::Handle;
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::key::{Plan, Scope};
use crate::paths::Paths;
use crate::stack::{Context, Control, Entry, Facts, Guard, Kind, Layer, Site};

use store::Store;
use written::{Number, Rules, Written};

/// What one `#[rate_limit(..)]` on one function means.
struct Model {
    facts: Facts,
    rules: Rules,
    key: Option<Plan>,
    cost: Option<Number>,
    store: Option<Store>,
    name: Option<String>,
    handle: Option<Handle>,
}

/// Reads one `#[rate_limit(..)]`.
pub(crate) fn layer(
    entry: &Entry,
    function: &Function,
    errors: &mut Errors,
) -> Option<Box<dyn Layer>> {
    let before = errors.len();
    let written = Written::parse(entry, errors);
    if let Some(wait) = &written.waits
        && !function.is_async()
    {
        errors.add(
            function.sig.fn_token,
            format!(
                "`#[rate_limit({wait} = ..)]` waits, which needs an `async fn`; add `async` here, or \
                 remove `{wait}`: a sync function is refused at once"
            ),
        );
    }
    if written.store.is_some() && !function.is_async() {
        errors.add(
            function.sig.fn_token,
            "`#[rate_limit(store = redis)]` asks Redis, which needs an `async fn`; add `async` here, or \
             remove `store = redis`",
        );
    }
    if let (Some(store), None, Some(_)) = (&written.store, &written.name, &function.receiver) {
        errors.add_at(
            store.at,
            format!(
                "methods of several types may be called `{name}`, and would share one limit in Redis; \
                 add a `name` that no other limit has, such as `name = \"shop.{name}\"`",
                name = function.name()
            ),
        );
    }
    let key = match &written.key {
        Some(key) => Some(Plan::new(key, Scope::Function(function), errors)?),
        None => None,
    };
    let rules = written.rules?;
    (errors.len() == before).then(|| -> Box<dyn Layer> {
        Box::new(Model {
            facts: Facts::new(entry, written.allows_order),
            rules,
            key,
            cost: written.cost,
            store: written.store,
            name: written.name,
            handle: written.handle,
        })
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
