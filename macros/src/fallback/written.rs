//! What was written in `#[fallback(..)]`.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::Answers;
use super::grammar::GRAMMAR;
use crate::args::{Arguments, Handle};
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::stack::Entry;
use crate::tokens::{bare, is_punct, mention, single, source, unraw};

/// What stands in for a result that failed.
pub(super) enum Instead {
    /// An expression: the value of `Ok`.
    Value(TokenStream),
    /// The path of a function of the arguments and the error.
    With(TokenStream),
}

impl Instead {
    /// Whether arguments have to be there after the body has run.
    pub(super) fn needs_arguments(&self, function: &Function) -> bool {
        match self {
            Self::Value(value) => {
                let receiver = function.receiver.is_some() && mention(value, "self");
                let mut names = function.bindings().map(|(_, name)| unraw(name));
                receiver || names.any(|name| mention(value, &name) || formats(value, &name))
            }
            Self::With(_) => true,
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

pub(super) struct Written {
    pub(super) instead: Option<Instead>,
    pub(super) answers: Answers,
    pub(super) name: Option<String>,
    pub(super) handle: Option<Handle>,
    pub(super) allows_order: bool,
}

impl Written {
    pub(super) fn parse(entry: &Entry, errors: &mut Errors) -> Self {
        let found = GRAMMAR.read(entry.args.clone(), errors);
        if !found.has("value") && !found.has("with") && !found.any_refused() {
            errors.add(
                &entry.name,
                "`#[fallback]` needs what is returned after an `Err`: a value, \
                 `#[fallback(Price::unknown())]`, or a function, \
                 `#[fallback(with = price_of_yesterday)]`",
            );
        }
        found.crate_path(errors);
        let with = with(&found, errors).map(Instead::With);
        Self {
            instead: with.or_else(|| value(&found, errors)),
            answers: answers(&found, errors),
            name: found.text("name", errors),
            handle: found.handle(errors),
            allows_order: found.allows("order", errors),
        }
    }
}

/// The expression.
fn value(found: &Arguments, errors: &mut Errors) -> Option<Instead> {
    let value = found.tokens("value")?;
    let first = value.clone().into_iter().next();
    if is_punct(first.as_ref(), '|') {
        errors.add(
            value,
            "`#[fallback(..)]` takes the value itself, which is made only when it is needed; a \
             function of the arguments and the error is `with = path`",
        );
        return None;
    }
    match syn::parse2::<syn::Expr>(value.clone()) {
        Ok(_) => Some(Instead::Value(value.clone())),
        Err(error) => {
            errors.combine(error);
            None
        }
    }
}

/// The path.
fn with(found: &Arguments, errors: &mut Errors) -> Option<TokenStream> {
    let with = found.code("with", "with = price_of_yesterday", errors)?;
    if syn::parse2::<syn::ExprPath>(bare(with.clone())).is_ok() {
        return Some(with);
    }
    let message = match called(&with) {
        Some(path) => format!(
            "`with` takes the path of a function, which is called with the arguments and the error; \
             write `with = {path}`"
        ),
        None => "`with` takes the path of a function of the arguments and the error, such as \
                 `with = price_of_yesterday`; a value stands without a name: `#[fallback(..)]`"
            .to_owned(),
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

fn answers(found: &Arguments, errors: &mut Errors) -> Answers {
    if let Some(rule) = found.code("if", "if = |error| error.is_transient()", errors) {
        if let Some(TokenTree::Ident(word)) = single(&rule)
            && (word == "true" || word == "false")
        {
            errors.add(
                &word,
                "`if` takes a closure of the error: `if = |error| error.is_transient()`",
            );
        }
        return Answers::If(rule);
    }
    match found.errs(errors) {
        Some(errs) => Answers::Matching(errs),
        None => Answers::All,
    }
}
