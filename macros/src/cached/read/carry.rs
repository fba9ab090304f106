//! A body that borrows nothing: it takes its arguments along.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::{Pat, ReceiverKind, Type};

use super::rename::{name, rename_self};
use crate::function::{Argument, Function, ungroup};
use crate::paths::Paths;
use crate::stack::Context;
use crate::tokens::{first_span, mention, ours, unraw};

/// A body as a future of its own.
pub(crate) struct Carried {
    /// Statements that take along what the body names, while the function has it.
    pub(crate) before: TokenStream,
    /// The future.
    pub(crate) future: TokenStream,
}

/// The future `body` with copies of what it borrows from the call.
pub(crate) fn carry(body: TokenStream, context: &Context<'_>) -> Carried {
    let Context {
        function,
        paths,
        borrowed,
        ..
    } = *context;
    let site = Span::mixed_site();
    let (mut before, mut inside) = (TokenStream::new(), TokenStream::new());
    let mut add = |parts: Option<(TokenStream, TokenStream)>| {
        if let Some((taken, lent)) = parts {
            before.extend(taken);
            inside.extend(lent);
        }
    };
    for (place, argument) in function.arguments.iter().enumerate() {
        add(self::argument(argument, place, &body, borrowed, paths));
    }
    let receiver = receiver(function, &body, borrowed, paths);
    let body = if receiver.is_some() {
        rename_self(body)
    } else {
        body
    };
    add(receiver);
    Carried {
        before,
        future: quote_spanned!(site=> async move { #inside #body.await }),
    }
}

fn argument(
    argument: &Argument,
    place: usize,
    body: &TokenStream,
    borrowed: bool,
    paths: &Paths,
) -> Option<(TokenStream, TokenStream)> {
    let name = argument.name().filter(|name| names(body, &unraw(name)))?;
    let mutability = match &argument.pat {
        Pat::Ident(pat) => pat.mutability.to_token_stream(),
        _ => TokenStream::new(),
    };
    let cfgs = &argument.cfgs;
    let at = ours(first_span(&argument.ty));
    let private = paths.private_at(at);
    let own = format_ident!("__carried_{place}", span = Span::mixed_site());
    let (from, lent) = match ungroup(&argument.ty) {
        Type::Reference(reference) if is_static(reference) => return None,
        Type::Reference(_) => (name.to_token_stream(), quote_spanned!(at=> lend(&#own))),
        _ if borrowed => (quote_spanned!(at=> &#name), quote_spanned!(at=> give(#own))),
        // It is the call's own, and goes along as it is.
        _ => {
            let checked = quote_spanned!(at=> #(#cfgs)* #private::Movable::can_be_taken(&#name););
            return Some((checked, TokenStream::new()));
        }
    };
    Some((
        quote_spanned!(at=> #(#cfgs)* let #own = #private::Take::take(#from);),
        quote_spanned!(at=> #(#cfgs)* #[allow(unused_mut, unused_variables)] let #mutability #name = #private::Take::#lent;),
    ))
}

/// The receiver under a name of ours, where it is a reference.
fn receiver(
    function: &Function,
    body: &TokenStream,
    borrowed: bool,
    paths: &Paths,
) -> Option<(TokenStream, TokenStream)> {
    let receiver = function.receiver.as_ref()?;
    if !mention(body, "self") {
        return None;
    }
    let word = receiver.self_token.span;
    let at = ours(word);
    let private = paths.private_at(at);
    let this = Ident::new("self", word);
    let is_reference = match &receiver.kind {
        ReceiverKind::Reference(..) => true,
        ReceiverKind::Typed(_, ty) => matches!(ungroup(ty), Type::Reference(_)),
        _ => false,
    };
    let own = Ident::new("__carried_self", Span::mixed_site());
    let inner = name(word);
    let (from, lent) = match (is_reference, borrowed) {
        (true, _) => (this.to_token_stream(), quote_spanned!(at=> lend(&#own))),
        (false, true) => (quote_spanned!(at=> &#this), quote_spanned!(at=> give(#own))),
        (false, false) => return None,
    };
    Some((
        quote_spanned!(at=> let #own = #private::Take::take(#from);),
        quote_spanned!(at=> #[allow(unused_variables)] let #inner = #private::Take::#lent;),
    ))
}

fn is_static(reference: &syn::TypeReference) -> bool {
    reference
        .lifetime
        .as_ref()
        .is_some_and(|lifetime| lifetime.ident == "static")
}

/// Whether the tokens name it, in a text as well.
fn names(tokens: &TokenStream, name: &str) -> bool {
    let in_text = format!("{{{name}");
    tokens.clone().into_iter().any(|tree| match tree {
        TokenTree::Ident(ident) => unraw(&ident) == name,
        TokenTree::Group(group) => names(&group.stream(), name),
        TokenTree::Literal(literal) => literal.to_string().contains(&in_text),
        TokenTree::Punct(_) => false,
    })
}
