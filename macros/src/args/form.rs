//! Values that take arguments of their own: `exponential("50ms", max = "5s")`.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

use super::suggest::{did_you_mean, one_of};
use super::{Arguments, Grammar};
use crate::diagnostics::Errors;
use crate::tokens::{bare, single, source, unraw};

/// A value of the form `word` or `word(..)`.
pub(crate) struct Called {
    pub(crate) word: Ident,
    pub(crate) arguments: Arguments,
}

/// The word that `value` begins with and what stands in the parentheses behind it; `None` if it is
/// of another form, which a text or an expression may be.
pub(crate) fn called(value: &TokenStream) -> Option<(Ident, TokenStream)> {
    if let Some(TokenTree::Ident(word)) = single(value) {
        return Some((word, TokenStream::new()));
    }
    let mut trees = bare(value.clone()).into_iter();
    match (trees.next(), trees.next(), trees.next()) {
        (Some(TokenTree::Ident(word)), Some(TokenTree::Group(group)), None)
            if group.delimiter() == Delimiter::Parenthesis =>
        {
            Some((word, group.stream()))
        }
        _ => None,
    }
}

/// Reads a value that is one of a few words, each with a grammar of its own. `example` is how the
/// whole argument may be written.
pub(crate) fn one_of_forms(
    name: &str,
    value: &TokenStream,
    forms: &[(&'static str, &Grammar)],
    example: &str,
    errors: &mut Errors,
) -> Option<Called> {
    let names = || forms.iter().map(|(word, _)| *word);
    let Some((word, inside)) = called(value) else {
        let written = source(value);
        let unquoted = names().find(|known| format!("\"{known}\"") == written);
        let message = match unquoted {
            // The one that needs no arguments can be copied; the example shows the others.
            Some(word) if !example.contains(&format!("{word}(")) => {
                format!("write the {name} without quotes: `{name} = {word}`")
            }
            _ => format!(
                "`{name}` takes {}, not `{written}`; write `{example}`",
                one_of(names())
            ),
        };
        errors.add(value, message);
        return None;
    };
    let text = unraw(&word);
    let Some((_, grammar)) = forms.iter().find(|(known, _)| *known == text) else {
        let hint = did_you_mean(&text, names());
        errors.add(
            &word,
            format!("unknown {name} `{text}`{hint} ({})", one_of(names())),
        );
        return None;
    };
    let arguments = grammar.read(inside, errors);
    Some(Called { word, arguments })
}
