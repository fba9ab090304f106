//! What patterns bind as `mut`.

use proc_macro2::{Ident, TokenStream};
use quote::quote_spanned;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};

use crate::paths::Paths;
use crate::tokens::ours;

/// A `mut` argument as it was. The words are the user's own, so that rustc says where it need not be
/// `mut`.
pub(super) fn copy((mutability, name): &(syn::Token![mut], Ident), paths: &Paths) -> TokenStream {
    let at = ours(name.span());
    let private = paths.private_at(at);
    let copied = quote_spanned!(at=> #private::Again::again(&#name));
    quote_spanned!(at=> let #mutability #name = #copied;)
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
