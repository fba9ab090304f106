//! Which of its arguments a writer is given changes by, and how many at once.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{GenericArgument, PathArguments, Type};

use crate::diagnostics::Errors;
use crate::function::{Argument, Function, ungroup};
use crate::tokens::{first_span, source};

/// How changes are given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Form {
    /// `Vec<Change<V>>`
    Batch,
    /// `Change<V>`
    Change,
    /// `V`
    Value,
}

/// The argument that changes come by.
pub(super) struct Changes {
    pub(super) form: Form,
    /// Its place among the arguments.
    pub(super) place: usize,
    /// `V`
    pub(super) value: Type,
}

impl Changes {
    /// `root` is what the key's holes begin with.
    pub(super) fn of(function: &Function, root: &str, errors: &mut Errors) -> Option<Self> {
        let mut all = function.arguments.iter().enumerate();
        let given = all.find_map(|(place, argument)| {
            let (form, value) = changes(&argument.ty)?;
            let value = value.clone();
            Some(Self { form, place, value })
        });
        if given.is_some() {
            return given;
        }
        let mut all = function.arguments.iter().enumerate();
        let named = all.find(|(_, argument)| argument.binding(root).is_some());
        if let Some((place, argument)) = named {
            return Some(Self {
                form: Form::Value,
                place,
                value: by_value(argument, errors)?,
            });
        }
        if !nearly(function, root, errors) {
            nothing(function, root, errors);
        }
        None
    }
}

/// Reports an argument that is nearly one for changes, at what is to change of it.
fn nearly(function: &Function, root: &str, errors: &mut Errors) -> bool {
    for argument in &function.arguments {
        if let Some(whole) = whole(&argument.ty) {
            let message = format!("a writer is given its changes for itself; take `{whole}`");
            errors.add(&argument.ty, message);
            return true;
        }
        if let Type::Path(path) = ungroup(&argument.ty)
            && let Some(last) = path.path.segments.last()
            && last.ident == "Change"
            && last.arguments.is_empty()
        {
            let message =
                "a change is one of a value, and its type names that; write `Change<User>`";
            errors.add(&argument.ty, message);
            return true;
        }
    }
    let [only] = function.arguments.as_slice() else {
        return false;
    };
    let Some(name) = only.name().filter(|_| !is_list(&only.ty)) else {
        return false;
    };
    errors.add(
        name,
        format!(
            "the key of a change is made of its value, which is `{name}` here, and the key names \
             `{root}`; write `{{{name}.{root}}}` in the key"
        ),
    );
    true
}

fn is_list(ty: &Type) -> bool {
    matches!(
        ungroup(ty),
        Type::Slice(_) | Type::Array(_) | Type::Reference(_)
    ) || last(ty).is_some_and(|(name, _)| name == "Vec")
}

/// What to take for changes behind a reference.
fn whole(ty: &Type) -> Option<String> {
    let Type::Reference(reference) = ungroup(ty) else {
        return None;
    };
    let inner = ungroup(&reference.elem);
    if changes(inner).is_some() {
        return Some(source(inner));
    }
    let Type::Slice(slice) = inner else {
        return None;
    };
    changes(&slice.elem).map(|_| format!("Vec<{}>", source(&slice.elem)))
}

fn nothing(function: &Function, root: &str, errors: &mut Errors) {
    errors.add(
        &function.sig.ident,
        format!(
            "a writer is given changes, and no argument of `{}` takes them; add \
                 `batch: Vec<gambeson::write_behind::Change<User>>`, or one argument for the value \
                 that the key names: `{root}: User`",
            function.name()
        ),
    );
}

fn by_value(argument: &Argument, errors: &mut Errors) -> Option<Type> {
    match ungroup(&argument.ty) {
        Type::Reference(reference) => {
            let inner = reference.elem.to_token_stream();
            errors.add(
                &argument.ty,
                format!("a writer is given its value whole; take `{inner}` instead of a reference"),
            );
            None
        }
        ty => Some(ty.clone()),
    }
}

/// What a type says of changes.
fn changes(ty: &Type) -> Option<(Form, &Type)> {
    let (name, inner) = last(ty)?;
    if name == "Change" {
        return Some((Form::Change, inner));
    }
    let (inside, value) = last(inner).filter(|_| name == "Vec")?;
    (inside == "Change").then_some((Form::Batch, value))
}

/// The last segment of a path, and its only argument.
fn last(ty: &Type) -> Option<(String, &Type)> {
    let Type::Path(path) = ungroup(ty) else {
        return None;
    };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first()? {
        GenericArgument::Type(inner) if arguments.args.len() == 1 => {
            Some((last.ident.to_string(), inner))
        }
        _ => None,
    }
}

/// An argument that is no change: how `start` takes it, and how a call is given it.
pub(super) struct Kept {
    /// What `start` takes.
    pub(super) ty: TokenStream,
    /// Whether the function borrows it.
    pub(super) borrowed: bool,
    /// Where it is written.
    pub(super) at: Span,
}

impl Kept {
    pub(super) fn of(argument: &Argument, errors: &mut Errors) -> Option<Self> {
        if let Some(reference) = argument.mutable_reference() {
            errors.add(
                reference,
                "several workers share what `start` is given, so none can change it; take a shared \
                 reference, or a `Mutex`",
            );
            return None;
        }
        if let Some(hidden) = argument.impl_trait() {
            errors.add(
                hidden,
                "`start` takes this argument, so its type has to have a name; write it",
            );
            return None;
        }
        match ungroup(&argument.ty) {
            Type::Reference(reference) => {
                let inner = &reference.elem;
                let ty = match ungroup(inner) {
                    Type::Slice(_) => quote::quote!(<#inner as ::std::borrow::ToOwned>::Owned),
                    Type::Path(path) if path.path.is_ident("str") => {
                        quote::quote!(::std::string::String)
                    }
                    _ => inner.to_token_stream(),
                };
                Some(Self {
                    ty,
                    borrowed: true,
                    at: first_span(inner),
                })
            }
            ty => Some(Self {
                ty: ty.to_token_stream(),
                borrowed: false,
                at: first_span(ty),
            }),
        }
    }
}
