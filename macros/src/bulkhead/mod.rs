//! `#[bulkhead]`: so many calls at a time.

mod expand;
mod written;

use proc_macro2::TokenStream;

use crate::args::Handle;
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::paths::Paths;
use crate::stack::{Context, Control, Entry, Facts, Guard, Kind, Layer, Site};

use written::{Policy, Written};

/// What one `#[bulkhead(..)]` on one function means.
struct Model {
    facts: Facts,
    policy: Policy,
    name: Option<String>,
    handle: Option<Handle>,
}

/// Reads one `#[bulkhead(..)]`.
pub(crate) fn layer(
    entry: &Entry,
    function: &Function,
    errors: &mut Errors,
) -> Option<Box<dyn Layer>> {
    let Written {
        policy,
        waits,
        name,
        handle,
        allows_order,
    } = Written::parse(entry, errors);
    if let Some(word) = waits
        && !function.is_async()
    {
        errors.add(
            function.sig.fn_token,
            format!(
                "`#[bulkhead({word} = ..)]` waits, which needs an `async fn`; add `async` here, or \
                 remove `{word}`: a sync function is refused at once"
            ),
        );
        return None;
    }
    Some(Box::new(Model {
        facts: Facts::new(entry, allows_order),
        policy: policy?,
        name,
        handle,
    }))
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
        Some(expand::site(&self.policy, self.name.as_deref(), context))
    }

    fn guard(&self, context: &Context<'_>, site: &TokenStream) -> TokenStream {
        expand::guard(context, site)
    }

    fn control(&self, paths: &Paths) -> Option<Control> {
        Some(expand::control(paths))
    }
}
