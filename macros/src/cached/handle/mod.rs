//! `handle = ..`: what the attribute does by itself, by hand.

mod beside;
mod method;

use proc_macro2::TokenStream;

use super::model::Model;
use crate::args::Handle;
use crate::stack::Context;

/// What the handle declares, or nothing.
pub(super) fn expand(model: &Model, context: &Context<'_>) -> TokenStream {
    let function = context.function;
    match (context.handle, &function.receiver) {
        (Some(Handle::Type(name)), _) => beside::expand(model, context, name),
        (Some(Handle::Function(name)), Some(receiver)) => {
            method::expand(model, context, name, receiver)
        }
        _ => TokenStream::new(),
    }
}
