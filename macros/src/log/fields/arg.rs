//! `args(id, card = mask::card, req = masked, sku = show)`.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, ExprPath};

use super::{Fields, Told};
use crate::args::{Given, RawArgument, did_you_mean, one_of, split};
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::tokens::{single, source, unraw};

/// What others call what is masked, or is not.
const MASKED: &[&str] = &[
    "mask",
    "redact",
    "redacted",
    "hidden",
    "hide",
    "secret",
    "debug_masked",
];
const SHOWN: &[&str] = &[
    "plain", "raw", "shown", "display", "debug", "clear", "unmasked",
];

/// The formatters of `gambeson::mask`.
const FORMATTERS: &[&str] = &["card", "email", "hash", "iban", "ip", "phone", "ssn"];

/// Those that make one, of how many characters it shows.
const MAKERS: &[&str] = &["keep_first", "keep_last"];

pub(super) fn read(
    word: &Ident,
    inside: TokenStream,
    function: &Function,
    fields: &mut Fields,
    errors: &mut Errors,
) {
    if inside.is_empty() {
        let message = match function.bindings().next() {
            // Of a whole `impl` it is said once.
            _ if function.within.is_some() => {
                "`args()` names nothing; write `args(id)`, or remove it".to_owned()
            }
            Some((_, first)) => {
                format!("`args()` names nothing; write `args({first})`, or remove it")
            }
            None => {
                "`args()` names nothing, and the function has no arguments; remove it".to_owned()
            }
        };
        errors.add(word, message);
    }
    for written in split(inside) {
        one(&written, function, fields, errors);
    }
}

fn one(written: &RawArgument, function: &Function, fields: &mut Fields, errors: &mut Errors) {
    let Some(name) = &written.name else {
        errors.add(written, unnamed(written));
        return;
    };
    let text = unraw(name);
    if text == "self" {
        let message = "`self` is not told as a whole; write `fields(id = self.id)`";
        errors.add(name, message);
        return;
    }
    let Some((argument, binding)) = function.binding(&text) else {
        // Another method of the `impl` has it.
        if function.within.is_some() {
            return;
        }
        errors.add(name, unknown(&text, &written.given, function));
        return;
    };
    // As the user wrote it there, so that it is the argument and not something else of that name.
    let mut binding = binding.clone();
    binding.set_span(name.span());
    let told = match &written.given {
        Given::Word => Some(Told::Value(binding.to_token_stream())),
        Given::Value(value) => how(&text, &binding, value, function, errors),
        Given::List(_) | Given::Unnamed(_) => {
            let message =
                format!("how `{text}` is told stands behind `=`; write `{text} = masked`");
            errors.add(written, message);
            None
        }
    };
    if let Some(told) = told {
        fields.add(name, &argument.cfgs, told, errors);
    }
}

/// What stands behind `name =`.
fn how(
    name: &str,
    binding: &Ident,
    value: &TokenStream,
    function: &Function,
    errors: &mut Errors,
) -> Option<Told> {
    if value.is_empty() {
        let message = format!("`{name}` has no value; write `{name}`, or `{name} = masked`");
        errors.add(binding, message);
        return None;
    }
    match single(value) {
        Some(TokenTree::Ident(word)) => {
            let text = unraw(&word);
            match text.as_str() {
                "show" => return Some(Told::Shown(binding.clone())),
                "masked" => return Some(Told::Masked(binding.clone())),
                _ => {}
            }
            if let Some(message) = refused_word(name, &text, function) {
                errors.add(&word, message);
                return None;
            }
        }
        Some(TokenTree::Literal(literal)) => {
            errors.add(&literal, literal_answer(name, &literal.to_string()));
            return None;
        }
        _ => {}
    }
    match syn::parse2::<Expr>(value.clone()) {
        Ok(Expr::Closure(_)) => Some(Told::ByClosure(binding.clone(), value.clone())),
        Ok(by @ (Expr::Path(_) | Expr::Call(_) | Expr::Group(_) | Expr::Paren(_))) => {
            if let Some(message) = refused_path(&by) {
                errors.add(value, message);
                return None;
            }
            Some(Told::By(binding.clone(), value.clone()))
        }
        Ok(_) => {
            let message = format!(
                "`args(..)` says how an argument is written, and this is a value; write `fields({name} = {})`",
                source(value)
            );
            errors.add(value, message);
            None
        }
        Err(_) if starts_with_sigil(value) => {
            let message = format!(
                "`args(..)` tells by the type; write `{name}`, or `fields({name} = {})`",
                source(value).replace("? ", "?").replace("% ", "%")
            );
            errors.add(value, message);
            None
        }
        Err(error) => {
            errors.combine(error);
            None
        }
    }
}

