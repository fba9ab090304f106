//! What `batch(ids -> id)` means on its function.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{GenericArgument, PathArguments, Type};

use super::Batch;
use crate::args::{Handle, did_you_mean, one_of};
use crate::cached::written::Written;
use crate::diagnostics::Errors;
use crate::function::{Argument, Function, ungroup};
use crate::key::Source;
use crate::paths::Paths;
use crate::tokens::{first_span, ours, source, unraw};

/// A sound `batch` on a sound function.
pub(in crate::cached) struct Many {
    /// The argument's name.
    pub(super) ids: Ident,
    /// The argument's type.
    pub(super) ty: Type,
    /// Where the argument stands.
    pub(super) place: usize,
    pub(in crate::cached) one: Ident,
    pub(super) most: Option<u32>,
}

impl Many {
    pub(in crate::cached) fn new(
        batch: &Batch,
        written: &Written,
        function: &Function,
        errors: &mut Errors,
    ) -> Option<Self> {
        let before = errors.len();
        if is_reversed(batch, function) {
            let (first, second) = (&batch.one, &batch.ids);
            errors.add(
                second,
                format!(
                    "the argument comes first, and then what the key calls one of its ids; write \
                     `batch({first} -> {second})`"
                ),
            );
            return None;
        }
        let found = argument(batch, function, errors);
        if !function.is_async() {
            errors.add(
                function.sig.fn_token,
                "`batch` waits for what other calls load; add `async` here",
            );
        }
        if let Some(Handle::Function(name)) = &written.handle {
            errors.add(
                name,
                "a handle on a method with `batch` would not know which id is meant; put it on the \
                 method of one id, or use `CacheManager::delete` with `key!`",
            );
        }
        names(batch, written, function, errors);
        key(batch, written, errors);
        if let Some(optional) = optional(function) {
            errors.add(
                optional,
                format!(
                    "an id that is not there is left out of the result; write `{}`, and \
                     `negative_ttl = \"10s\"` to remember it",
                    source(&generics(optional).first())
                ),
            );
        }
        let (place, argument) = found?;
        (errors.len() == before).then(|| Self {
            ids: argument
                .name()
                .cloned()
                .unwrap_or_else(|| batch.ids.clone()),
            ty: argument.ty.clone(),
            place,
            one: batch.one.clone(),
            most: batch.most,
        })
    }

