//! The argument that `#[cached]` gives and callers do not: `ctx: CacheCtx`.

use syn::{Attribute, FnArg, Pat, PatType, Type};

use super::{Argument, Function, ungroup};
use crate::tokens::unraw;

/// An argument that no caller gives.
#[derive(Clone)]
pub(crate) struct Given {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) pat: Pat,
    pub(crate) ty: Type,
}

impl Given {
    /// Whether it is what the function calls `name`.
    pub(crate) fn is(&self, name: &str) -> bool {
        matches!(&self.pat, Pat::Ident(pat) if unraw(&pat.ident) == name)
    }
}

/// Whether the type is called `CacheCtx`, by any path.
fn is_ctx(ty: &Type) -> bool {
    match ungroup(ty) {
        Type::Path(path) => path
            .path
            .segments
            .last()
            .is_some_and(|last| last.ident == "CacheCtx"),
        _ => false,
    }
}

/// Whether it is a reference to one.
fn borrows_ctx(ty: &Type) -> bool {
    matches!(ungroup(ty), Type::Reference(reference) if is_ctx(&reference.elem) || borrows_ctx(&reference.elem))
}

impl Argument {
    /// Whether it is a reference to one, which is refused where it is recognised.
    pub(crate) fn points_to_ctx(&self) -> bool {
        borrows_ctx(&self.ty)
    }
}

impl Function {
    /// The types of arguments that point to a `CacheCtx`.
    pub(crate) fn borrowed_ctx(&self) -> impl Iterator<Item = &Type> {
        let types = self.arguments.iter().map(|argument| &argument.ty);
        types.filter(|ty| borrows_ctx(ty))
    }

    /// Takes the arguments of type `CacheCtx` out of the signature. The first is what the function is
    /// given; the others come back.
    pub(crate) fn take_given(&mut self) -> Vec<Given> {
        let wanted = |input: &FnArg| matches!(input, FnArg::Typed(typed) if is_ctx(&typed.ty));
        if !self.sig.inputs.iter().any(wanted) {
            return Vec::new();
        }
        let inputs = std::mem::take(&mut self.sig.inputs);
        let (given, left): (Vec<FnArg>, Vec<FnArg>) = inputs.into_iter().partition(wanted);
        self.sig.inputs = left.into_iter().collect();
        self.arguments.retain(|argument| !is_ctx(&argument.ty));
        let typed = given.into_iter().filter_map(|input| match input {
            FnArg::Typed(PatType { attrs, pat, ty, .. }) => Some(Given {
                attributes: attrs,
                pat: *pat,
                ty: *ty,
            }),
            FnArg::Receiver(_) => None,
        });
        let mut given: Vec<Given> = typed.collect();
        self.given = Some(given.remove(0));
        given
    }
}