fn refused_word(name: &str, word: &str, function: &Function) -> Option<String> {
    if MASKED.contains(&word) {
        return Some(format!(
            "what is named passes through the masker; write `{name}`, or `{name} = masked` for what derives `Masked`"
        ));
    }
    if SHOWN.contains(&word) {
        return Some(format!("as it is: write `{name} = show`"));
    }
    function.binding(word)?;
    Some(if FORMATTERS.contains(&word) {
        format!("`{word}` is an argument here; write `{name} = gambeson::mask::{word}`")
    } else {
        format!(
            "`{word}` is an argument and not a way to write one; write `fields({name} = {word})`"
        )
    })
}

/// Paths of ours that lead nowhere, of which rustc would show our source.
fn refused_path(by: &Expr) -> Option<String> {
    let Expr::Path(ExprPath { path, .. }) = by else {
        return None;
    };
    let names: Vec<String> = path
        .segments
        .iter()
        .map(|part| unraw(&part.ident))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    match names.as_slice() {
        [.., "mask", name] if MAKERS.contains(name) => {
            let path = names.join("::");
            Some(format!(
                "how many characters are shown is not said; write `{path}(4)`"
            ))
        }
        ["gambeson", "mask", name] if !FORMATTERS.contains(name) => {
            let names = || FORMATTERS.iter().chain(MAKERS).copied();
            let hint = did_you_mean(name, names());
            Some(format!(
                "`gambeson::mask` has no `{name}`{hint} ({})",
                one_of(names())
            ))
        }
        _ => None,
    }
}

fn literal_answer(name: &str, literal: &str) -> String {
    match literal.trim_matches('"') {
        word @ ("show" | "masked") => format!("write it without quotes: `{name} = {word}`"),
        _ => format!(
            "`args(..)` says how an argument is written; write `fields({name} = {literal})` for a constant"
        ),
    }
}

fn unknown(name: &str, given: &Given, function: &Function) -> String {
    let names: Vec<String> = function.bindings().map(|(_, name)| unraw(name)).collect();
    let names = || names.iter().map(String::as_str);
    if names().next().is_none() {
        return format!(
            "there is no argument `{name}`: the function has none; write `fields({name} = ..)`"
        );
    }
    let hint = did_you_mean(name, names());
    if !hint.is_empty() {
        return format!("there is no argument `{name}`{hint}");
    }
    match given {
        Given::Value(value) => {
            let value = source(value);
            format!(
                "there is no argument `{name}`, {} there is; write `fields({name} = {value})` for another value",
                one_of(names())
            )
        }
        _ => format!("there is no argument `{name}`; write {}", one_of(names())),
    }
}

fn unnamed(written: &RawArgument) -> String {
    let Given::Unnamed(value) = &written.given else {
        return "`args(..)` takes names of arguments, such as `args(id)`".to_owned();
    };
    if let Some(TokenTree::Literal(literal)) = single(value) {
        let text = literal.to_string();
        let text = text.trim_matches('"');
        return format!("`args(..)` takes names of arguments without quotes: `{text}`");
    }
    let text = source(value);
    if starts_with_sigil(value) {
        let bare = text.replace(['?', '%'], "");
        let bare = bare.split_whitespace().collect::<Vec<_>>().join(" ");
        return format!("`args(..)` tells by the type; write `{bare}`");
    }
    if text == ".." || text == "*" {
        return "`args(..)` takes names of arguments, one by one: what a log shows is chosen"
            .to_owned();
    }
    let last = text.trim_end_matches("()").rsplit(['.', ':', '&']).next();
    let name = last.filter(|name| syn::parse_str::<Ident>(name).is_ok());
    let name = name.unwrap_or("value");
    format!(
        "`args(..)` takes names of arguments; write `fields({name} = {text})` for what is in one"
    )
}

fn starts_with_sigil(value: &TokenStream) -> bool {
    let first = value.clone().into_iter().next();
    matches!(first, Some(TokenTree::Punct(punct)) if matches!(punct.as_char(), '?' | '%'))
}
