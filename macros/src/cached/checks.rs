//! Functions that cannot be cached, and why.

use syn::{Receiver, ReceiverKind};

use super::strategy::Strategy;
use super::written::{Tier, Written};
use crate::args::Handle;
use crate::diagnostics::Errors;
use crate::function::{Argument, Function, Part, mutable_reference};
use crate::tokens::unraw;

/// Reports everything about the function's form that keeps it from being cached.
pub(super) fn check(written: &Written, function: &Function, errors: &mut Errors) {
    foreign_abi(function, errors);
    tiers(written, function, errors);
    tags(written, errors);
    super::reach::check(written, function, errors);
    handle(written, function, errors);
    returns(written, function, errors);
    type_parameters(written, function, errors);
    if let Some(receiver) = &function.receiver {
        self::receiver(receiver, errors);
    }
    for argument in &function.arguments {
        self::argument(written, argument, errors);
    }
}

pub(super) fn foreign_abi(function: &Function, errors: &mut Errors) {
    let foreign = |name: &syn::LitStr| name.value() != "Rust";
    if let Some(abi) = function
        .sig
        .abi
        .as_ref()
        .filter(|abi| abi.name.as_ref().is_none_or(foreign))
    {
        errors.add(
            abi,
            "`#[cached]` cannot be used on an `extern` function; cache a Rust function that it calls",
        );
    }
}

fn tiers(written: &Written, function: &Function, errors: &mut Errors) {
    match &written.tier {
        Some((Tier::Both | Tier::Redis, word)) if !function.is_async() => errors.add(
            function.sig.fn_token,
            format!(
                "a sync function is cached in memory only; add `async` here, or remove `tier = {word}`"
            ),
        ),
        _ => {}
    }
    let Some(name) = &written.memory_ttl_name else {
        return;
    };
    match written.tier {
        Some((Tier::Memory, _)) => errors.add(
            name,
            "`memory_ttl` is about the memory in front of Redis; with `tier = memory`, `ttl` says it all",
        ),
        Some((Tier::Redis, _)) => {
            errors.add(name, "with `tier = redis` nothing is kept in memory; remove `memory_ttl`");
        }
        _ if !function.is_async() => errors.add(
            name,
            "a sync function is cached in memory only, where `ttl` says it all; remove `memory_ttl`",
        ),
        _ => {}
    }
}

/// Tags belong to a load, which looks at them before and after.
fn tags(written: &Written, errors: &mut Errors) {
    let Some(word) = &written.tags.word else {
        return;
    };
    if let Strategy::WriteThrough(strategy) | Strategy::WriteBehind(strategy) = &written.strategy {
        let strategy = &strategy.word;
        errors.add(
            word,
            format!(
                "`tags` belong to the function that loads the value, and `{strategy}` writes it; \
                 move them there"
            ),
        );
    }
}

fn returns(written: &Written, function: &Function, errors: &mut Errors) {
    let returns = &function.returns;
    if returns.is_unit() {
        let name = function.name();
        errors.add(
            &function.sig.ident,
            format!(
                "`#[cached]` has nothing to store: `{name}` returns `()`; add a return type, or \
                 remove `#[cached]`"
            ),
        );
    } else if returns.is_never() {
        errors.add(
            &returns.value,
            "a function that never returns cannot be cached",
        );
    }
    parts(written, function, errors);
}

/// Reports what of the return type cannot be kept.
pub(super) fn parts(written: &Written, function: &Function, errors: &mut Errors) {
    let returns = &function.returns;
    let in_memory = !function.is_async() || matches!(written.tier, Some((Tier::Memory, _)));
    for part in returns.parts() {
        match part {
            Part::Borrow(tokens) => {
                errors.add(
                    tokens,
                    "a cached value outlives the call, so it cannot borrow; return an owned type \
                     such as `String`",
                );
                return;
            }
            Part::Static(tokens) if !in_memory => {
                errors.add(
                    tokens,
                    "a `'static` reference cannot be read back from bytes; return an owned type \
                     such as `String`, or add `tier = memory`",
                );
                return;
            }
            Part::Static(_) => {}
            Part::ImplTrait(tokens) => {
                let message = format!(
                    "`#[cached]` must name the stored type; write the concrete type instead of `{tokens}`"
                );
                errors.add(tokens, message);
                return;
            }
        }
    }
}

