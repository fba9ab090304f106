//! `handle = UserCache`: a type beside a free function, whose functions do by hand what the
//! attribute does by itself.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};

use crate::cached::expand::{key_beside, plan, shape, type_arguments};
use crate::cached::model::Model;
use crate::function::{Argument, Function};
use crate::manager::manager;
use crate::paths::Paths;
use crate::stack::Context;

pub(super) fn expand(model: &Model, context: &Context<'_>, name: &Ident) -> TokenStream {
    let Context {
        function, paths, ..
    } = *context;
    let attributes: Vec<_> = function.attributes.for_companions().collect();
    let parts = Parts {
        model,
        function,
        paths,
    };
    let without_body = parts.without_body();
    let with_body = parts.with_body();
    quote! {
        #(#attributes)*
        #[allow(dead_code, deprecated, unused_variables, unused_mut, unreachable_pub, clippy::all, clippy::pedantic)]
        impl #name {
            #without_body
            #with_body
        }
    }
}

struct Parts<'a> {
    model: &'a Model,
    function: &'a Function,
    paths: &'a Paths,
}

impl Parts<'_> {
    /// `async` and the suffix of the runtime's functions.
    fn flavour(&self) -> (TokenStream, &'static str, TokenStream) {
        if self.function.is_async() {
            (quote!(async), "", quote!(.await))
        } else {
            (TokenStream::new(), "_blocking", TokenStream::new())
        }
    }

    /// What the key is made of.
    fn inputs(&self) -> Vec<TokenStream> {
        let declared = |place: &usize| {
            let Argument { pat, ty, .. } = self.function.arguments.get(*place)?;
            Some((*place, quote!(#pat: #ty)))
        };
        let one = self
            .model
            .many()
            .into_iter()
            .map(|many| many.input(self.paths));
        let mut inputs: Vec<(usize, TokenStream)> = self
            .model
            .key_arguments
            .iter()
            .filter_map(declared)
            .chain(one)
            .collect();
        inputs.sort_by_key(|(place, _)| *place);
        inputs.into_iter().map(|(_, input)| input).collect()
    }

    /// `invalidate`, `peek`, `ttl_of`: what the key is made of is all they take.
    fn without_body(&self) -> TokenStream {
        let Self {
            model,
            function,
            paths,
        } = self;
        let site = Span::mixed_site();
        let private = paths.private();
        let (asyncness, suffix, wait) = self.flavour();
        let vis = &function.vis;
        let generics = &function.sig.generics;
        let clause = &generics.where_clause;
        let inputs = self.inputs();
        let key = key_beside(model, function, paths);
        let manager = manager(model.cache.as_ref(), paths);
        let ret = function.returns.nameable();
        let peeked = if model.many().is_some() {
            quote!(#private::batch::Peeked<#ret>)
        } else {
            ret
        };
        let (shape, plan) = (shape(model, function, paths), plan(model, function, paths));
        // A sync function's entries are in memory, where nothing can go wrong.
        let (removed, errors) = if function.is_async() {
            (
                quote!(::core::result::Result<#private::Removed, #private::CacheError>),
                quote! {
                    #[doc = ""]
                    #[doc = "# Errors"]
                    #[doc = "The cache could not be reached, and was asked to say so."]
                },
            )
        } else {
            (quote!(#private::Removed), TokenStream::new())
        };
        let [invalidate, peek, ttl_of] = ["invalidate", "peek", "ttl_of"]
            .map(|name| format_ident!("{name}{suffix}", span = site));
        quote_spanned! {site=>
            #[doc = "Removes the entry of these arguments."]
            #errors
            #vis #asyncness fn invalidate #generics (#(#inputs),*)
                -> #removed #clause
            {
                #private::handle::#invalidate(#manager, #key) #wait
            }

            #[doc = "The stored value, without running the body and without counting as a use."]
            #vis #asyncness fn peek #generics (#(#inputs),*) -> ::core::option::Option<#peeked> #clause {
                let __shape = #shape;
                let __plan = #plan;
                #private::handle::#peek(#manager, __plan, #key) #wait
            }

            #[doc = "How long the entry has left, if there is one."]
            #vis #asyncness fn ttl_of #generics (#(#inputs),*)
                -> ::core::option::Option<#private::TimeLeft> #clause
            {
                #private::handle::#ttl_of(#manager, #key) #wait
            }
        }
    }

    /// `refresh`, `bypass`, `traced`: they call the function, with all its arguments.
    fn with_body(&self) -> TokenStream {
        let Self {
            function, paths, ..
        } = self;
        let private = paths.private();
        let (asyncness, suffix, wait) = self.flavour();
        let vis = &function.vis;
        let unsafety = &function.sig.safety;
        let generics = &function.sig.generics;
        let clause = &generics.where_clause;
        let (inputs, names): (Vec<TokenStream>, Vec<Ident>) =
            function.arguments.iter().enumerate().map(forwarded).unzip();
        let name = &function.sig.ident;
        let types = type_arguments(function);
        let mut call = quote!(#name #types (#(#names),*));
        if !unsafety.to_token_stream().is_empty() {
            call = quote!(unsafe { #call });
        }
        if !function.is_async() {
            call = quote!(|| #call);
        }
        let path = function.full_name();
        let ret = function.returns.nameable();
        let [refresh, bypass, traced] =
            ["refresh", "bypass", "traced"].map(|name| format_ident!("{name}{suffix}"));
        quote! {
            #[doc = "Runs the body whatever is stored, and stores what it brings."]
            #vis #unsafety #asyncness fn refresh #generics (#(#inputs),*) -> #ret #clause {
                #private::handle::#refresh(#path, #call) #wait
            }

            #[doc = "Runs the body as if there were no cache; nothing is read or stored."]
            #vis #unsafety #asyncness fn bypass #generics (#(#inputs),*) -> #ret #clause {
                #private::handle::#bypass(#path, #call) #wait
            }

            #[doc = "Calls the function, and tells how the value came."]
            #vis #unsafety #asyncness fn traced #generics (#(#inputs),*)
                -> #private::Traced<#ret> #clause
            {
                #private::handle::#traced(#path, #call) #wait
            }
        }
    }
}

/// An argument that is passed on: how it is declared, and its name.
fn forwarded((place, argument): (usize, &Argument)) -> (TokenStream, Ident) {
    let name = argument
        .name()
        .cloned()
        .unwrap_or_else(|| format_ident!("__argument{place}"));
    let ty = &argument.ty;
    (quote!(#name: #ty), name)
}
