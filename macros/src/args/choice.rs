//! Closed sets of choices: bare words, never text.

use proc_macro2::TokenTree;
use quote::ToTokens;

use super::Arguments;
use super::suggest::{did_you_mean, one_of};
use crate::diagnostics::Errors;
use crate::tokens::{single, source, unraw};

/// Words that other libraries have for a choice, and ours.
pub(crate) type Others = &'static [(&'static [&'static str], &'static str)];

impl Arguments {
    /// The choice that was made for `name`, where other libraries have other words for it.
    pub(crate) fn choice_or<T: Copy>(
        &self,
        name: &str,
        choices: &[(&'static str, T)],
        others: Others,
        errors: &mut Errors,
    ) -> Option<(T, proc_macro2::Ident)> {
        let value = single(self.tokens(name)?);
        let text = value.as_ref().map(|word| word.to_string().to_lowercase());
        let text = text.as_deref().map(|text| text.trim_matches('"'));
        let ours = text.and_then(|text| {
            let mut others = others.iter();
            others.find(|(words, _)| words.contains(&text))
        });
        match (ours, text) {
            (Some((_, ours)), Some(text)) => {
                errors.add(
                    value.to_token_stream(),
                    format!("unknown {name} `{text}`; here it is `{ours}`"),
                );
                None
            }
            _ => self.choice(name, choices, errors),
        }
    }

    /// The choice that was made for `name`, with the word that made it.
    pub(crate) fn choice<T: Copy>(
        &self,
        name: &str,
        choices: &[(&'static str, T)],
        errors: &mut Errors,
    ) -> Option<(T, proc_macro2::Ident)> {
        let value = self.tokens(name)?;
        let names = || choices.iter().map(|(word, _)| *word);
        match single(value) {
            Some(TokenTree::Ident(word)) => {
                let text = unraw(&word);
                if let Some((_, choice)) = choices.iter().find(|(known, _)| *known == text) {
                    return Some((*choice, word));
                }
                let hint = did_you_mean(&text, names());
                errors.add(
                    &word,
                    format!("unknown {name} `{text}`{}", list(&hint, names())),
                );
            }
            Some(TokenTree::Literal(literal)) => {
                let text = literal.to_string();
                let text = text.trim_matches('"');
                if names().any(|known| known == text) {
                    errors.add(
                        &literal,
                        format!("write the {name} without quotes: `{name} = {text}`"),
                    );
                } else {
                    let hint = did_you_mean(text, names());
                    errors.add(
                        &literal,
                        format!("unknown {name} `{text}`{}", list(&hint, names())),
                    );
                }
            }
            _ => {
                let first = value.clone().into_iter().next();
                let first = first.map(|tree| tree.to_string());
                let known = names().find(|known| first.as_deref() == Some(known));
                let way = known.map(|known| format!("; write `{name} = {known}`"));
                errors.add(
                    value,
                    format!(
                        "`{name}` takes {}, not `{}`{}",
                        one_of(names()),
                        source(value),
                        way.unwrap_or_default()
                    ),
                );
            }
        }
        None
    }
}

fn list<'a>(hint: &str, names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    match names.as_slice() {
        [only] if hint.is_empty() => format!("; there is only `{only}`"),
        [_] => hint.to_owned(),
        _ if hint.is_empty() => format!("; write {}", one_of(names)),
        _ => format!("{hint} ({})", one_of(names)),
    }
}
