//! The tokens of `#[cached]`: one key, one probe, one load.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use super::batch;
use super::given;
use super::model::Model;
use super::naming::Unnamed;
use super::read::{self, Carried};
use super::written::{Tier, Ttl};
use crate::args::DurationValue;
use crate::function::Function;
use crate::key;
use crate::manager::manager;
use crate::paths::Paths;
use crate::stack::{Context, Inner};
use crate::tokens::{first_span, ours};

pub(super) fn expand(model: &Model, context: &Context<'_>, inner: Inner) -> TokenStream {
    let Context {
        function,
        paths,
        depth,
        ..
    } = *context;
    let site = Span::mixed_site();
    let private = paths.private();
    let statics = self::site(model, function, paths);
    let shape = shape(model, function, paths);
    let plan = plan(model, function, paths);
    let forgotten = forgotten(&model.unnamed, paths);
    let manager = manager(model.cache.as_ref(), paths);
    // The closure is where the key is rendered, so its type's name is that of the function.
    let key = key::render_in_place(&model.key, paths, &quote_spanned!(site=> || ()), depth + 1);
    let times = times(model, paths);
    let tagging = model.tags.expand(context);
    let keep = with_tags(keep(model, paths), tagging.keep);
    let tags = tagging.before;
    let given = given::bind(function, paths);
    let mutable = (!given.is_empty()).then(|| quote_spanned!(site=> mut));
    let late = read::late(&model.ladder, context);
    let load = if model.ladder.is_owned() {
        let Carried { before, future } = read::carry(inner.future(context), context);
        quote_spanned! {site=>
            #before
            #private::load_owned(__miss, #times, #keep, #future).await
        }
    } else if function.is_async() {
        let body = inner.future(context);
        quote_spanned!(site=> #private::load(__miss, #times, #keep, #body).await)
    } else {
        let body = inner.closure(context);
        quote_spanned!(site=> #private::load_blocking(__miss, #times, #keep, #body))
    };
    quote_spanned! {site=>
        #statics
        let __shape = #shape;
        #forgotten
        let #mutable __miss = {
            let __plan = #plan #late;
            #key
            match #private::begin(&__SITE, #manager, &__plan, &mut __k) {
                ::core::ops::ControlFlow::Break(__value) => return __value,
                ::core::ops::ControlFlow::Continue(__miss) => __miss,
            }
        };
        #given
        #tags
        #load
    }
}

