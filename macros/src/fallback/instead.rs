//! What stands in for an error: the same in every attribute that answers one.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::Expr;

use crate::args::Arguments;
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::tokens::{bare, mention, source, unraw};

/// What stands in for a result that failed.
pub(crate) enum Instead {
    /// An expression: the value of `Ok`.
    Value(TokenStream),
    /// The path of a function of the arguments and the error.
    With(TokenStream),
    /// What the type of `Ok` has by itself.
    Default,
}

impl Instead {
    /// Whether arguments have to be there after the body has run.
    pub(crate) fn needs_arguments(&self, function: &Function) -> bool {
        match self {
            Self::Value(value) => {
                let receiver = function.receiver.is_some() && mention(value, "self");
                let mut names = function.bindings().map(|(_, name)| unraw(name));
                receiver || names.any(|name| mention(value, &name) || formats(value, &name))
            }
            Self::With(_) => true,
            Self::Default => false,
        }
    }

    /// Reports what cannot stand in for an error. `title` is the argument as a whole, and `written` how
    /// it is written with another value.
    pub(crate) fn check(
        &self,
        title: &str,
        written: impl FnOnce(&str) -> String,
        function: &Function,
        errors: &mut Errors,
    ) {
        match self {
            Self::With(with) => refuse_nameless(with, function, errors),
            Self::Value(value) => refuse_result(value, title, written, function, errors),
            Self::Default => {}
        }
    }
}

/// Whether a text in `tokens` may be a format with `name` in it.
fn formats(tokens: &TokenStream, name: &str) -> bool {
    tokens.clone().into_iter().any(|tree| match tree {
        TokenTree::Literal(literal) => literal.to_string().contains(&format!("{{{name}")),
        TokenTree::Group(group) => formats(&group.stream(), name),
        TokenTree::Ident(_) | TokenTree::Punct(_) => false,
    })
}

/// The path of `with = ..`. `value` is how a value is written.
pub(crate) fn with(found: &Arguments, value: &str, errors: &mut Errors) -> Option<TokenStream> {
    let with = found.code("with", "with = price_of_yesterday", errors)?;
    if syn::parse2::<syn::ExprPath>(bare(with.clone())).is_ok() {
        return Some(with);
    }
    let message = match called(&with) {
        Some(path) => format!(
            "`with` takes the path of a function, which is called with the arguments and the error; \
             write `with = {path}`"
        ),
        None => format!(
            "`with` takes the path of a function of the arguments and the error, such as \
             `with = price_of_yesterday`; a value stands without a name: `{value}`"
        ),
    };
    errors.add(&with, message);
    None
}

/// The path of what is a call: `f(x)`.
fn called(tokens: &TokenStream) -> Option<String> {
    let mut trees: Vec<TokenTree> = bare(tokens.clone()).into_iter().collect();
    match trees.pop() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
            let path: TokenStream = trees.into_iter().collect();
            syn::parse2::<syn::ExprPath>(path.clone()).ok()?;
            Some(source(&path))
        }
        _ => None,
    }
}

/// `with = ..` passes the arguments on by their names.
fn refuse_nameless(with: &TokenStream, function: &Function, errors: &mut Errors) {
    let with = source(with);
    for argument in &function.arguments {
        if argument.name().is_none() {
            errors.add(
                &argument.pat,
                format!(
                    "`with = {with}` passes this argument on, which has no name; give it one, and take \
                     it apart in the body"
                ),
            );
        } else if let Some(cfg) = argument.cfgs.first() {
            errors.add(
                cfg,
                format!(
                    "`with = {with}` passes every argument on, and this one is not always there; put \
                     `#[cfg]` on the whole function"
                ),
            );
        }
    }
}

/// `Ok(..)` and `Err(..)` where what is inside `Ok` is wanted.
fn refuse_result(
    value: &TokenStream,
    title: &str,
    written: impl FnOnce(&str) -> String,
    function: &Function,
    errors: &mut Errors,
) {
    let Ok(Expr::Call(call)) = syn::parse2(bare(value.clone())) else {
        return;
    };
    if !function.returns.is_flat_result() {
        return;
    }
    let Some(inside) = call.args.first() else {
        return;
    };
    let inside = source(inside);
    let func = source(&call.func);
    if func == "Ok" {
        errors.add(
            value,
            format!(
                "`{title}` takes what is inside `Ok`; write `{}`",
                written(&inside)
            ),
        );
    } else if func == "Err" {
        errors.add(
            value,
            "a fallback is a success; for another error, write `with = price_of_yesterday`, a \
             function of the arguments and the error",
        );
    }
}
