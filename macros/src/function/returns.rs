//! What a call gives: a value, or a future of one, however that is spelt.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{GenericArgument, PathArguments, ReturnType, Signature, Token, Type, TypeParamBound};

use crate::paths::{Paths, located_at};
use crate::tokens::ours;

/// How the future is spelt, if there is one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    /// The written type is the value: `fn` and `async fn`.
    Value,
    /// `-> impl Future<Output = T>`
    ImplFuture,
    /// `-> Pin<Box<dyn Future<Output = T>>>`, `-> BoxFuture<'_, T>`: also what `#[async_trait]`
    /// makes of an `async fn`.
    BoxedFuture,
}

/// The return type.
#[derive(Clone)]
pub(crate) struct Returns {
    pub(crate) form: Form,
    /// The type of the value that a call ends with; `None` for nothing written.
    pub(crate) value: Option<Type>,
    /// The type as it is written behind the arrow.
    pub(crate) written: Option<Type>,
}

/// A part of a return type that has consequences for who keeps the value.
pub(crate) enum Part {
    /// A reference or a lifetime that is not `'static`.
    Borrow(TokenStream),
    /// A reference that lives for ever.
    Static(TokenStream),
    ImplTrait(TokenStream),
}

impl Returns {
    pub(super) fn of(sig: &Signature) -> Self {
        let ReturnType::Type(_, written) = &sig.output else {
            return Self {
                form: Form::Value,
                value: None,
                written: None,
            };
        };
        let written = (**written).clone();
        let future = if sig.asyncness.is_some() {
            None
        } else {
            future(ungroup(&written))
        };
        let (form, value) = match future {
            Some((form, value)) => (form, value),
            None => (Form::Value, written.clone()),
        };
        Self {
            form,
            value: Some(value),
            written: Some(written),
        }
    }

    pub(crate) fn is_unit(&self) -> bool {
        match &self.value {
            None => true,
            Some(ty) => matches!(ungroup(ty), Type::Tuple(tuple) if tuple.elems.is_empty()),
        }
    }

    /// Whether it is written as a `Result` of nothing.
    pub(crate) fn is_empty_result(&self) -> bool {
        let arguments = self.value.as_ref().and_then(result_arguments);
        matches!(
            arguments.and_then(|arguments| arguments.first()),
            Some(GenericArgument::Type(ty)) if matches!(ungroup(ty), Type::Tuple(tuple) if tuple.elems.is_empty())
        )
    }

    pub(crate) fn is_never(&self) -> bool {
        matches!(self.value.as_ref().map(ungroup), Some(Type::Never(_)))
    }

    /// The parts of the value's type that a cache has to look at.
    pub(crate) fn parts(&self) -> Vec<Part> {
        let mut finder = FindParts(Vec::new());
        if let Some(value) = &self.value {
            finder.visit_type(value);
        }
        finder.0
    }

    /// The value's type where a type can be written: `impl Trait` becomes `_`.
    pub(crate) fn nameable(&self) -> TokenStream {
        match &self.value {
            None => quote_spanned!(Span::mixed_site()=> ()),
            Some(ty) => nameable(ty),
        }
    }

    /// Where an error about the return type stands: at its first token.
    pub(crate) fn span(&self) -> Span {
        crate::tokens::first_span(&self.value)
    }

    /// The value's type as a `Result`, for a path: `<T as Fallible>`. All of it stands at one place, which
    /// is the user's own: rustc says there what the type lacks, and once, however many guards ask.
    pub(crate) fn fallible(&self, paths: &Paths) -> TokenStream {
        self.as_one("Fallible", paths)
    }

