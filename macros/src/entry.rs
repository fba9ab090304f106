//! From the compiler's tokens to ours and back, so that everything else can be tested without a
//! compiler at hand.

use proc_macro::TokenStream;
use proc_macro2::{Ident, Span, TokenStream as Tokens};

use crate::diagnostics::Errors;
use crate::stack;

/// An attribute of a function: it joins the queue on the item.
pub(crate) fn attribute(name: &'static str, args: TokenStream, item: TokenStream) -> TokenStream {
    let name = Ident::new(name, Span::call_site());
    stack::join(&name, args.into(), item.into()).into()
}

/// An attribute that may stand on an `impl`, too; `None` if this is none.
pub(crate) fn on_impl(
    args: &TokenStream,
    item: &TokenStream,
    expand: fn(&Tokens, &Tokens) -> Option<Tokens>,
) -> Option<TokenStream> {
    expand(&args.clone().into(), &item.clone().into()).map(Into::into)
}

/// The queue itself, once everything else on the item has run.
pub(crate) fn stack(queue: TokenStream, item: TokenStream) -> TokenStream {
    stack::run(queue.into(), item.into()).into()
}

/// A derive: the compiler keeps the item, so the errors are all there is to add.
pub(crate) fn derive(item: TokenStream, expand: fn(Tokens, &mut Errors) -> Tokens) -> TokenStream {
    let mut errors = Errors::new();
    let expansion = expand(item.into(), &mut errors);
    errors.or(expansion).into()
}

/// A macro that stands where an expression stands.
pub(crate) fn function_like(
    input: TokenStream,
    expand: fn(Tokens, &mut Errors) -> Tokens,
) -> TokenStream {
    let mut errors = Errors::new();
    let expansion = expand(input.into(), &mut errors);
    errors.or_as_expression(expansion).into()
}
