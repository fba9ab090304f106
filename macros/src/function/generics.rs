//! Which names a type mentions.

use proc_macro2::Ident;
use syn::Type;
use syn::visit::{self, Visit};

/// Whether `ty` mentions a type or a constant of this name.
pub(crate) fn mentions(ty: &Type, name: &Ident) -> bool {
    let mut finder = FindMention { name, found: false };
    finder.visit_type(ty);
    finder.found
}

/// Whether a value of type `ty` holds one of the type parameter `name`, as far as the tokens tell:
/// `Vec<T>` does, and `T::Row` is a type of its own.
pub(crate) fn holds(ty: &Type, name: &Ident) -> bool {
    let mut finder = FindHeld { name, found: false };
    finder.visit_type(ty);
    finder.found
}

struct FindMention<'a> {
    name: &'a Ident,
    found: bool,
}

impl<'ast> Visit<'ast> for FindMention<'_> {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none()
            && path
                .segments
                .first()
                .is_some_and(|segment| segment.ident == *self.name)
        {
            self.found = true;
        }
        visit::visit_path(self, path);
    }
}

struct FindHeld<'a> {
    name: &'a Ident,
    found: bool,
}

impl<'ast> Visit<'ast> for FindHeld<'_> {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.found |= path.is_ident(self.name);
        visit::visit_path(self, path);
    }
}