    /// The value's type as a `Result`, by one of the traits that say what it is for.
    fn as_one(&self, name: &str, paths: &Paths) -> TokenStream {
        let at = self.span();
        let private = paths.private_at(at);
        let ret = located_at(self.nameable(), at);
        let name = Ident::new(name, at);
        quote_spanned!(at=> <#ret as #private::guards::#name>)
    }

    /// How a guard refuses: a closure that makes the function's result of a rejection. It stands where
    /// [`fallible`](Self::fallible) does, and what the error lacks is said at the error.
    pub(crate) fn refusal(&self, paths: &Paths) -> TokenStream {
        self.made_of_a_rejection(&self.fallible(paths), paths)
    }

    /// How a load is given up, in the same form; a function that never fails is told of `hard_timeout`.
    pub(crate) fn giving_up(&self, paths: &Paths) -> TokenStream {
        self.made_of_a_rejection(&self.as_one("GivenUp", paths), paths)
    }

    fn made_of_a_rejection(&self, result: &TokenStream, paths: &Paths) -> TokenStream {
        let at = self.span();
        let error = self.error_span();
        let private = paths.private_at(error);
        let rejected = Ident::new("__rejected", ours(error));
        let made = quote_spanned!(error=> #private::guards::FromRejected::from_rejected(#rejected));
        quote_spanned!(at=> |#rejected| #result::failed(#made))
    }

    /// Where the error of a `Result` is written; the whole, where it is not.
    pub(crate) fn error_span(&self) -> Span {
        let arguments = self.value.as_ref().and_then(result_arguments);
        let error = arguments.and_then(|arguments| arguments.iter().nth(1));
        error.map_or_else(|| self.span(), crate::tokens::first_span)
    }

    /// The error of a `Result` that is written as `impl Trait`, whole or in part: what its type implements
    /// is then not known inside of the function before the body is.
    pub(crate) fn hidden_error(&self) -> Option<&Type> {
        let arguments = self.value.as_ref().and_then(result_arguments)?;
        let GenericArgument::Type(error) = arguments.iter().nth(1)? else {
            return None;
        };
        let mut finder = FindParts(Vec::new());
        finder.visit_type(error);
        let hidden = |part: &Part| matches!(part, Part::ImplTrait(_));
        finder.0.iter().any(hidden).then_some(error)
    }

    /// Whether it is written as a `Result` of something that is no `Result` itself.
    pub(crate) fn is_flat_result(&self) -> bool {
        let arguments = self.value.as_ref().and_then(result_arguments);
        let first = arguments.and_then(|arguments| match arguments.first()? {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        });
        first.is_some_and(|ty| result_arguments(ty).is_none())
    }

    /// Whether it is called a `Result`, whatever its arguments are: `io::Result<T>`.
    pub(crate) fn is_called_result(&self) -> bool {
        let last = match self.value.as_ref().map(ungroup) {
            Some(Type::Path(path)) => path.path.segments.last(),
            _ => None,
        };
        last.is_some_and(|last| last.ident.to_string().ends_with("Result"))
    }

    /// The one name that the value's type consists of: `T`.
    pub(crate) fn only_name(&self) -> Option<&Ident> {
        match ungroup(self.value.as_ref()?) {
            Type::Path(path) if path.qself.is_none() => path.path.get_ident(),
            _ => None,
        }
    }
}

/// A type where a type can be written: `impl Trait` becomes `_`.
pub(crate) fn nameable(ty: &Type) -> TokenStream {
    let mut ty = ty.clone();
    Blank.visit_type_mut(&mut ty);
    ty.to_token_stream()
}

/// A type without the invisible groups and parentheses around it.
pub(crate) fn ungroup(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => ungroup(&group.elem),
        Type::Paren(paren) => ungroup(&paren.elem),
        other => other,
    }
}

/// The `T` and `E` of `Result<T, E>`, by any path that ends so.
fn result_arguments(ty: &Type) -> Option<&Punctuated<GenericArgument, Token![,]>> {
    let Type::Path(path) = ungroup(ty) else {
        return None;
    };
    let last = path.path.segments.last()?;
    match &last.arguments {
        PathArguments::AngleBracketed(generics) if last.ident == "Result" => Some(&generics.args),
        _ => None,
    }
}

fn future(ty: &Type) -> Option<(Form, Type)> {
    match ty {
        Type::ImplTrait(ty) => output(ty.bounds.iter()).map(|output| (Form::ImplFuture, output)),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            let arguments = || match &last.arguments {
                PathArguments::AngleBracketed(generics) => Some(&generics.args),
                _ => None,
            };
            let first_type = || {
                arguments()?.iter().find_map(|argument| match argument {
                    GenericArgument::Type(ty) => Some(ty),
                    _ => None,
                })
            };
            match last.ident.to_string().as_str() {
                "BoxFuture" | "LocalBoxFuture" => Some((Form::BoxedFuture, first_type()?.clone())),
                "Pin" => boxed(ungroup(first_type()?)).map(|output| (Form::BoxedFuture, output)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The `T` of `Box<dyn Future<Output = T> + ..>`.
fn boxed(ty: &Type) -> Option<Type> {
    let Type::Path(path) = ty else { return None };
    let last = path
        .path
        .segments
        .last()
        .filter(|last| last.ident == "Box")?;
    let PathArguments::AngleBracketed(generics) = &last.arguments else {
        return None;
    };
    generics.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => match ungroup(ty) {
            Type::TraitObject(object) => output(object.bounds.iter()),
            _ => None,
        },
        _ => None,
    })
}

/// The `T` of `Future<Output = T>` among `bounds`.
fn output<'a>(bounds: impl Iterator<Item = &'a TypeParamBound>) -> Option<Type> {
    bounds.into_iter().find_map(|bound| {
        let TypeParamBound::Trait(bound) = bound else {
            return None;
        };
        let last = bound
            .path
            .segments
            .last()
            .filter(|last| last.ident == "Future")?;
        let PathArguments::AngleBracketed(generics) = &last.arguments else {
            return None;
        };
        generics.args.iter().find_map(|argument| match argument {
            GenericArgument::AssocType(assoc) if assoc.ident == "Output" => Some(assoc.ty.clone()),
            _ => None,
        })
    })
}

struct FindParts(Vec<Part>);

impl<'ast> Visit<'ast> for FindParts {
    fn visit_type_reference(&mut self, reference: &'ast syn::TypeReference) {
        let forever = reference
            .lifetime
            .as_ref()
            .is_some_and(|lifetime| lifetime.ident == "static");
        let tokens = reference.to_token_stream();
        self.0.push(if forever {
            Part::Static(tokens)
        } else {
            Part::Borrow(tokens)
        });
        self.visit_type(&reference.elem);
    }

    fn visit_lifetime(&mut self, lifetime: &'ast syn::Lifetime) {
        if lifetime.ident != "static" {
            self.0.push(Part::Borrow(lifetime.to_token_stream()));
        }
    }

    fn visit_type_impl_trait(&mut self, ty: &'ast syn::TypeImplTrait) {
        self.0.push(Part::ImplTrait(ty.to_token_stream()));
    }

    fn visit_type_fn_ptr(&mut self, _: &'ast syn::TypeFnPtr) {}

    fn visit_parenthesized_generic_arguments(
        &mut self,
        arguments: &'ast syn::ParenthesizedGenericArguments,
    ) {
        visit::visit_return_type(self, &arguments.output);
    }
}

struct Blank;

impl VisitMut for Blank {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if matches!(ty, Type::ImplTrait(_)) {
            *ty = syn::parse_quote_spanned!(Span::mixed_site()=> _);
        }
        visit_mut::visit_type_mut(self, ty);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn returns(source: &str) -> Returns {
        Returns::of(&syn::parse_str(source).unwrap())
    }

    #[test]
    fn a_future_is_recognised_however_it_is_spelt() {
        for (source, form) in [
            ("async fn f() -> u8", Form::Value),
            ("fn f() -> u8", Form::Value),
            (
                "fn f() -> impl Future<Output = u8> + Send",
                Form::ImplFuture,
            ),
            (
                "fn f() -> impl Send + core::future::Future<Output = u8>",
                Form::ImplFuture,
            ),
            (
                "fn f() -> Pin<Box<dyn Future<Output = u8> + Send + 'static>>",
                Form::BoxedFuture,
            ),
            (
                "fn f() -> futures::future::BoxFuture<'static, u8>",
                Form::BoxedFuture,
            ),
        ] {
            let returns = returns(source);
            assert_eq!(returns.form, form, "{source}");
            assert_eq!(
                returns.value.to_token_stream().to_string(),
                "u8",
                "{source}"
            );
        }
    }

    #[test]
    fn an_error_that_impl_trait_hides_is_told_from_a_value_that_it_hides() {
        let hides = |source| returns(source).hidden_error().is_some();
        assert!(hides("fn f() -> Result<u8, impl Error>"));
        assert!(hides("async fn f() -> Result<u8, Box<impl Error>>"));
        assert!(!hides("fn f() -> Result<impl Debug, E>"));
        assert!(!hides("fn f() -> impl Debug"));
    }

    #[test]
    fn nothing_never_and_borrows_are_told() {
        assert!(returns("fn f()").is_unit());
        assert!(returns("async fn f() -> ()").is_unit());
        assert!(returns("async fn f() -> !").is_never());
        assert!(matches!(
            returns("fn f() -> &str").parts().as_slice(),
            [Part::Borrow(_)]
        ));
        assert!(matches!(
            returns("fn f() -> &'static str").parts().as_slice(),
            [Part::Static(_)]
        ));
        assert!(matches!(
            returns("fn f() -> Cow<'a, str>").parts().as_slice(),
            [Part::Borrow(_)]
        ));
        assert!(matches!(
            returns("fn f() -> Result<impl Debug, E>")
                .parts()
                .as_slice(),
            [Part::ImplTrait(_)]
        ));
        assert_eq!(
            returns("fn f() -> Result<impl Debug, E>")
                .nameable()
                .to_string(),
            "Result < _ , E >"
        );
    }
}