    /// The argument of a handle that stands for one id, and its place among the others.
    pub(in crate::cached) fn input(&self, paths: &Paths) -> (usize, TokenStream) {
        let (one, ty) = (&self.one, self.one_type(paths));
        (self.place, quote!(#one: #ty))
    }

    /// The type of one id, as the signature spells it.
    fn one_type(&self, paths: &Paths) -> TokenStream {
        let mut ty = ungroup(&self.ty);
        while let Type::Reference(reference) = ty {
            ty = ungroup(&reference.elem);
        }
        if let Some(element) = element(ty) {
            return element.to_token_stream();
        }
        let private = paths.private();
        let ty = &self.ty;
        quote!(<#ty as #private::batch::Ids>::Id)
    }

    /// `let ids: &[Id] = ..;` of the vector that `chunk` names; `making` is an expression that knows how
    /// such an argument is made.
    pub(super) fn rebound(&self, chunk: &Ident, making: &TokenStream) -> TokenStream {
        let Self { ids, ty, .. } = self;
        let at = ours(first_span(ty));
        match ungroup(ty) {
            Type::Reference(reference) if is_coerced(&reference.elem) => {
                let inside = &reference.elem;
                quote_spanned!(at=> let #ids: &#inside = &#chunk;)
            }
            Type::Reference(reference) => {
                let inside = &reference.elem;
                quote_spanned! {at=>
                    let #chunk: #inside = #making.of(#chunk);
                    let #ids: &#inside = &#chunk;
                }
            }
            _ => quote_spanned!(at=> let #ids: #ty = #making.of(#chunk);),
        }
    }
}

/// The `Option<T>` among the values of the result, where it is written.
fn optional(function: &Function) -> Option<&Type> {
    let returned = ungroup(function.returns.value.as_ref()?);
    let found = match (last_name(returned)?, generics(returned).first()) {
        (name, Some(first)) if name == "Result" => first,
        _ => returned,
    };
    let value = match (last_name(found)?, generics(found).as_slice()) {
        (name, [_, value, ..]) if name == "HashMap" || name == "BTreeMap" => *value,
        (name, [Type::Tuple(pair)]) if name == "Vec" => pair.elems.get(1)?,
        _ => return None,
    };
    (last_name(value)? == "Option").then_some(value)
}

/// `Name` of `path::Name<T, U>`.
fn last_name(ty: &Type) -> Option<&Ident> {
    match ungroup(ty) {
        Type::Path(path) => path.path.segments.last().map(|last| &last.ident),
        _ => None,
    }
}

/// `T` and `U` of `path::Name<T, U>`.
fn generics(ty: &Type) -> Vec<&Type> {
    let arguments = match ungroup(ty) {
        Type::Path(path) => path.path.segments.last().map(|last| &last.arguments),
        _ => None,
    };
    let Some(PathArguments::AngleBracketed(arguments)) = arguments else {
        return Vec::new();
    };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ungroup(ty)),
        _ => None,
    });
    types.collect()
}

/// What a reference to a vector becomes by itself.
fn is_coerced(ty: &Type) -> bool {
    matches!(ungroup(ty), Type::Slice(_)) || last_name(ty).is_some_and(|name| name == "Vec")
}

/// The `T` of `[T]`, `Vec<T>` and `Arc<[T]>`.
fn element(ty: &Type) -> Option<&Type> {
    if let Type::Slice(slice) = ungroup(ty) {
        return Some(&slice.elem);
    }
    match *generics(ty).first()? {
        Type::Slice(slice) => Some(&slice.elem),
        inside => (last_name(ty)? == "Vec").then_some(inside),
    }
}

/// `batch(id -> ids)`
fn is_reversed(batch: &Batch, function: &Function) -> bool {
    let is_argument = |name| function.binding(&unraw(name)).is_some();
    is_argument(&batch.one) && !is_argument(&batch.ids)
}

/// The argument that holds the ids.
fn argument<'a>(
    batch: &Batch,
    function: &'a Function,
    errors: &mut Errors,
) -> Option<(usize, &'a Argument)> {
    let wanted = unraw(&batch.ids);
    let found = function
        .arguments
        .iter()
        .enumerate()
        .find(|(_, argument)| argument.binding(&wanted).is_some());
    let Some((place, argument)) = found else {
        let names: Vec<String> = function.bindings().map(|(_, name)| unraw(name)).collect();
        let names = || names.iter().map(String::as_str);
        let mut hint = did_you_mean(&wanted, names());
        if hint.is_empty() && names().next().is_some() {
            hint = format!("; there is {}", one_of(names()));
        }
        errors.add(
            &batch.ids,
            format!("`{}` has no argument `{wanted}`{hint}", function.name()),
        );
        return None;
    };
    if argument.name().is_none() {
        errors.add(
            &argument.pat,
            format!("the body gets `{wanted}` anew for each load, so it has to be the argument itself; write `{wanted}: {}`", source(&argument.ty)),
        );
        return None;
    }
    if let Some(cfg) = argument.cfgs.first() {
        errors.add(
            cfg,
            format!("`batch` needs `{wanted}` to be there always; remove the `#[cfg]`"),
        );
        return None;
    }
    if let Some(ty) = argument.impl_trait() {
        errors.add(
            ty,
            format!("the body is called with those of `{wanted}` that are missing, so `batch` needs a slice or a vector here; write `&[u64]`"),
        );
        return None;
    }
    Some((place, argument))
}

/// Names that are taken, and names that are left out.
fn names(batch: &Batch, written: &Written, function: &Function, errors: &mut Errors) {
    let (ids, one) = (unraw(&batch.ids), unraw(&batch.one));
    if function.binding(&one).is_some() {
        errors.add(
            &batch.one,
            format!(
                "`{one}` is an argument of `{}` already; give one of `{ids}` a name of its own, such \
                 as `batch({ids} -> one)`",
                function.name()
            ),
        );
    }
    for skipped in &written.skip {
        let name = unraw(skipped);
        if name == ids || name == one {
            errors.add(
                skipped,
                format!(
                    "`{one}` tells the entries of a batch apart; remove `{name}` from `skip(..)`"
                ),
            );
        }
    }
}

/// The key names one id, and not all of them.
fn key(batch: &Batch, written: &Written, errors: &mut Errors) {
    let (ids, one) = (unraw(&batch.ids), unraw(&batch.one));
    if !written.has_key {
        if written.key_prefix.is_some() {
            // It is refused, with what to write for it.
            return;
        }
        errors.add(
            &batch.word,
            format!("`batch` needs a key that names one id; add `key = \"user:{{{one}}}\"`"),
        );
        return;
    }
    let Some(key) = &written.key else { return };
    let fault = if key.names(&ids) {
        format!(
            "each of `{ids}` has an entry of its own, so the key names one of them; write `{{{one}}}` \
             for `{{{ids}}}`"
        )
    } else if key.names(&one) || is_in_text(key, &one) {
        return;
    } else {
        format!(
            "the key does not name `{one}`, so all ids would share one entry; add it, such as \
             `\"user:{{{one}}}\"`"
        )
    };
    match key {
        Source::Template(template) => errors.add(&template.literal, fault),
        Source::Expr(expr) => errors.add(expr, fault),
    }
}

/// Whether a text inside of an expression names it: `key!("user:{id}")`.
fn is_in_text(key: &Source, one: &str) -> bool {
    match key {
        Source::Template(_) => false,
        Source::Expr(expr) => expr.to_string().contains(&format!("{{{one}")),
    }
}
