//! `stream`: one event at the end of each stream that a function returns.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::{GenericArgument, PathArguments, Type, TypeParamBound};

use super::beside::{STREAM, Told};
use super::written::Written;
use crate::args::{Arguments, Given, Handle, split};
use crate::diagnostics::Errors;
use crate::function::{Function, nameable, ungroup};
use crate::log::Metrics;
use crate::paths::located_at;
use crate::stack::{Around, Context, Entry, Facts, Inner, Kind, Layer};
use crate::tokens::{source as shown, unraw};

/// What was written of it, on a function that returns a stream.
pub(super) struct Stream {
    returned: Returned,
}

/// How the stream is spelt.
struct Returned {
    /// `Pin<Box<dyn Stream>>` or `BoxStream`, and not `impl Stream`.
    is_boxed: bool,
    item: Type,
}

impl Stream {
    pub(super) fn read(
        found: &Arguments,
        function: &Function,
        errors: &mut Errors,
    ) -> Option<Self> {
        let (word, _) = found.get(STREAM.name)?;
        let Some(value) = &function.returns.value else {
            errors.add(
                word,
                format!("`stream` is for functions that return a stream, and `{}` returns nothing; remove `stream`", function.name()),
            );
            return None;
        };
        let Some(returned) = returned(ungroup(value)) else {
            errors.add(
                value,
                format!(
                    "`stream` puts another stream around what is returned, which is no longer a `{}`; \
                     return `impl Stream<Item = T>`, or remove `stream`",
                    shown(value)
                ),
            );
            return None;
        };
        refuse_names(found, errors);
        Some(Self { returned })
    }

    pub(super) fn layer(self, entry: &Entry, written: &Written) -> Box<dyn Layer> {
        Box::new(Model {
            facts: Facts::new(entry, written.allows_order),
            returned: self.returned,
            told: Told::new(written.level, written),
            message: written.message.clone(),
            metrics: written.metrics,
            handle: written.handle.clone(),
        })
    }
}

/// The streams of one function.
struct Model {
    facts: Facts,
    returned: Returned,
    told: Told,
    message: Option<String>,
    metrics: Metrics,
    handle: Option<Handle>,
}

impl Layer for Model {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn kind(&self) -> Kind<'_> {
        Kind::Around(self)
    }

    fn handle(&self) -> Option<&Handle> {
        self.handle.as_ref()
    }
}