pub(super) fn type_parameters(written: &Written, function: &Function, errors: &mut Errors) {
    let Some(value) = &function.returns.value else {
        return;
    };
    for param in function.sig.generics.type_params() {
        let name = &param.ident;
        if !crate::function::holds(value, name) {
            continue;
        }
        if function.returns.only_name() == Some(name) && written.cache_if.is_none() {
            errors.add(
                &function.returns.value,
                format!(
                    "`#[cached]` cannot tell whether a `{name}` is an error, so it would store it; \
                     return a `Result` or an `Option` of it, or say what to keep with \
                     `cache_if = |value| ..`"
                ),
            );
        }
        if !lives_for_ever(function, param) {
            errors.add(
                name,
                format!(
                    "entries of `{name}` cannot be told apart; add `{name}: 'static`, or cache a \
                     function for each concrete type"
                ),
            );
        }
    }
}

/// Whether `T: 'static` is written, at the parameter or in the `where` clause.
fn lives_for_ever(function: &Function, param: &syn::TypeParam) -> bool {
    let is_static = |bound: &syn::TypeParamBound| matches!(bound, syn::TypeParamBound::Lifetime(lifetime) if lifetime.ident == "static");
    let clause = function
        .sig
        .generics
        .where_clause
        .iter()
        .flat_map(|clause| &clause.predicates);
    let of_param = clause.filter_map(|predicate| match predicate {
        syn::WherePredicate::Type(predicate) => match &predicate.bounded_ty {
            syn::Type::Path(path) if path.path.is_ident(&param.ident) => Some(&predicate.bounds),
            _ => None,
        },
        _ => None,
    });
    param.bounds.iter().any(is_static) || of_param.flatten().any(is_static)
}

fn receiver(receiver: &Receiver, errors: &mut Errors) {
    let mutable = match &receiver.kind {
        ReceiverKind::Reference(_, _, mutability) => mutability.is_some(),
        ReceiverKind::Typed(_, ty) => mutable_reference(ty).is_some(),
        _ => false,
    };
    if mutable {
        errors.add(
            receiver,
            "`#[cached]` skips the body on a hit, so changes through `&mut self` would be lost; \
             take `&self`",
        );
    }
}

fn argument(written: &Written, argument: &Argument, errors: &mut Errors) {
    if let Some(reference) = argument
        .mutable_reference()
        .filter(|_| !argument.points_to_ctx())
    {
        errors.add(
            reference,
            "`#[cached]` skips the body on a hit, so changes through `&mut` would be lost; take a \
             shared reference or a value",
        );
    }
    let skipped = argument
        .bindings
        .iter()
        .all(|name| written.skips(&unraw(name)) || written.is_batch(&unraw(name)));
    if let (Some(ty), false) = (argument.impl_trait(), skipped) {
        let names: Vec<String> = argument.bindings.iter().map(unraw).collect();
        errors.add(
            ty,
            format!(
                "`#[cached]` needs a named type here, such as `id: u64`, or `skip({})` if it does \
                 not tell entries apart",
                names.join(", ")
            ),
        );
    }
}

fn handle(written: &Written, function: &Function, errors: &mut Errors) {
    if written.handle.is_none() {
        return;
    }
    for argument in &function.arguments {
        if let Some(cfg) = argument.cfgs.first() {
            errors.add(
                cfg,
                "`handle` needs arguments that are always there; remove it, or the `#[cfg]`",
            );
        }
        if let (Some(Handle::Function(_)), Some(ty)) = (&written.handle, argument.impl_trait()) {
            errors.add(
                ty,
                "`handle = fn ..` needs a named type here; give the method a type parameter",
            );
        }
    }
}
