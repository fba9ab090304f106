//! `skip(PayError::NotFound => debug, PayError::Gone => off)`: errors that are told at another level.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::Parser;
use syn::{Pat, Token};

use crate::args::{Arguments, Given, did_you_mean, one_of};
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::log::Level;
use crate::tokens::{single, source, unraw};

/// Errors of a pattern, and at which level they are told.
pub(super) struct Skip {
    pub(super) pattern: TokenStream,
    pub(super) told: Told,
}

/// How loudly.
#[derive(Clone, Copy)]
pub(super) enum Told {
    At(Level),
    Off,
}

/// What stands in `skip(..)`.
pub(super) fn read(found: &Arguments, function: &Function, errors: &mut Errors) -> Vec<Skip> {
    let Some((word, Given::List(group))) = found.get("skip") else {
        return Vec::new();
    };
    if group.stream().is_empty() {
        errors.add(
            word,
            "`skip()` names nothing; write `skip(PayError::NotFound => debug)`, or remove it",
        );
    }
    let parts = separated(group.stream());
    let parts = parts.iter();
    parts
        .filter_map(|part| one(part, function, errors))
        .collect()
}

/// `PATTERN => level`
fn one(part: &TokenStream, function: &Function, errors: &mut Errors) -> Option<Skip> {
    let Some((pattern, level)) = arrow(part) else {
        if let Some(TokenTree::Ident(name)) = single(part)
            && function.binding(&unraw(&name)).is_some()
        {
            errors.add(
                &name,
                "no argument is logged unless `args(..)` names it, and `skip` is about errors; remove it",
            );
            return None;
        }
        let written = source(part);
        errors.add(
            part,
            format!(
                "`skip` says at which level errors are told instead; write `skip({written} => debug)`, \
                 or `skip({written} => off)`"
            ),
        );
        return None;
    };
    if let Some(TokenTree::Ident(ident)) = single(&pattern)
        && ident != "_"
    {
        let text = unraw(&ident);
        errors.add(
            &ident,
            format!(
                "as a pattern, `{text}` matches every error; write its path, such as `PayError::{text}`"
            ),
        );
        return None;
    }
    if Pat::parse_multi_with_leading_vert
        .parse2(pattern.clone())
        .is_err()
    {
        let message = format!("`{}` is no pattern of an error", source(&pattern));
        errors.add(part, message);
        return None;
    }
    Some(Skip {
        pattern,
        told: told(&level, errors)?,
    })
}

/// The word behind the arrow.
fn told(level: &TokenStream, errors: &mut Errors) -> Option<Told> {
    const OFF: &str = "off";
    let names = || Level::words().chain([OFF]);
    let Some(TokenTree::Ident(word)) = single(level) else {
        let text = source(level);
        let text = text.trim_matches('"');
        let message = if names().any(|name| name == text) {
            format!("write the level without quotes: `{text}`")
        } else {
            format!("behind `=>` stands {}, not `{text}`", one_of(names()))
        };
        errors.add(level, message);
        return None;
    };
    let text = unraw(&word);
    if text == OFF {
        return Some(Told::Off);
    }
    let level = Level::of_word(&text);
    if level.is_none() {
        let hint = did_you_mean(&text, names());
        let all = one_of(names());
        errors.add(&word, format!("unknown level `{text}`{hint} ({all})"));
    }
    level.map(Told::At)
}

/// What stands before and behind `=>`.
fn arrow(part: &TokenStream) -> Option<(TokenStream, TokenStream)> {
    let parse = |input: syn::parse::ParseStream<'_>| {
        let mut pattern = TokenStream::new();
        while !input.peek(Token![=>]) {
            pattern.extend([input.parse::<TokenTree>()?]);
        }
        input.parse::<Token![=>]>()?;
        let level: TokenStream = input.parse()?;
        Ok((pattern, level))
    };
    let (pattern, level) = parse.parse2(part.clone()).ok()?;
    (!pattern.is_empty() && !level.is_empty()).then_some((pattern, level))
}

/// The stretches between commas.
fn separated(tokens: TokenStream) -> Vec<TokenStream> {
    let mut parts = vec![TokenStream::new()];
    for tree in tokens {
        match (&tree, parts.last_mut()) {
            (TokenTree::Punct(punct), _) if punct.as_char() == ',' => {
                parts.push(TokenStream::new());
            }
            (_, Some(part)) => part.extend([tree]),
            (_, None) => {}
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}
