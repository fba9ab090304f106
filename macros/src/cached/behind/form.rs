//! Which of its arguments a writer is given changes by, and how many at once.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{GenericArgument, PathArguments, Type};

use crate::diagnostics::Errors;
use crate::function::{Argument, Function, ungroup};

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
        errors.add(
            &function.sig.ident,
            format!(
                "a writer is given changes, and no argument of `{}` takes them; add \
                 `batch: Vec<gambeson::write_behind::Change<User>>`, or one argument for the value \
                 that the key names: `{root}: User`",
                function.name()
            ),
        );
        None
    }
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
                Some(Self { ty, borrowed: true })
            }
            ty => Some(Self {
                ty: ty.to_token_stream(),
                borrowed: false,
            }),
        }
    }
}
