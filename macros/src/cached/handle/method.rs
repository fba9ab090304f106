//! `handle = fn user_cache`: a method beside a method, which returns the handle.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::visit_mut::{self, VisitMut};
use syn::{GenericParam, Generics, Lifetime, LifetimeParam, Receiver, ReceiverKind, Type};

use crate::cached::expand::{plan, shape, type_arguments};
use crate::cached::model::Model;
use crate::function::{Argument, Function};
use crate::key;
use crate::manager::manager;
use crate::paths::Paths;
use crate::stack::{Context, with_guards};
use crate::tokens::replace_self;

pub(super) fn expand(
    model: &Model,
    context: &Context<'_>,
    name: &Ident,
    receiver: &Receiver,
) -> TokenStream {
    let Context {
        function, paths, ..
    } = *context;
    let site = Span::mixed_site();
    let private = paths.private();
    let vis = &function.vis;
    let unsafety = &function.sig.safety;
    let attributes: Vec<_> = function.attributes.for_companions().collect();
    let doc = format!("What the cache holds of `{}`, by hand.", function.name());
    let called = Called::of(receiver);
    let generics = generics(function, &called);
    let clause = &generics.where_clause;

    let of_key: Vec<&Argument> = model
        .key_arguments
        .iter()
        .filter_map(|place| function.arguments.get(*place))
        .collect();
    let all: Vec<&Argument> = function.arguments.iter().collect();
    let (key_type, all_type) = (together(&of_key, &called), together(&all, &called));
    let function_name = function.full_name();
    let place = place(model, function, paths, &of_key);
    let unpack = unpack(model, function, paths);
    let call = call(function, &called);

    let (lifetime, target, takes) = (&called.lifetime, &called.target, &called.takes);
    let this = &receiver.self_token;
    let ret = function.returns.nameable();
    let (handle, make, last) = if function.is_async() {
        let captures = captures(&generics, paths);
        (
            quote_spanned!(site=> #private::MethodHandle),
            quote_spanned!(site=> method),
            quote_spanned!(site=> impl ::core::future::Future<Output = #ret> #captures),
        )
    } else {
        (
            quote_spanned!(site=> #private::BlockingMethodHandle),
            quote_spanned!(site=> method_blocking),
            ret,
        )
    };
    let ty = quote_spanned!(site=> #handle<#lifetime, #target, #key_type, #all_type, #last>);
    let value = quote_spanned! {site=>
        #private::handle::#make(#this, #function_name, #place, #unpack, #call)
    };
    let (ty, value) = if context.controls.is_empty() {
        (ty, value)
    } else {
        with_guards(&ty, &value, context)
    };
    quote_spanned! {site=>
        #(#attributes)*
        #[doc = #doc]
        #[allow(dead_code, deprecated, unused_variables, unused_mut, unreachable_pub, clippy::all, clippy::pedantic)]
        #vis #unsafety fn #name #generics (#takes)
            -> #ty #clause
        {
            #value
        }
    }
}

/// What the handle's function is called on, and how it hands that on.
struct Called {
    lifetime: Lifetime,
    /// Whether `lifetime` is ours to declare.
    fresh: bool,
    /// The receiver of the handle's function: a reference.
    takes: TokenStream,
    /// What that reference points to.
    target: TokenStream,
    /// Whether the method takes the target itself, so that each call has to clone it.
    cloned: bool,
}

impl Called {
    fn of(receiver: &Receiver) -> Self {
        let this = &receiver.self_token;
        let own = |lifetime: Option<&Lifetime>| match lifetime {
            Some(lifetime) if lifetime.ident != "_" => (lifetime.clone(), false),
            _ => (Lifetime::new("'__handle", Span::mixed_site()), true),
        };
        match &receiver.kind {
            ReceiverKind::Reference(_, lifetime, _) => {
                let (lifetime, fresh) = own(lifetime.as_ref());
                Self {
                    takes: quote!(&#lifetime #this),
                    target: quote!(Self),
                    cloned: false,
                    lifetime,
                    fresh,
                }
            }
            ReceiverKind::Typed(_, ty) => {
                let (inner, lifetime, cloned) = match &**ty {
                    Type::Reference(reference) => {
                        (&*reference.elem, reference.lifetime.as_ref(), false)
                    }
                    other => (other, None, true),
                };
                let (lifetime, fresh) = own(lifetime);
                let target = elided(inner, &lifetime).to_token_stream();
                Self {
                    takes: quote!(#this: &#lifetime #target),
                    target,
                    cloned,
                    lifetime,
                    fresh,
                }
            }
            _ => {
                let (lifetime, fresh) = own(None);
                Self {
                    takes: quote!(&#lifetime #this),
                    target: quote!(Self),
                    cloned: true,
                    lifetime,
                    fresh,
                }
            }
        }
    }
}

/// The generics of the method, with the handle's own lifetime where it is needed.
fn generics(function: &Function, called: &Called) -> Generics {
    let mut generics = function.sig.generics.clone();
    if called.fresh {
        let param = GenericParam::Lifetime(LifetimeParam::new(called.lifetime.clone()));
        generics.params.insert(0, param);
    }
    generics
}

/// Before edition 2024, `impl Future` holds only the lifetimes that it mentions.
fn captures(generics: &Generics, paths: &Paths) -> TokenStream {
    let private = paths.private();
    let lifetimes = generics.lifetimes().map(|param| &param.lifetime);
    quote_spanned!(Span::mixed_site()=> + #private::Captures<(#(&#lifetimes (),)* ::core::marker::PhantomData<Self>,)>)
}

/// The type of the arguments as one.
fn together(arguments: &[&Argument], called: &Called) -> TokenStream {
    let types = arguments
        .iter()
        .map(|argument| elided(&argument.ty, &called.lifetime).to_token_stream());
    as_one(&types.collect::<Vec<_>>())
}

/// Several types or patterns as one: itself, a tuple, or `()`.
fn as_one(parts: &[TokenStream]) -> TokenStream {
    if let [only] = parts {
        only.clone()
    } else {
        quote!((#(#parts),*))
    }
}

/// From the key's arguments to the place of the entry.
fn place(model: &Model, function: &Function, paths: &Paths, of_key: &[&Argument]) -> TokenStream {
    let site = Span::mixed_site();
    let private = paths.private();
    let this = quote_spanned!(site=> __this);
    let patterns: Vec<TokenStream> = of_key
        .iter()
        .map(|argument| argument.pat.to_token_stream())
        .collect();
    let pattern = as_one(&patterns);
    let name = &function.sig.ident;
    let types = type_arguments(function);
    let key = key::render(&model.key, paths, &quote!(Self::#name #types), 0);
    let manager = manager(model.cache.as_ref(), paths);
    let (key, manager) = (replace_self(key, &this), replace_self(manager, &this));
    quote_spanned! {site=>
        |__this, __key| {
            let #pattern = __key;
            #private::handle::place(#manager, #key)
        }
    }
}

/// From what an entry holds to what the method returns.
fn unpack(model: &Model, function: &Function, paths: &Paths) -> TokenStream {
    let site = Span::mixed_site();
    let private = paths.private();
    let (shape, plan) = (shape(model, function, paths), plan(model, function, paths));
    let plan = quote_spanned! {site=> {
        let __shape = #shape;
        #plan
    }};
    quote_spanned! {site=>
        #private::handle::Unpack::new(&#plan, |__held| #private::handle::result(&#plan, __held))
    }
}

/// From all arguments to a call of the method.
fn call(function: &Function, called: &Called) -> TokenStream {
    let site = Span::mixed_site();
    let count = function.arguments.len();
    let names: Vec<Ident> = (0..count)
        .map(|place| format_ident!("__argument{place}", span = site))
        .collect();
    let parts: Vec<TokenStream> = names.iter().map(ToTokens::to_token_stream).collect();
    let pattern = as_one(&parts);
    let name = &function.sig.ident;
    let types = type_arguments(function);
    let this = if called.cloned {
        quote_spanned!(site=> ::core::clone::Clone::clone(__this))
    } else {
        quote_spanned!(site=> __this)
    };
    let mut call = quote!(Self::#name #types (#this #(, #names)*));
    if !function.sig.safety.to_token_stream().is_empty() {
        call = quote!(unsafe { #call });
    }
    quote_spanned! {site=>
        |__this, __arguments| {
            let #pattern = __arguments;
            #call
        }
    }
}

/// `ty` with `lifetime` where a reference says none.
fn elided(ty: &Type, lifetime: &Lifetime) -> Type {
    let mut ty = ty.clone();
    Spell { lifetime }.visit_type_mut(&mut ty);
    ty
}

struct Spell<'a> {
    lifetime: &'a Lifetime,
}

impl VisitMut for Spell<'_> {
    fn visit_type_reference_mut(&mut self, reference: &mut syn::TypeReference) {
        reference
            .lifetime
            .get_or_insert_with(|| self.lifetime.clone());
        visit_mut::visit_type_reference_mut(self, reference);
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" {
            *lifetime = self.lifetime.clone();
        }
    }

    // A signature has lifetimes of its own.
    fn visit_type_fn_ptr_mut(&mut self, _: &mut syn::TypeFnPtr) {}

    fn visit_parenthesized_generic_arguments_mut(
        &mut self,
        _: &mut syn::ParenthesizedGenericArguments,
    ) {
    }
}
