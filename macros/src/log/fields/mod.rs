//! `args(id, card = mask::card)` and `fields(tenant = request.tenant)`: what is told beside.

mod arg;
mod field;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::Attribute;

use crate::args::{Arguments, Form, Given, Known};
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::paths::Paths;
use crate::tokens::{first_span, ours, source, to_call, unraw};

pub(crate) const ARGS: Known = Known {
    name: "args",
    form: Form::List,
    example: "args(id)",
};

pub(crate) const FIELDS: Known = Known {
    name: "fields",
    form: Form::List,
    example: "fields(tenant = user.tenant)",
};

/// The names of what both attributes tell by themselves.
const OWN: &[&str] = &[
    "message",
    "function",
    "outcome",
    "duration_ms",
    "busy_ms",
    "slow",
    "ret",
    "error",
    "sources",
    "backtrace",
    "swallowed",
    "repeated",
];

/// What `args` and `fields` name.
#[derive(Default)]
pub(crate) struct Fields {
    list: Vec<Field>,
}

/// One value.
struct Field {
    name: String,
    /// Those of the argument.
    cfgs: Vec<Attribute>,
    value: Told,
}

/// How a value is told.
enum Told {
    /// By its type, masked.
    Value(TokenStream),
    /// `%value`.
    Display(TokenStream),
    /// `?value`.
    Debug(TokenStream),
    /// `id = show`.
    Shown(Ident),
    /// `id = masked`.
    Masked(Ident),
    /// `id = mask::card`.
    By(Ident, TokenStream),
    /// `req = |req, f| ..`, of which the types are not written.
    ByClosure(Ident, TokenStream),
}

impl Fields {
    /// What stands in `args(..)` and `fields(..)`.
    pub(crate) fn read(found: &Arguments, function: &Function, errors: &mut Errors) -> Self {
        let mut fields = Self::default();
        if let Some((word, Given::List(group))) = found.get(ARGS.name) {
            arg::read(word, group.stream(), function, &mut fields, errors);
        }
        if let Some((word, Given::List(group))) = found.get(FIELDS.name) {
            field::read(word, group.stream(), &mut fields, errors);
        }
        fields
    }

    fn add(&mut self, name: &Ident, cfgs: &[Attribute], value: Told, errors: &mut Errors) {
        let text = unraw(name);
        if self.list.iter().any(|field| field.name == text) {
            errors.add(name, format!("`{text}` is told twice; remove one"));
            return;
        }
        if OWN.contains(&text.as_str()) {
            let another = match &value {
                Told::Value(value) if source(value) == text => {
                    format!("write `fields(my_{text} = {text})` instead")
                }
                Told::Value(_) | Told::Display(_) | Told::Debug(_) => {
                    format!("give it another name, such as `my_{text} = ..`")
                }
                _ => format!("write `fields(my_{text} = {text})` instead"),
            };
            errors.add(
                name,
                format!("`{text}` is a field of every event; {another}"),
            );
            return;
        }
        self.list.push(Field {
            name: text,
            cfgs: cfgs.to_vec(),
            value,
        });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The names, each of them an element of an array.
    pub(crate) fn names(&self) -> Vec<TokenStream> {
        let at = Span::mixed_site();
        let names = self
            .list
            .iter()
            .map(|Field { name, cfgs, .. }| quote_spanned!(at=> #(#cfgs)* #name));
        names.collect()
    }

    /// An expression of the runtime's `Values`, of a call that somebody listens to.
    pub(crate) fn values(&self, paths: &Paths) -> TokenStream {
        let at = Span::mixed_site();
        let private = paths.private();
        let values = self.list.iter().map(|field| field.value(paths));
        quote_spanned! {at=> {
            #[allow(unused_imports)]
            use #private::log::values::in_scope::*;
            #[allow(clippy::all, clippy::pedantic)]
            let __values = #private::log::Values::of([#(#values),*]);
            __values
        }}
    }
}

impl Field {
    /// An expression of type `FieldValue`.
    fn value(&self, paths: &Paths) -> TokenStream {
        let Self { name, cfgs, value } = self;
        let tokens = match value {
            Told::Value(value) | Told::Display(value) | Told::Debug(value) => value.clone(),
            Told::Shown(name)
            | Told::Masked(name)
            | Told::By(name, _)
            | Told::ByClosure(name, _) => name.to_token_stream(),
        };
        let place = first_span(&tokens);
        let at = ours(place);
        let told = paths.private_at(at);
        let told = quote_spanned!(at=> #told::log::values);
        let value = match value {
            Told::Value(value) => shown(paths, place, &quote_spanned!(at=> &(#value)), name),
            Told::Display(value) => {
                let by = method(paths, place, "Displayed", "displayed");
                quote_spanned!(at=> #by(&(#value), #name))
            }
            Told::Debug(value) => {
                let by = method(paths, place, "Debugged", "debugged");
                quote_spanned!(at=> #by(&(#value), #name))
            }
            Told::Shown(arg) => {
                let by = method(paths, place, "Told", "told_raw");
                quote_spanned!(at=> #by(&#arg, (&&&&#told::Raw(&#arg)).by()))
            }
            Told::Masked(arg) => {
                let by = method(paths, place, "ToldMasked", "told_masked");
                quote_spanned!(at=> #by(&#arg))
            }
            Told::By(arg, by) => quote_spanned! {at=>
                #told::by(|__f: &mut ::core::fmt::Formatter<'_>| (#by)(&#arg, __f))
            },
            Told::ByClosure(arg, by) => quote_spanned!(at=> #told::by_closure(&#arg, #by)),
        };
        quote_spanned!(at=> #(#cfgs)* #value)
    }
}

/// The names in the holes of a text, as others tell of arguments: `"{id} {name:?}"`.
pub(crate) fn holes(text: &str) -> Option<String> {
    let holes = text.split('{').skip(1);
    let names = holes.map(|rest| rest.split(['}', ':']).next().unwrap_or_default());
    let names: Vec<&str> = names
        .filter(|name| syn::parse_str::<Ident>(name).is_ok())
        .collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// What is told of `reference`, by its type. The runtime's traits are in scope. What the type lacks is
/// said at `place`, which is the user's.
pub(crate) fn shown(
    paths: &Paths,
    place: Span,
    reference: &TokenStream,
    name: &str,
) -> TokenStream {
    let at = ours(place);
    let told = paths.private_at(at);
    let by = method(paths, place, "Told", "told");
    quote_spanned! {at=>
        match #reference {
            __value => #by(__value, (&&&&&#told::log::values::Shown(__value)).by(), #name),
        }
    }
}

/// A method of one of the runtime's traits, to be called.
fn method(paths: &Paths, place: Span, of: &str, name: &str) -> TokenStream {
    let private = paths.private_at(place);
    let [of, name] = [of, name].map(|name| Ident::new(name, place));
    to_call(&quote_spanned!(place=> #private::#of::#name))
}
