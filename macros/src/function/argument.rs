//! Arguments, and the names that their patterns bind.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{Attribute, FnArg, Pat, Signature, Type};

use super::ungroup;
use crate::tokens::unraw;

/// One argument that is not the receiver.
#[derive(Clone)]
pub(crate) struct Argument {
    /// Its `#[cfg(..)]`s: rustc has not looked at them yet, so whatever names the argument has to
    /// carry them along.
    pub(crate) cfgs: Vec<Attribute>,
    pub(crate) pat: Pat,
    pub(crate) ty: Type,
    /// The names that the pattern binds.
    pub(crate) bindings: Vec<Ident>,
}

impl Argument {
    pub(super) fn all(sig: &Signature) -> Vec<Self> {
        let typed = sig.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(typed) => Some(typed),
            FnArg::Receiver(_) => None,
        });
        typed
            .map(|typed| {
                let mut bindings = Bindings(Vec::new());
                bindings.visit_pat(&typed.pat);
                let cfgs = typed
                    .attrs
                    .iter()
                    .filter(|attr| attr.path().is_ident("cfg"));
                Self {
                    cfgs: cfgs.cloned().collect(),
                    pat: (*typed.pat).clone(),
                    ty: (*typed.ty).clone(),
                    bindings: bindings.0,
                }
            })
            .collect()
    }

    /// The one name, where the pattern is nothing but a name.
    pub(crate) fn name(&self) -> Option<&Ident> {
        match &self.pat {
            Pat::Ident(pat) if pat.subpat.is_none() && pat.by_ref.is_none() => Some(&pat.ident),
            _ => None,
        }
    }

    /// The name that the pattern binds as `name`.
    pub(crate) fn binding(&self, name: &str) -> Option<&Ident> {
        self.bindings.iter().find(|ident| unraw(ident) == name)
    }

    /// Whether it cannot be part of a key by its very form: `_`, or of type `()`.
    pub(crate) fn says_nothing(&self) -> bool {
        self.bindings.is_empty() || matches!(&self.ty, Type::Tuple(tuple) if tuple.elems.is_empty())
    }

    /// The `&mut` in its type, if there is one that the function could write through.
    pub(crate) fn mutable_reference(&self) -> Option<TokenStream> {
        mutable_reference(&self.ty)
    }

    /// The `impl Trait` in its type.
    pub(crate) fn impl_trait(&self) -> Option<TokenStream> {
        let mut finder = FindImpl(None);
        finder.visit_type(&self.ty);
        finder.0
    }
}

struct Bindings(Vec<Ident>);

impl<'ast> Visit<'ast> for Bindings {
    fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
        // `None`, `MAX`: an upper-case name in a pattern is a constant or a unit variant.
        let is_constant = pat.by_ref.is_none()
            && pat.mutability.is_none()
            && pat.subpat.is_none()
            && unraw(&pat.ident).starts_with(char::is_uppercase);
        if !is_constant {
            self.0.push(pat.ident.clone());
        }
        visit::visit_pat_ident(self, pat);
    }

    fn visit_expr(&mut self, _: &'ast syn::Expr) {}
}

/// The first `&mut` in `ty`, outside of the signatures of functions and closures.
pub(crate) fn mutable_reference(ty: &Type) -> Option<TokenStream> {
    let mut finder = FindMut(None);
    finder.visit_type(ty);
    finder.0
}

struct FindMut(Option<TokenStream>);

impl<'ast> Visit<'ast> for FindMut {
    fn visit_type_reference(&mut self, reference: &'ast syn::TypeReference) {
        if reference.mutability.is_some() && self.0.is_none() {
            self.0 = Some(reference.to_token_stream());
        }
        visit::visit_type_reference(self, reference);
    }

    fn visit_type_fn_ptr(&mut self, _: &'ast syn::TypeFnPtr) {}

    fn visit_parenthesized_generic_arguments(
        &mut self,
        _: &'ast syn::ParenthesizedGenericArguments,
    ) {
    }
}

struct FindImpl(Option<TokenStream>);

impl<'ast> Visit<'ast> for FindImpl {
    fn visit_type_impl_trait(&mut self, ty: &'ast syn::TypeImplTrait) {
        self.0.get_or_insert_with(|| ty.to_token_stream());
    }
}

/// Types without a size, which have an owned one of another name.
const UNSIZED: [&str; 4] = ["str", "Path", "OsStr", "CStr"];

/// Whether it is one of these, or a slice.
pub(crate) fn is_unsized(ty: &Type) -> bool {
    match ungroup(ty) {
        Type::Slice(_) => true,
        Type::Path(path) => path
            .path
            .segments
            .last()
            .is_some_and(|last| UNSIZED.iter().any(|name| last.ident == name)),
        _ => false,
    }
}
