//! The tokens of `strategy = write_through`: a hold before the body, the entry behind it.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use super::Value;
use crate::cached::expand::{keep, plan_at, shape, site, times};
use crate::cached::model::Model;
use crate::function::Function;
use crate::key;
use crate::manager::manager;
use crate::paths::Paths;
use crate::stack::{Context, Inner};
use crate::tokens::{first_span, ours};

pub(in crate::cached) fn expand(
    model: &Model,
    value: Option<&Value>,
    context: &Context<'_>,
    inner: Inner,
) -> TokenStream {
    let Context {
        function,
        paths,
        depth,
        ..
    } = *context;
    let at = Span::mixed_site();
    let private = paths.private();
    let statics = site(model, function, paths);
    let (stored, subject) = match value {
        Some(value) => self::value(value, function, paths),
        None => (TokenStream::new(), function.returns.span()),
    };
    let shape = match value {
        Some(_) => shape_of_value(subject, paths),
        None => shape(model, function, paths),
    };
    let plan = plan_at(model, ours(subject), paths);
    let key = key::render(&model.key, paths, &quote_spanned!(at=> || ()), depth + 1);
    let manager = manager(model.cache.as_ref(), paths);
    let (times, keep) = (times(model, paths), keep(model, paths));
    let ret = function.returns.nameable();
    let body = inner.future(context);
    let end = match value {
        Some(_) => beside(function, paths),
        None => returned(paths),
    };
    quote_spanned! {at=>
        #statics
        #stored
        let __shape = #shape;
        let __plan = #plan;
        let __times = #times;
        let __keep = #keep;
        let __key = #private::KeyBuf::finish(#key);
        let __manager = #private::ManagerRef::handle(&#manager);
        let __write = #private::through::begin(&__SITE, __manager, __key).await;
        let __result: #ret = #private::through::held(&__write, #body).await;
        #end
    }
}

/// `let __value = ..;`, and where what is wrong with it is reported.
fn value(value: &Value, function: &Function, paths: &Paths) -> (TokenStream, Span) {
    match value {
        Value::Place(place) => {
            let span = first_span(place);
            let at = ours(span);
            let place = pointee(place, function);
            let private = paths.private_at(at);
            let copied =
                quote_spanned!(at=> let __value = #private::through::Copied::copied(&#place););
            (copied, span)
        }
        Value::Made(expr) => {
            let span = first_span(expr);
            (quote_spanned!(ours(span)=> let __value = #expr;), span)
        }
    }
}

/// What an argument of type `&T` points to.
fn pointee(place: &TokenStream, function: &Function) -> TokenStream {
    let name = place.to_string();
    let ty = function
        .arguments
        .iter()
        .find(|argument| argument.name().is_some_and(|ident| *ident == name))
        .map(|argument| crate::function::ungroup(&argument.ty));
    let (mut place, mut ty) = (place.clone(), ty);
    while let Some(syn::Type::Reference(reference)) = ty {
        place = quote!(*#place);
        ty = Some(crate::function::ungroup(&reference.elem));
    }
    place
}

fn shape_of_value(span: Span, paths: &Paths) -> TokenStream {
    let at = ours(span);
    let private = paths.private_at(at);
    quote_spanned! {at=> {
        use #private::autoref::*;
        (&&&#private::Probe::of(&__value)).shape()
    }}
}

/// What the function returns is what it wrote.
fn returned(paths: &Paths) -> TokenStream {
    let private = paths.private();
    quote_spanned! {Span::mixed_site()=>
        let __returned =
            match #private::through::returned(__write, &__plan, &__times, &__keep, __result) {
                ::core::ops::ControlFlow::Continue(__returned) => __returned,
                ::core::ops::ControlFlow::Break(__failed) => return __failed,
            };
        __returned.stored().await
    }
}

/// What was written is `__value`, if the function has succeeded.
fn beside(function: &Function, paths: &Paths) -> TokenStream {
    let private = paths.private();
    let at = ours(function.returns.span());
    let ending = quote_spanned!(at=> (&&__probe).ending());
    quote_spanned! {Span::mixed_site()=>
        let (__probe, __result) = #private::EndingProbe::of(__result);
        let __ending = {
            use #private::autoref::*;
            #ending
        };
        let __kept = match #private::Ending::split(__ending, __result) {
            ::core::ops::ControlFlow::Continue(__kept) => __kept,
            ::core::ops::ControlFlow::Break(__failed) => {
                __write.failed();
                return __failed;
            }
        };
        let __storing =
            #private::through::written(__write, &__plan, &__times, &__keep, __value);
        __storing.await;
        #private::Ending::join(__ending, __kept)
    }
}
