//! What an attribute does to a function, and how several are put together.

use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use super::order::Facts;
use super::parcel::Entry;
use crate::diagnostics::Errors;
use crate::function::{Form, Function};
use crate::paths::Paths;
use crate::tokens::ours;
use crate::{cached, invalidate};

/// One attribute, understood: it cannot fail any more.
pub(crate) trait Layer {
    fn facts(&self) -> &Facts;

    /// The statements of a body that has this attribute around `inner`.
    fn wrap(&self, context: &Context<'_>, inner: Inner) -> TokenStream;

    /// What is declared beside the function.
    fn companions(&self, _context: &Context<'_>) -> TokenStream {
        TokenStream::new()
    }
}

type Build = fn(&Entry, &Function, &mut Errors) -> Option<Box<dyn Layer>>;

/// Every attribute there is. A new one is a line here, a line in `lib.rs` and a folder.
const LAYERS: &[(&str, Build)] = &[("cached", cached::layer), ("invalidate", invalidate::layer)];

/// Reads one entry of the queue and reports its faults.
pub(crate) fn build(
    entry: &Entry,
    function: &Function,
    errors: &mut Errors,
) -> Option<Box<dyn Layer>> {
    let (_, build) = LAYERS.iter().find(|(name, _)| entry.name == name)?;
    build(entry, function, errors)
}

/// What a layer sees while it expands.
pub(crate) struct Context<'a> {
    pub(crate) function: &'a Function,
    pub(crate) paths: &'a Paths,
    /// How many closures and futures of ours lie between the function and the layer's statements.
    pub(crate) depth: usize,
}

/// What a layer wraps: the user's body, or the layers below around it.
pub(crate) struct Inner {
    statements: TokenStream,
    /// An early statement that is never run and tells rustc the type that the body ends with, so
    /// that a mismatch is reported at the user's line.
    edge: TokenStream,
}

impl Inner {
    fn of_body(function: &Function, paths: &Paths) -> Self {
        let statements = function.body.statements();
        let edge = || {
            // `!` is no type for a `let`, and there is no value whose type could be mistaken.
            if function.returns.is_never() {
                return TokenStream::new();
            }
            let at = ours(function.returns.span());
            let ret = function.returns.nameable();
            quote_spanned! {at=>
                #[allow(unreachable_code, clippy::all, clippy::pedantic)]
                if false {
                    let __ret: #ret = loop {};
                    return __ret;
                }
            }
        };
        match function.returns.form {
            Form::Value if function.sig.asyncness.is_some() => Self {
                statements,
                edge: edge(),
            },
            Form::Value => Self {
                statements,
                edge: TokenStream::new(),
            },
            // The body makes a future and may `return` one, so it stays a function of its own.
            form => {
                let body = braced(statements, function);
                let site = Span::mixed_site();
                let private = paths.private();
                let written = match form {
                    Form::BoxedFuture => {
                        let written = &function.returns.written;
                        quote_spanned!(site=> -> #written)
                    }
                    _ => TokenStream::new(),
                };
                let statements = quote_spanned! {site=>
                    #private::call(move || #written #body).await
                };
                Self {
                    statements,
                    edge: edge(),
                }
            }
        }
    }

    /// As a future.
    pub(crate) fn future(self, function: &Function) -> TokenStream {
        let Self { statements, edge } = self;
        // Appended as a stream. Token by token, rustc would take the invisible groups of
        // `macro_rules` for ours and ignore them: `x * $e` with `1 + 2` would be another number.
        let mut inside = edge;
        statements.to_tokens(&mut inside);
        let block = braced(inside, function);
        quote_spanned!(Span::mixed_site()=> async move #block)
    }

    /// As a closure, for a function that is not async.
    pub(crate) fn closure(self, function: &Function) -> TokenStream {
        let ret = function.returns.nameable();
        let block = braced(self.statements, function);
        quote_spanned!(Span::mixed_site()=> move || -> #ret #block)
    }
}

/// A block that is ours but lies where the user's braces are: a missing value is reported there.
fn braced(statements: TokenStream, function: &Function) -> TokenStream {
    let mut group = Group::new(Delimiter::Brace, statements);
    group.set_span(ours(function.body.span()));
    group.to_token_stream()
}

/// The function with all layers around its body, the first outermost, and what is declared beside.
pub(super) fn assemble(
    layers: &[Box<dyn Layer>],
    function: &Function,
    paths: &Paths,
) -> TokenStream {
    let base = usize::from(function.is_async());
    let context = |place: usize| Context {
        function,
        paths,
        depth: base + place,
    };
    let mut inner = Inner::of_body(function, paths);
    for (place, layer) in layers.iter().enumerate().rev() {
        let statements = layer.wrap(&context(place), inner);
        inner = Inner {
            statements,
            edge: TokenStream::new(),
        };
    }
    let mut tokens = function.with_statements(finished(inner, function, paths));
    for (place, layer) in layers.iter().enumerate() {
        tokens.extend(layer.companions(&context(place)));
    }
    tokens
}

/// The outermost statements, as the function's form wants them.
fn finished(inner: Inner, function: &Function, paths: &Paths) -> TokenStream {
    match function.returns.form {
        Form::Value => inner.statements,
        // Not the bare block: clippy would take the function for one that could be `async fn`.
        Form::ImplFuture => {
            let private = paths.private();
            let future = inner.future(function);
            quote_spanned!(Span::mixed_site()=> #private::future(#future))
        }
        Form::BoxedFuture => {
            let future = inner.future(function);
            quote_spanned!(Span::mixed_site()=> ::std::boxed::Box::pin(#future))
        }
    }
}