/// What decides over the value, and what names its tags.
fn with_tags(keep: TokenStream, tags: Option<TokenStream>) -> TokenStream {
    match tags {
        None => keep,
        Some(tags) => quote_spanned!(Span::mixed_site()=> (#keep, #tags)),
    }
}

pub(super) fn site(model: &Model, function: &Function, paths: &Paths) -> TokenStream {
    let site = Span::mixed_site();
    let private = paths.private();
    let name = function.full_name();
    let spec = quote_spanned!(site=> #private::SiteSpec::of(#name));
    let mut fields = model.reach.fields(&private);
    match model.tier {
        Tier::Both => {}
        Tier::Memory => fields.push(quote_spanned!(site=> tier: #private::Tier::Memory)),
        Tier::Redis => fields.push(quote_spanned!(site=> tier: #private::Tier::Redis)),
    }
    let spec = if fields.is_empty() {
        spec
    } else {
        quote_spanned!(site=> #private::SiteSpec { #(#fields,)* ..#spec })
    };
    let version = concat!(
        env!("CARGO_PKG_VERSION_MAJOR"),
        ".",
        env!("CARGO_PKG_VERSION_MINOR")
    );
    let feature = model.needs_redis.map(|(what, word, at)| {
        let at = ours(at);
        let private = paths.private_at(at);
        quote_spanned!(at=> #private::needs_redis!(#version, #what, #word);)
    });
    quote_spanned! {site=>
        static __SITE: #private::Site = #private::Site::new(#spec);
        #feature
    }
}

/// How the return type is taken apart, told by type.
pub(super) fn shape(model: &Model, function: &Function, paths: &Paths) -> TokenStream {
    let at = ours(function.returns.span());
    let private = paths.private_at(at);
    let ret = function.returns.nameable();
    if model.many().is_some() {
        return quote_spanned!(at=> #private::batch::Returned::found(#private::batch::Returning::<#ret>::new()).shape());
    }
    quote_spanned! {at=> {
        use #private::autoref::*;
        (&&&#private::Probe::<#ret>::new()).shape()
    }}
}

/// How the value is held, and what becomes of an error; asks for what the value's type has to
/// offer, at the return type. `__shape` is in scope.
pub(super) fn plan(model: &Model, function: &Function, paths: &Paths) -> TokenStream {
    plan_at(model, ours(function.returns.span()), paths)
}

/// The same, asked at `at` of whatever `__shape` is about.
pub(super) fn plan_at(model: &Model, at: Span, paths: &Paths) -> TokenStream {
    let private = paths.private_at(at);
    let fault = if model.error_ttl.is_some() {
        let probe = quote_spanned!(at=> #private::FaultProbe::of(__shape));
        if model.in_memory() {
            quote_spanned!(at=> #private::KeptError::kept(#probe))
        } else {
            quote_spanned!(at=> #private::StorableError::stored(#probe))
        }
    } else {
        quote_spanned!(at=> (&&#private::FaultProbe::of(__shape)).fault())
    };
    let store = if model.in_memory() {
        quote_spanned! {at=> {
            #private::Storable::storable(__hold.kept());
            #private::InMemory::in_memory(__hold)
        }}
    } else {
        quote_spanned! {at=> {
            #private::Storable::storable(__hold.kept());
            #private::Encodable::encodable(__hold.encoded());
            #private::Serialised::serialised(__hold)
        }}
    };
    let weighed = model
        .in_memory()
        .then(|| quote_spanned!(at=> .weighed((&&__hold.encoded()).weighing())));
    quote_spanned! {at=> {
        use #private::autoref::*;
        let __hold = (&&#private::HoldProbe::of(__shape)).hold();
        let __fault = #fault;
        #private::Plan::new(__shape, __fault, #store) #weighed
    }}
}

/// Asks, of every argument that the key leaves out, whether it could have been part of it.
pub(super) fn forgotten(unnamed: &[Unnamed], paths: &Paths) -> TokenStream {
    if unnamed.is_empty() {
        return TokenStream::new();
    }
    let private = paths.private();
    let checks = unnamed.iter().map(|Unnamed { cfgs, name, ty }| {
        let at = ours(name.span());
        let private = paths.private_at(at);
        // By type where there is one: a check by value would count as a use of the argument.
        let probe = if let Some(ty) = ty {
            quote_spanned!(at=> #private::ArgProbe::<#ty>::new())
        } else {
            quote_spanned!(at=> #private::ArgProbe::of(&#name))
        };
        // A type of the argument's name, in a block where nothing else is named: it is all that
        // the text of the error can be told the name by.
        quote_spanned! {at=>
            #(#cfgs)* {
                let __tag = (&#probe).tag();
                {
                    #[allow(non_camel_case_types)]
                    enum #name {}
                    #private::NamedInKey::<#name>::named(__tag);
                }
            }
        }
    });
    quote_spanned! {Span::mixed_site()=>
        #[allow(clippy::used_underscore_binding)]
        if false {
            use #private::autoref::*;
            #(#checks)*
        }
    }
}

pub(super) fn times(model: &Model, paths: &Paths) -> TokenStream {
    let site = Span::mixed_site();
    let private = paths.private();
    let ttl = match &model.ttl {
        Ttl::After(span) => {
            let span = span.expand();
            quote_spanned!(site=> #private::Ttl::After(#span))
        }
        Ttl::Never => quote_spanned!(site=> #private::Ttl::Never),
        Ttl::By(_) => quote_spanned!(site=> #private::Ttl::Default),
    };
    let new = quote_spanned!(site=> #private::Times::new(#ttl));
    let fields = [
        ("memory_ttl", &model.memory_ttl),
        ("negative_ttl", &model.negative_ttl),
        ("error_ttl", &model.error_ttl),
        ("wait", &model.wait),
    ];
    let given = fields.into_iter().filter_map(|(name, span)| {
        let span = span.as_ref().map(DurationValue::expand)?;
        let name = proc_macro2::Ident::new(name, site);
        Some(quote_spanned!(site=> #name: ::core::option::Option::Some(#span)))
    });
    let mut given: Vec<TokenStream> = given.collect();
    given.extend(read::terms(&model.ladder, &model.ttl, paths));
    if given.is_empty() {
        new
    } else {
        quote_spanned!(site=> #private::Times { #(#given,)* ..#new })
    }
}

pub(super) fn keep(model: &Model, paths: &Paths) -> TokenStream {
    let site = Span::mixed_site();
    let private = paths.private();
    let closure = match &model.ttl {
        Ttl::By(closure) => Some(closure),
        Ttl::After(_) | Ttl::Never => None,
    };
    // At the closure: rustc reports there that it takes another type.
    let keep_if = |keep: &TokenStream| {
        let at = ours(first_span(keep));
        let private = paths.private_at(at);
        quote_spanned!(at=> #private::keep_if(__shape, #keep))
    };
    let ttl_by = |ttl: &TokenStream| {
        let at = ours(first_span(ttl));
        let private = paths.private_at(at);
        quote_spanned!(at=> #private::ttl_by(__shape, #ttl))
    };
    match (&model.cache_if, closure) {
        (None, None) => quote_spanned!(site=> #private::KeepAll),
        (Some(keep), None) => keep_if(keep),
        (None, Some(ttl)) => ttl_by(ttl),
        (Some(keep), Some(ttl)) => {
            let (keep, ttl) = (keep_if(keep), ttl_by(ttl));
            quote_spanned!(site=> (#keep, #ttl))
        }
    }
}

/// For the handle: the key as the function itself makes it.
pub(super) fn key_beside(model: &Model, function: &Function, paths: &Paths) -> TokenStream {
    let name = &function.sig.ident;
    let types = type_arguments(function);
    let key = key::render(&model.key, paths, &quote!(#name #types), 0);
    let private = paths.private();
    let one = model.many().map(batch::by_reference);
    quote!({
        #one
        #private::KeyBuf::finish(#key)
    })
}

/// `::<T, N>`, where the function has type parameters or constants.
pub(super) fn type_arguments(function: &Function) -> TokenStream {
    let mut names = function
        .sig
        .generics
        .params
        .iter()
        .filter_map(|param| match param {
            syn::GenericParam::Type(param) => Some(&param.ident),
            syn::GenericParam::Const(param) => Some(&param.ident),
            syn::GenericParam::Lifetime(_) => None,
        });
    let names: Vec<_> = names.by_ref().collect();
    if names.is_empty() {
        TokenStream::new()
    } else {
        quote!(::<#(#names),*>)
    }
}