impl Around for Model {
    fn wrap(&self, context: &Context<'_>, inner: Inner) -> TokenStream {
        let at = Span::mixed_site();
        let private = context.paths.private();
        let source = self.told.source(context);
        let level = self.told.level.expand(&private);
        let message = self
            .message
            .as_ref()
            .map(|text| quote_spanned!(at=> .message(#text)));
        let values = self.told.values(context, &quote_spanned!(at=> __site));
        let made = if context.function.is_async() {
            let making = inner.future(context);
            quote_spanned!(at=> #making.await)
        } else {
            let making = inner.closure(context);
            quote_spanned!(at=> #private::call(#making))
        };
        let logged = self.logged(context);
        let answer = if self.returned.is_boxed {
            let ret = context.function.returns.nameable();
            let answer = if self.metrics.are_written() {
                quote_spanned!(at=> ::std::boxed::Box::pin(#logged))
            } else {
                quote_spanned! {at=>
                    if __site.is_enabled() {
                        ::std::boxed::Box::pin(#logged)
                    } else {
                        __stream
                    }
                }
            };
            quote_spanned! {at=>
                let __answer: #ret = #answer;
                __answer
            }
        } else {
            logged
        };
        quote_spanned! {at=>
            static __SITE: #private::log::StreamSite =
                #private::log::StreamSite::new(#source, #level) #message;
            let __site = &__SITE;
            let __values = #values;
            let __stream = #made;
            #answer
        }
    }
}

impl Model {
    fn logged(&self, context: &Context<'_>) -> TokenStream {
        let private = context.paths.private();
        let item = nameable(&self.returned.item);
        let meter = self.metrics.meter(context, false);
        // That it is no stream is said at the type that says it is.
        let at = context.function.returns.span();
        let streams = context.paths.private_at(at);
        let expected = located_at(item.clone(), at);
        let streams = quote_spanned!(at=> <_ as #streams::Streams<#expected>>);
        let polled = quote_spanned!(at=> #streams::polled);
        let hint = quote_spanned!(at=> #streams::hint);
        quote_spanned! {Span::mixed_site()=>
            #private::log::stream(__site, __stream, (#polled, #hint), __values, #private::log::of_item::<#item, _>(|__item| {
                use #private::log::told_apart::*;
                (&&Answered(__item)).outcome()
            }), #meter)
        }
    }
}

/// What the event of a stream tells by itself.
const OWN: &[&str] = &["items", "first_ms", "errors"];

/// Reports names of `args` and `fields` that are those of a stream's own fields.
fn refuse_names(found: &Arguments, errors: &mut Errors) {
    let lists = ["args", "fields"]
        .into_iter()
        .filter_map(|list| found.get(list));
    for (_, given) in lists {
        let Given::List(group) = given else { continue };
        for name in split(group.stream())
            .into_iter()
            .filter_map(|told| told.name)
        {
            let text = unraw(&name);
            if OWN.contains(&text.as_str()) {
                errors.add(
                    &name,
                    format!(
                        "`{text}` is what `stream` tells; give it another name: `fields(my_{text} = ..)`"
                    ),
                );
            }
        }
    }
}

fn returned(ty: &Type) -> Option<Returned> {
    match ty {
        Type::ImplTrait(ty) => item(ty.bounds.iter()).map(|item| Returned {
            is_boxed: false,
            item,
        }),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            let PathArguments::AngleBracketed(arguments) = &last.arguments else {
                return None;
            };
            let first = arguments.args.iter().find_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ungroup(ty)),
                _ => None,
            })?;
            let item = match last.ident.to_string().as_str() {
                "BoxStream" | "LocalBoxStream" => Some(first.clone()),
                "Pin" => boxed(first),
                _ => None,
            };
            item.map(|item| Returned {
                is_boxed: true,
                item,
            })
        }
        _ => None,
    }
}

/// The `T` of `Box<dyn Stream<Item = T> + ..>`.
fn boxed(ty: &Type) -> Option<Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    if last.ident != "Box" {
        return None;
    }
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => match ungroup(ty) {
            Type::TraitObject(object) => item(object.bounds.iter()),
            _ => None,
        },
        _ => None,
    })
}

/// The `T` of `Stream<Item = T>` among `bounds`.
fn item<'a>(bounds: impl Iterator<Item = &'a TypeParamBound>) -> Option<Type> {
    bounds.into_iter().find_map(|bound| {
        let TypeParamBound::Trait(bound) = bound else {
            return None;
        };
        let last = bound.path.segments.last()?;
        let PathArguments::AngleBracketed(arguments) = &last.arguments else {
            return None;
        };
        if last.ident != "Stream" {
            return None;
        }
        arguments.args.iter().find_map(|argument| match argument {
            GenericArgument::AssocType(assoc) if assoc.ident == "Item" => Some(assoc.ty.clone()),
            _ => None,
        })
    })
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;

    use super::*;

    #[test]
    fn a_stream_is_recognised_however_it_is_spelt() {
        for (source, is_boxed) in [
            ("impl Stream<Item = u8>", false),
            ("impl Send + futures::Stream<Item = u8> + 'static", false),
            ("BoxStream<'_, u8>", true),
            ("futures::stream::LocalBoxStream<'static, u8>", true),
            ("Pin<Box<dyn Stream<Item = u8> + Send + '_>>", true),
        ] {
            let found = returned(&syn::parse_str(source).unwrap());
            let found = found.unwrap_or_else(|| panic!("{source}"));
            assert_eq!(found.is_boxed, is_boxed, "{source}");
            assert_eq!(found.item.to_token_stream().to_string(), "u8", "{source}");
        }
    }

    #[test]
    fn a_named_stream_and_an_iterator_are_not() {
        for source in [
            "ReceiverStream<u8>",
            "impl Iterator<Item = u8>",
            "Pin<Box<dyn Future<Output = u8>>>",
            "Result<BoxStream<'static, u8>, Error>",
        ] {
            assert!(
                returned(&syn::parse_str(source).unwrap()).is_none(),
                "{source}"
            );
        }
    }
}
