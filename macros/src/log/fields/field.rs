//! `fields(tenant = request.tenant, size = %bytes, plan = ?plan)`.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::Expr;

use super::{Fields, Told};
use crate::args::{Given, RawArgument, split};
use crate::diagnostics::Errors;
use crate::tokens::{source, unraw};

pub(super) fn read(word: &Ident, inside: TokenStream, fields: &mut Fields, errors: &mut Errors) {
    if inside.is_empty() {
        errors.add(
            word,
            "`fields()` names nothing; write `fields(tenant = user.tenant)`, or remove it",
        );
    }
    for written in split(inside) {
        one(&written, fields, errors);
    }
}

fn one(written: &RawArgument, fields: &mut Fields, errors: &mut Errors) {
    let Some(name) = &written.name else {
        errors.add(written, unnamed(written));
        return;
    };
    let text = unraw(name);
    match &written.given {
        Given::Value(value) if !value.is_empty() => {
            if let Some(told) = told(value, errors) {
                fields.add(name, &[], told, errors);
            }
        }
        Given::List(group) => {
            let inside = source(&group.stream());
            errors.add(
                written,
                format!("a field is `name = value`; write `{text} = {inside}`"),
            );
        }
        _ => errors.add(
            name,
            format!("`{text}` has no value; write `{text} = {text}`, or `args({text})`"),
        ),
    }
}

fn told(value: &TokenStream, errors: &mut Errors) -> Option<Told> {
    let mut rest = value.clone().into_iter();
    let sigil = match rest.next() {
        Some(TokenTree::Punct(punct)) if matches!(punct.as_char(), '?' | '%') => {
            Some(punct.as_char())
        }
        _ => None,
    };
    let expression = match sigil {
        Some(_) => rest.collect(),
        None => value.clone(),
    };
    if let Err(error) = syn::parse2::<Expr>(expression.clone()) {
        errors.combine(error);
        return None;
    }
    Some(match sigil {
        Some('?') => Told::Debug(expression),
        Some(_) => Told::Display(expression),
        None => Told::Value(expression),
    })
}

fn unnamed(written: &RawArgument) -> String {
    let Given::Unnamed(value) = &written.given else {
        return "a field is `name = value`".to_owned();
    };
    let text = source(value);
    // `http.status = 200` and `"http.status" = 200`.
    if let Some((name, value)) = text.split_once('=').filter(|(name, _)| !name.is_empty()) {
        let name = name
            .trim()
            .trim_matches('"')
            .replace(['.', '-', ':', ' '], "_");
        if syn::parse_str::<Ident>(&name).is_ok() {
            return format!(
                "a field's name is one word; write `{name} = {}`",
                value.trim()
            );
        }
    }
    let bare = text.trim_start_matches(['?', '%', ' ']);
    let name = bare.rsplit(['.', ':', '&']).next().unwrap_or_default();
    let name = if syn::parse_str::<Ident>(name).is_ok() {
        name
    } else {
        "value"
    };
    let text = text.replace("? ", "?").replace("% ", "%");
    format!("a field is `name = value`; write `{name} = {text}`")
}
