//! The handle of a writer: `start` for the workers, `put` and `delete` for callers.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};

use super::form::Form;
use super::model::Model;
use super::naming;
use crate::args::DurationValue;
use crate::cached::written::Tier;
use crate::key::{self, Piece, Plan, Value};
use crate::manager::manager;
use crate::paths::{Paths, located_at};
use crate::stack::Context;
use crate::tokens::{first_span, ours};

const VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION_MAJOR"),
    ".",
    env!("CARGO_PKG_VERSION_MINOR")
);

pub(super) fn expand(model: &Model, context: &Context<'_>) -> TokenStream {
    let Context {
        function, paths, ..
    } = *context;
    let attributes: Vec<_> = function.attributes.for_companions().collect();
    let name = &model.name;
    let parts = [
        spec(model, context),
        start(model, context),
        put(model, context),
        delete(model, context),
        rest(model, context),
    ];
    let needs_redis = model.settings.needs_redis(VERSION, paths);
    let at = ours(model.word);
    let private = paths.private_at(at);
    // Through a macro of the runtime, which says what feature is missing where it is.
    let open = quote_spanned!(at=> #private::with_write_behind!);
    quote! {
        #open { #VERSION,
            #(#attributes)*
            #[allow(dead_code, deprecated, unreachable_pub, clippy::all, clippy::pedantic)]
            impl #name {
                #(#parts)*
            }
        }
        const _: () = { #needs_redis };
    }
}

/// What the runtime is told of the attribute.
fn spec(model: &Model, context: &Context<'_>) -> TokenStream {
    let site = Span::mixed_site();
    let Context {
        function, paths, ..
    } = *context;
    let private = paths.private();
    let function = function.full_name();
    let tier = match model.tier {
        Tier::Both => quote!(Both),
        Tier::Memory => quote!(Memory),
        Tier::Redis => quote!(Redis),
    };
    let name = match &model.settings.name {
        Some(name) => name.to_token_stream(),
        None => function.clone(),
    };
    let settings = model.settings.expand(model.wait.as_ref(), paths);
    let ttl = option(model.ttl.as_ref());
    let memory_ttl = option(model.memory_ttl.as_ref());
    quote_spanned! {site=>
        fn __spec() -> #private::behind::Spec {
            static __SITE: #private::Site = #private::Site::new(#private::SiteSpec {
                tier: #private::Tier::#tier,
                ..#private::SiteSpec::of(#function)
            });
            #private::behind::Spec::new(#name, &__SITE, #settings, #ttl, #memory_ttl)
        }
    }
}

