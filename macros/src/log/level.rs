//! `level = warn`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use crate::args::{Arguments, Form, Known, one_of};
use crate::diagnostics::Errors;

/// One of the levels of `tracing`, from the quietest on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Trace,
    Debug,
    Info,
    Warn,
    Error,
}

pub(crate) const LEVEL: Known = Known {
    name: "level",
    form: Form::Value,
    example: "level = info",
};

pub(crate) const TARGET: Known = Known {
    name: "target",
    form: Form::Value,
    example: "target = \"api\"",
};

pub(crate) const MESSAGE: Known = Known {
    name: "message",
    form: Form::Value,
    example: "message = \"order placed\"",
};

const LEVELS: &[(&str, Level)] = &[
    ("trace", Level::Trace),
    ("debug", Level::Debug),
    ("info", Level::Info),
    ("warn", Level::Warn),
    ("error", Level::Error),
];

/// What others call them.
const OTHERS: &[(&str, &str)] = &[
    ("warning", "warn"),
    ("critical", "error"),
    ("fatal", "error"),
    ("notice", "info"),
    ("information", "info"),
    ("verbose", "debug"),
];

impl Level {
    /// What stands behind `name =`.
    pub(crate) fn read(name: &str, found: &Arguments, errors: &mut Errors) -> Option<Self> {
        if let Some((value, word)) = other_spelling(found.tokens(name)?) {
            errors.add(value, format!("a level is a word; write `{name} = {word}`"));
            return None;
        }
        if let Some(value) = found.tokens(name).filter(|value| is_off(value)) {
            errors.add(
                value,
                format!(
                    "`{name} = off` would tell nothing; write {}, or remove the attribute",
                    one_of(Self::words())
                ),
            );
            return None;
        }
        found.choice(name, LEVELS, errors).map(|(level, _)| level)
    }

    /// All of them, as they are written.
    pub(crate) fn words() -> impl Iterator<Item = &'static str> {
        LEVELS.iter().map(|(word, _)| *word)
    }

    /// The one that is written so.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        let found = LEVELS.iter().find(|(known, _)| *known == word);
        found.map(|(_, level)| *level)
    }

    /// As it is written.
    pub(crate) fn word(self) -> &'static str {
        let found = LEVELS.iter().find(|(_, level)| *level == self);
        found.map_or("info", |(word, _)| word)
    }

    /// A constant expression of the runtime's type.
    pub(crate) fn expand(self, private: &TokenStream) -> TokenStream {
        let at = Span::mixed_site();
        let name = Ident::new(&self.word().to_uppercase(), at);
        quote_spanned!(at=> #private::log::Level::#name)
    }
}

fn is_off(value: &TokenStream) -> bool {
    matches!(&*value.to_string(), "off" | "none" | "\"off\"" | "false")
}

/// `Level::INFO`, `INFO`, `"Info"`, `"warning"`.
fn other_spelling(value: &TokenStream) -> Option<(TokenStream, &'static str)> {
    let text = value.to_string().replace(' ', "");
    let last = text.rsplit("::").next().unwrap_or_default();
    let bare = last.trim_matches('"').to_lowercase();
    let known = |word: &str| LEVELS.iter().find(|(level, _)| *level == word);
    let other = OTHERS.iter().find(|(other, _)| *other == bare);
    let known = known(&bare).map(|(word, _)| word);
    let word = known.or(other.map(|(_, word)| word))?;
    // `info`, and `"info"`, which is answered for all choices alike.
    let plain = text == *word || text == format!("\"{word}\"");
    (!plain).then(|| (value.clone(), *word))
}
