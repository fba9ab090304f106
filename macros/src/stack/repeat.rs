//! A body that may run more than once.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::FnArg;
use syn::visit_mut::VisitMut;

use super::before;
use super::mutable::{Unmut, copy, mutable_names};
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::paths::Paths;

/// The statements of a body that may run again: `mut` arguments are copies, so that no attempt sees
/// what an earlier one has done to them.
pub(super) fn body(function: &Function, paths: &Paths) -> TokenStream {
    let parts = before::parts(function);
    let names = mutable(function).into_iter();
    let names = names.filter(|(_, (_, name))| !parts.takes(name));
    let copies = names.map(|(cfgs, name)| {
        let copy = copy(&name, paths);
        quote!(#(#cfgs)* #copy)
    });
    let mut statements: TokenStream = copies.collect();
    parts.each(paths).to_tokens(&mut statements);
    statements
}

/// The function without `mut` at its arguments.
pub(super) fn unmutable(function: &Function) -> Function {
    let mut function = function.clone();
    for input in &mut function.sig.inputs {
        if let FnArg::Typed(typed) = input {
            Unmut.visit_pat_mut(&mut typed.pat);
        }
    }
    function
}

/// What cannot be tried again, whatever the body does.
pub(crate) fn refuse(function: &Function, name: &Ident, errors: &mut Errors) {
    if let Some(receiver) = &function.receiver
        && let syn::ReceiverKind::Value = receiver.kind
        && receiver.mutability.is_some()
    {
        errors.add(
            receiver,
            format!(
                "`#[{name}]` may run the body more than once, and `mut self` would not be what it was; \
                 take `&self`, or `self` and clone it in the body"
            ),
        );
    }
}

/// The names that arguments bind as `mut`, each with the conditions of its argument.
fn mutable(function: &Function) -> Vec<(&[syn::Attribute], (syn::Token![mut], Ident))> {
    let mut found = Vec::new();
    for argument in &function.arguments {
        let names = mutable_names(&argument.pat).into_iter();
        found.extend(names.map(|name| (argument.cfgs.as_slice(), name)));
    }
    found
}
