//! What a layer has beneath it: the user's body, or the layers below around it.

use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use super::context::Context;
use super::{before, repeat};
use crate::function::{Form, Function};
use crate::paths::Paths;
use crate::tokens::ours;

/// How the body takes the arguments.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Passing {
    /// It has them.
    Moved,
    /// They are needed afterwards.
    Borrowed,
    /// It may run again: `mut` arguments are copies.
    Copied,
}

/// What a layer wraps: the user's body, or the layers below around it.
pub(crate) struct Inner {
    statements: TokenStream,
    /// An early statement that is never run and tells rustc the type that the body ends with, so
    /// that a mismatch is reported at the user's line.
    edge: TokenStream,
}

impl Inner {
    /// Statements of ours, which need no edge.
    pub(super) fn of_layers(statements: TokenStream) -> Self {
        Self {
            statements,
            edge: TokenStream::new(),
        }
    }

    pub(super) fn of_body(function: &Function, paths: &Paths, passing: Passing) -> Self {
        let edge = || edge(function);
        let borrowed = passing != Passing::Moved;
        let statements = match passing {
            Passing::Moved => function.body.statements(),
            Passing::Borrowed => before::parts(function).left(),
            Passing::Copied => repeat::body(function, paths),
        };
        match function.returns.form {
            Form::Value if function.sig.asyncness.is_some() => Self {
                statements,
                edge: edge(),
            },
            Form::Value => Self::of_layers(statements),
            _ if borrowed && function.body.future().is_some() => Self {
                statements,
                edge: edge(),
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
                let moved = moved(borrowed);
                let statements = quote_spanned! {site=>
                    #private::call(#moved || #written #body).await
                };
                Self {
                    statements,
                    edge: edge(),
                }
            }
        }
    }

    /// As a future.
    pub(crate) fn future(self, context: &Context<'_>) -> TokenStream {
        self.into_future(context.function, context.borrowed)
    }

    /// As a future that borrows the arguments, for a layer that needs them again.
    pub(crate) fn borrowing_future(self, context: &Context<'_>) -> TokenStream {
        self.into_future(context.function, true)
    }

    /// As a closure, for a function that is not async.
    pub(crate) fn closure(self, context: &Context<'_>) -> TokenStream {
        self.into_closure(context.function, context.borrowed)
    }

    /// As a closure that borrows the arguments.
    pub(crate) fn borrowing_closure(self, context: &Context<'_>) -> TokenStream {
        self.into_closure(context.function, true)
    }

    pub(super) fn into_future(self, function: &Function, borrowed: bool) -> TokenStream {
        let Self { statements, edge } = self;
        // Appended as a stream. Token by token, rustc would take the invisible groups of
        // `macro_rules` for ours and ignore them: `x * $e` with `1 + 2` would be another number.
        let mut inside = edge;
        statements.to_tokens(&mut inside);
        let block = braced(inside, function);
        let moved = moved(borrowed);
        let at = around(function, borrowed);
        quote_spanned!(at=> async #moved #block)
    }

    pub(super) fn into_closure(self, function: &Function, borrowed: bool) -> TokenStream {
        let ret = function.returns.nameable();
        let block = braced(self.statements, function);
        let moved = moved(borrowed);
        let at = around(function, borrowed);
        quote_spanned!(at=> #moved || -> #ret #block)
    }

    /// The statements as they are.
    pub(super) fn into_statements(self) -> TokenStream {
        self.statements
    }
}

/// What runs once may consume the arguments. What may run again borrows them, and so does what is
/// above something that needs them afterwards; rustc says at the very use which of them cannot be:
/// with `move` it could not.
fn moved(borrowed: bool) -> TokenStream {
    if borrowed {
        TokenStream::new()
    } else {
        quote_spanned!(Span::mixed_site()=> move)
    }
}

/// Where the future or the closure around a body stands. What may run again stands where the body is:
/// rustc says there that an argument cannot be passed on twice.
fn around(function: &Function, repeated: bool) -> Span {
    if repeated {
        ours(function.body.span())
    } else {
        Span::mixed_site()
    }
}

fn edge(function: &Function) -> TokenStream {
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
}

/// A block that is ours but lies where the user's braces are: a missing value is reported there.
fn braced(statements: TokenStream, function: &Function) -> TokenStream {
    let mut group = Group::new(Delimiter::Brace, statements);
    group.set_span(ours(function.body.span()));
    group.to_token_stream()
}
