//! `#[hedge]`: what takes long is started once more.

mod expand;
mod written;

use proc_macro2::TokenStream;
use syn::ReceiverKind;

use crate::args::{DurationValue, Handle};
use crate::diagnostics::Errors;
use crate::function::{Function, mutable_reference};
use crate::stack::{Around, Context, Entry, Facts, Inner, Kind, Layer, refuse_again};

use written::Written;

/// What `#[hedge(..)]` on one function means.
struct Model {
    facts: Facts,
    after: DurationValue,
    max: u32,
    name: Option<String>,
    handle: Option<Handle>,
}

/// Reads one `#[hedge(..)]`.
pub(crate) fn layer(
    entry: &Entry,
    function: &Function,
    errors: &mut Errors,
) -> Option<Box<dyn Layer>> {
    let written = Written::parse(entry, errors);
    let before = errors.len();
    refuse_unfit(function, errors);
    refuse_shared_changes(function, errors);
    refuse_again(function, &entry.name, errors);
    let after = written.after.filter(|_| errors.len() == before)?;
    Some(Box::new(Model {
        facts: Facts::new(entry, written.allows_order),
        after,
        max: written.max,
        name: written.name,
        handle: written.handle,
    }))
}

fn refuse_unfit(function: &Function, errors: &mut Errors) {
    if !function.is_async() {
        errors.add(
            function.sig.fn_token,
            "`#[hedge]` runs two attempts at the same time, which needs an `async fn`; add `async` \
             here, or remove `#[hedge]`",
        );
    }
}

/// Two attempts at a time cannot both write through one reference.
fn refuse_shared_changes(function: &Function, errors: &mut Errors) {
    let message = |instead: &str| {
        format!(
            "`#[hedge]` runs two attempts at the same time, and both would write through this; take \
             `{instead}`"
        )
    };
    if let Some(receiver) = &function.receiver {
        match &receiver.kind {
            ReceiverKind::Reference(_, _, Some(_)) => errors.add(receiver, message("&self")),
            ReceiverKind::Typed(_, ty) => {
                if let Some(reference) = mutable_reference(ty) {
                    errors.add(reference, message("&self"));
                }
            }
            _ => {}
        }
    }
    for argument in &function.arguments {
        if let Some(reference) = argument.mutable_reference() {
            let shared = crate::tokens::source(&reference).replacen("mut ", "", 1);
            errors.add(reference, message(&shared));
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

    fn repeats(&self) -> bool {
        true
    }
}