fn option(span: Option<&DurationValue>) -> TokenStream {
    span.map(DurationValue::expand).map_or_else(
        || quote!(::core::option::Option::None),
        |span| quote!(::core::option::Option::Some(#span)),
    )
}

/// `start(db)`: what the writer needs beside changes, for all of its workers.
fn start(model: &Model, context: &Context<'_>) -> TokenStream {
    let site = Span::mixed_site();
    let Context {
        function, paths, ..
    } = *context;
    let private = paths.private();
    let vis = &function.vis;
    let called = &function.sig.ident;
    let manager = manager(model.cache.as_ref(), paths);
    let value = &model.changes.value;
    let change = Ident::new("__changes", site);
    let (mut inputs, mut kept, mut copies, mut given) = (vec![], vec![], vec![], vec![]);
    for (place, argument) in function.arguments.iter().enumerate() {
        let Some((_, keep)) = model.kept.iter().find(|(other, _)| *other == place) else {
            given.push(change.to_token_stream());
            continue;
        };
        let name = argument
            .name()
            .cloned()
            .unwrap_or_else(|| format_ident!("argument{place}"));
        let ty = &keep.ty;
        inputs.push(quote!(#name: #ty));
        // All of it where the type is written: rustc says there what it lacks.
        let at = ours(keep.at);
        let located = paths.private_at(at);
        let ty = located_at(ty.clone(), at);
        if keep.borrowed {
            kept.push(
                quote_spanned!(at=> let #name = <#ty as #located::behind::Lent>::lent(#name);),
            );
            copies.push(quote_spanned!(site=> let #name = ::std::sync::Arc::clone(&#name);));
            given.push(quote!(&*#name));
        } else {
            copies.push(
                quote_spanned!(at=> let #name = <#ty as #located::behind::Given>::given(&#name);),
            );
            given.push(name.to_token_stream());
        }
    }
    let (begin, taken) = match model.changes.form {
        Form::Batch => (
            quote!(start_batches),
            quote!(::std::vec::Vec<#private::behind::Change<#value>>),
        ),
        Form::Change => (
            quote!(start_singles),
            quote!(#private::behind::Change<#value>),
        ),
        Form::Value => (quote!(start_values), value.to_token_stream()),
    };
    // At the return type: rustc says there what a writer returns.
    let at = ours(function.returns.span());
    let located = paths.private_at(at);
    let told = quote_spanned! {at=>
        #located::behind::WriteResult::told(#called(#(#given),*).await)
    };
    let changed = changed(model, paths);
    quote_spanned! {site=>
        /// Starts the workers of this process: once, when the program begins. They work until what
        /// this returns is dropped.
        ///
        /// # Errors
        /// There is nowhere to keep changes, the Redis may evict them, or the writer works already.
        #vis async fn start(#(#inputs),*)
            -> ::core::result::Result<#private::behind::Writer, #private::CacheError>
        {
            #(#kept)*
            let __manager = #private::ManagerRef::handle(&#manager);
            #changed::#begin(__manager, Self::__spec(), move |#change: #taken| {
                #(#copies)*
                async move { #told }
            }).await
        }
    }
}

/// `<User as Changed>`, all of it where the type is written: rustc says there, and once, what it lacks.
fn changed(model: &Model, paths: &Paths) -> TokenStream {
    let value = &model.changes.value;
    let at = ours(first_span(value));
    let private = paths.private_at(at);
    let value = located_at(value.to_token_stream(), at);
    quote_spanned!(at=> <#value as #private::behind::Changed>)
}

/// `put` and `put_with`.
fn put(model: &Model, context: &Context<'_>) -> TokenStream {
    let site = Span::mixed_site();
    let Context {
        function, paths, ..
    } = *context;
    let private = paths.private();
    let vis = &function.vis;
    let manager = manager(model.cache.as_ref(), paths);
    let (value, root) = (&model.changes.value, &model.root);
    let changed = changed(model, paths);
    let key = whole(&model.key, paths);
    let parts = parts(&model.key, paths);
    let result = quote_spanned! {site=>
        ::core::result::Result<#private::behind::ChangeId, #private::behind::PutError>
    };
    quote_spanned! {site=>
        /// Puts a value: it returns when the change is durable, and the cache has it.
        ///
        /// # Errors
        /// The queue is full or cannot be reached; the error says what is known of the change.
        #vis async fn put(#root: #value) -> #result {
            Self::__put(::core::option::Option::None, #root).await
        }

        /// Puts a value under an id of the caller's: putting it again under the same id is no second
        /// change.
        ///
        /// # Errors
        /// As those of `put`.
        #vis async fn put_with(id: #private::behind::ChangeId, #root: #value) -> #result {
            Self::__put(::core::option::Option::Some(id), #root).await
        }

        async fn __put(
            __id: ::core::option::Option<#private::behind::ChangeId>,
            #root: #value,
        ) -> #result {
            let __named = {
                let #root = &#root;
                #private::behind::Named { key: #key, parts: ::std::vec![#(#parts),*] }
            };
            let __manager = #private::ManagerRef::handle(&#manager);
            #changed::put_as_change(#root, __manager, Self::__spec(), __id, __named).await
        }
    }
}

/// `delete` and `delete_with`: one argument for each hole.
fn delete(model: &Model, context: &Context<'_>) -> TokenStream {
    if model.changes.form == Form::Value {
        return no_delete(model, context);
    }
    let site = Span::mixed_site();
    let Context {
        function, paths, ..
    } = *context;
    let private = paths.private();
    let vis = &function.vis;
    let manager = manager(model.cache.as_ref(), paths);
    let changed = changed(model, paths);
    let (plan, names) = naming::by_parts(&model.key, &model.template);
    let types: Vec<Ident> = (0..names.len())
        .map(|place| format_ident!("__Part{place}"))
        .collect();
    let key = whole(&plan, paths);
    let parts = parts(&plan, paths);
    let result = quote_spanned! {site=>
        ::core::result::Result<#private::behind::ChangeId, #private::behind::PutError>
    };
    let bounds = quote!(<#(#types: #private::CacheKey),*>);
    quote_spanned! {site=>
        /// Puts a deletion, of what the parts of the key name: it returns when it is durable, and
        /// the cache answers with nothing.
        ///
        /// # Errors
        /// As those of `put`.
        #vis async fn delete #bounds (#(#names: #types),*) -> #result {
            Self::__delete(::core::option::Option::None, #(#names),*).await
        }

        /// The same under an id of the caller's.
        ///
        /// # Errors
        /// As those of `put`.
        #vis async fn delete_with #bounds (
            __id: #private::behind::ChangeId,
            #(#names: #types),*
        ) -> #result {
            Self::__delete(::core::option::Option::Some(__id), #(#names),*).await
        }

        async fn __delete #bounds (
            __id: ::core::option::Option<#private::behind::ChangeId>,
            #(#names: #types),*
        ) -> #result {
            let __named = #private::behind::Named {
                key: #key,
                parts: ::std::vec![#(#parts),*],
            };
            ::core::mem::drop((#(#names,)*));
            let __manager = #private::ManagerRef::handle(&#manager);
            #changed::delete_as_change(__manager, Self::__spec(), __id, __named).await
        }
    }
}

/// A function of a value has no way to be told that it is gone. What cannot be called is there all the
/// same: it asks of its argument what no type is, and the error says what to write. It is no async function,
/// whose future would say it again.
fn no_delete(model: &Model, context: &Context<'_>) -> TokenStream {
    let site = Span::mixed_site();
    let Context {
        function, paths, ..
    } = *context;
    let private = paths.private();
    let (vis, value) = (&function.vis, &model.changes.value);
    let (_, names) = naming::by_parts(&model.key, &model.template);
    let Some((first, others)) = names.split_first() else {
        return TokenStream::new();
    };
    let types: Vec<Ident> = (0..others.len())
        .map(|place| format_ident!("Part{place}"))
        .collect();
    quote_spanned! {site=>
        #[doc(hidden)]
        #vis fn delete<Part: #private::behind::DeletedFrom<#value>, #(#types),*>(
            #first: Part,
            #(#others: #types),*
        ) -> ::core::future::Ready<
            ::core::result::Result<#private::behind::ChangeId, #private::behind::PutError>
        > {
            ::core::mem::drop((#(#others,)*));
            ::core::future::ready(#private::behind::DeletedFrom::deleted(#first))
        }
    }
}

/// `flush`, `depth`, `dead_letters`.
fn rest(model: &Model, context: &Context<'_>) -> TokenStream {
    let site = Span::mixed_site();
    let Context {
        function, paths, ..
    } = *context;
    let private = paths.private();
    let vis = &function.vis;
    let manager = manager(model.cache.as_ref(), paths);
    let error = quote!(#private::CacheError);
    quote_spanned! {site=>
        /// Waits until all changes that were put before are written or dead letters, by whichever
        /// process.
        ///
        /// # Errors
        /// The queue cannot be asked.
        #vis async fn flush() -> ::core::result::Result<(), #error> {
            #private::behind::flush(#manager, Self::__spec()).await
        }

        /// How much waits, and for how long.
        ///
        /// # Errors
        /// The queue cannot be asked.
        #vis async fn depth() -> ::core::result::Result<#private::behind::Depth, #error> {
            #private::behind::depth(#manager, Self::__spec()).await
        }

        /// The changes that were given up.
        ///
        /// # Errors
        /// There is nowhere to keep changes.
        #vis async fn dead_letters()
            -> ::core::result::Result<#private::behind::DeadLetters, #error>
        {
            #private::behind::dead_letters(#manager, Self::__spec()).await
        }
    }
}

/// The key itself.
fn whole(plan: &Plan, paths: &Paths) -> TokenStream {
    let private = paths.private();
    let key = key::render(plan, paths, &quote!(()), 0);
    quote!(#private::KeyBuf::finish(#key))
}

/// What each hole was filled with.
fn parts(plan: &Plan, paths: &Paths) -> Vec<TokenStream> {
    let private = paths.private();
    let values = plan.pieces.iter().filter_map(|piece| match piece {
        Piece::Value(value) => Some(value),
        _ => None,
    });
    values
        .map(|value| {
            let alone = Plan {
                start: None,
                pieces: vec![Piece::Value(Value {
                    cfgs: Vec::new(),
                    lead: "",
                    place: value.place.clone(),
                    at: value.at,
                    modifier: value.modifier,
                })],
            };
            let part = key::render(&alone, paths, &quote!(()), 0);
            quote!(#private::behind::part(#part))
        })
        .collect()
}
