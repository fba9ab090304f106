//! What answers in the place of a rejection.
//!
//! The body may consume the arguments, and is made before it is known whether it will run. So what
//! answers has copies: of references, which is nearly always what arguments are, they cost nothing.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::{Receiver, ReceiverKind};

use super::written::Fallback;
use crate::diagnostics::Errors;
use crate::function::{Function, mutable_reference};
use crate::paths::Paths;
use crate::tokens::{first_span, mention, ours, replace_self, unraw};

/// What cannot be passed on.
pub(super) fn check(fallback: &Fallback, function: &Function, errors: &mut Errors) {
    let Fallback::With(path) = fallback else {
        return;
    };
    for argument in &function.arguments {
        if argument.name().is_none() {
            errors.add(
                &argument.pat,
                "`fallback(with = ..)` passes every argument on, and this one has no name; give it \
                 one, and take it apart in the body",
            );
        }
        if let Some(reference) = argument.mutable_reference() {
            errors.add(
                reference,
                format!(
                    "`fallback(with = ..)` passes every argument on, and the body has this one for \
                     itself; take `&` here, or catch the rejection where `{}` is called",
                    function.name()
                ),
            );
        }
    }
    let written_through = |receiver: &Receiver| match &receiver.kind {
        ReceiverKind::Reference(_, _, mutability) => mutability.is_some(),
        ReceiverKind::Typed(_, ty) => mutable_reference(ty).is_some(),
        _ => false,
    };
    if function.receiver.as_ref().is_some_and(written_through) {
        errors.add(
            path,
            "`fallback(with = ..)` passes every argument on, and the body has `&mut self` for itself; \
             take `&self`, or write `fallback = ..` with a value",
        );
    }
}

/// A closure that makes the function's result of a rejection.
pub(super) fn expand(fallback: &Fallback, function: &Function, paths: &Paths) -> TokenStream {
    match fallback {
        Fallback::Value(value) => of_value(value, function, paths),
        Fallback::With(path) => of_function(path, function, paths),
    }
}

fn of_value(value: &TokenStream, function: &Function, paths: &Paths) -> TokenStream {
    let site = Span::mixed_site();
    let private = paths.private();
    let this = quote_spanned!(site=> __this);
    let mut copies = Vec::new();
    let mut again = Vec::new();
    let mut keep = |name: &TokenStream, of: &TokenStream| {
        copies.push(quote_spanned!(site=> let #name = #private::guards::Passed::passed(&#of);));
        again.push(quote_spanned!(site=> let #name = #private::guards::Passed::passed(&#name);));
    };
    let mut value = value.clone();
    if let Some(receiver) = &function.receiver
        && mention(&value, "self")
    {
        keep(&this, &receiver.self_token.to_token_stream());
        value = replace_self(value, &this);
    }
    for (_, name) in function.bindings() {
        let text = unraw(name);
        if mention(&value, &text) || mention(&value, &format!("r#{text}")) || formats(&value, &text)
        {
            let name = name.to_token_stream();
            keep(&name, &name);
        }
    }
    let at = ours(first_span(&value));
    let returned = function.returns.span();
    let fallible = function.returns.fallible(paths);
    let ty = quote_spanned!(returned=> #fallible::Value);
    let result = Ident::new("__value", site);
    let succeeded = quote_spanned!(returned=> #fallible::succeeded(#result));
    let answer = quote_spanned! {at=>
        let #result: #ty = #value;
        #succeeded
    };
    quote_spanned! {site=>
        {
            #(#copies)*
            move |_| {
                #(#again)*
                #answer
            }
        }
    }
}

/// Whether a text somewhere has `{name}` in it, as the macros that format take it.
fn formats(tokens: &TokenStream, name: &str) -> bool {
    tokens.clone().into_iter().any(|tree| match tree {
        TokenTree::Literal(literal) => {
            let text = literal.to_string();
            [format!("{{{name}}}"), format!("{{{name}:")]
                .iter()
                .any(|hole| text.contains(hole))
        }
        TokenTree::Group(group) => formats(&group.stream(), name),
        TokenTree::Ident(_) | TokenTree::Punct(_) => false,
    })
}

fn of_function(path: &TokenStream, function: &Function, paths: &Paths) -> TokenStream {
    let site = Span::mixed_site();
    let this = function
        .receiver
        .as_ref()
        .map(|receiver| receiver.self_token.to_token_stream());
    let named = function
        .arguments
        .iter()
        .filter_map(|argument| argument.name());
    let sources: Vec<TokenStream> = this
        .into_iter()
        .chain(named.map(ToTokens::to_token_stream))
        .collect();
    // All at the place of the argument, so that what cannot be copied is reported there, and once.
    let copy =
        |(number, source)| format_ident!("__passed{number}", span = ours(first_span(source)));
    let copies: Vec<Ident> = sources.iter().enumerate().map(copy).collect();
    let passed = sources.iter().zip(&copies).map(|(source, copy)| {
        let at = ours(first_span(source));
        let private = paths.private_at(at);
        let [once, again] = [source, &copy.to_token_stream()]
            .map(|of| quote_spanned!(at=> #private::guards::Passed::passed(&#of)));
        (once, again)
    });
    let (once, again): (Vec<_>, Vec<_>) = passed.unzip();
    let at = ours(first_span(path));
    let call = quote_spanned!(at=> #path(#(#again,)* __rejected));
    quote_spanned! {site=>
        {
            #(let #copies = #once;)*
            move |__rejected| #call
        }
    }
}
