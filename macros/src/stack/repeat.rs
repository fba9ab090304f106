//! A body that may run more than once.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::FnArg;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};

use super::before;
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::paths::Paths;
use crate::tokens::ours;

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

/// A `mut` argument as it was. The words are the user's own, so that rustc says where it need not be
/// `mut`.
pub(super) fn copy((mutability, name): &(syn::Token![mut], Ident), paths: &Paths) -> TokenStream {
    let at = ours(name.span());
    let private = paths.private_at(at);
    let copied = quote_spanned!(at=> #private::guards::Again::again(&#name));
    quote_spanned!(at=> let #mutability #name = #copied;)
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

/// The names that a pattern binds as `mut`, each with the word.
pub(super) fn mutable_names(pat: &syn::Pat) -> Vec<(syn::Token![mut], Ident)> {
    let mut names = Mutable(Vec::new());
    names.visit_pat(pat);
    names.0
}

struct Mutable(Vec<(syn::Token![mut], Ident)>);

impl<'ast> Visit<'ast> for Mutable {
    fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
        if let (Some(mutability), None) = (pat.mutability, pat.by_ref) {
            self.0.push((mutability, pat.ident.clone()));
        }
        visit::visit_pat_ident(self, pat);
    }

    fn visit_expr(&mut self, _: &'ast syn::Expr) {}
}

/// Takes `mut` off a pattern.
pub(super) struct Unmut;

impl VisitMut for Unmut {
    fn visit_pat_ident_mut(&mut self, pat: &mut syn::PatIdent) {
        if pat.by_ref.is_none() {
            pat.mutability = None;
        }
        visit_mut::visit_pat_ident_mut(self, pat);
    }

    fn visit_expr_mut(&mut self, _: &mut syn::Expr) {}
}
