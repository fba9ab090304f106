//! The function, as the runtime is told of it.

use proc_macro2::{Literal, Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use crate::stack::Context;

/// A constant expression of the runtime's `Source`. `fields` are the names of what is told beside, each
/// an expression that `#[cfg]` may stand on.
pub(crate) fn source(
    context: &Context<'_>,
    target: Option<&str>,
    fields: &[TokenStream],
) -> TokenStream {
    let at = Span::mixed_site();
    let private = context.paths.private();
    let function = context.function.name_within();
    let name = context.function.name();
    let target = target.map_or_else(
        || quote_spanned!(at=> ::core::module_path!()),
        ToTokens::to_token_stream,
    );
    let line = Literal::usize_unsuffixed(line(context.function.sig.ident.span()));
    quote_spanned! {at=>
        #private::log::Source {
            function: #function,
            name: #name,
            module: ::core::module_path!(),
            target: #target,
            file: ::core::file!(),
            line: #line,
            fields: &[#(#fields),*],
        }
    }
}

/// `line!()` would be that of the attribute.
fn line(at: Span) -> usize {
    if proc_macro::is_available() {
        at.unwrap().line()
    } else {
        0
    }
}
