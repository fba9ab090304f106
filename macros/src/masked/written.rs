//! What was written: the words about a field, and those about the type.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::{Attribute, LitStr, Meta};

use super::grammar::{KINDS, ON_FIELD, ON_TYPE, WORDS};
use crate::args::{Arguments, Given, Grammar, did_you_mean, one_of, split};
use crate::diagnostics::Errors;
use crate::paths::Paths;
use crate::tokens::{bare, unraw};

/// The words about a type.
pub(super) struct OnType {
    pub(super) paths: Paths,
    pub(super) default: Option<Default>,
    pub(super) serialize: bool,
    pub(super) reject_masked: Option<Ident>,
}

/// What holds for the fields without a word.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Default {
    Show,
    Secret,
}

impl OnType {
    pub(super) fn read(attrs: &[Attribute], errors: &mut Errors) -> Self {
        let found = read(&ON_TYPE, attrs, errors);
        let found = found.as_ref();
        let choices = [("show", Default::Show), ("secret", Default::Secret)];
        let word = |name: &str| found?.get(name).map(|(ident, _)| ident.clone());
        Self {
            paths: Paths::new(found.and_then(|found| found.crate_path(errors))),
            default: found
                .and_then(|found| found.choice("default", &choices, errors))
                .map(|(default, _)| default),
            serialize: word("serialize").is_some(),
            reject_masked: word("reject_masked"),
        }
    }
}

/// The words about a field.
#[derive(std::default::Default)]
pub(super) struct OnField {
    pub(super) word: Option<Word>,
    pub(super) keys: Option<Keys>,
    pub(super) reject_masked: Option<Ident>,
}

/// What becomes of a field, as far as it was said.
pub(super) enum Word {
    Secret,
    Show,
    Skip,
    Fixed(String),
    With(TokenStream),
    Reads(Reads),
}

/// A word that reads a text.
#[derive(Clone, Copy)]
pub(super) enum Reads {
    /// The type of the runtime.
    Kind(&'static str),
    Text,
    /// A pseudonym, under this name.
    Hash(&'static str),
    KeepFirst(u32),
    KeepLast(u32),
}

/// What becomes of the keys of a map.
pub(super) enum Keys {
    Shown,
    Hidden,
    Masked(Reads),
}

impl OnField {
    /// `None` after an error: what was meant is not known.
    pub(super) fn read(attrs: &[Attribute], errors: &mut Errors) -> Option<Self> {
        let before = errors.len();
        let Some(found) = read(&ON_FIELD, attrs, errors) else {
            return (errors.len() == before).then(Self::default);
        };
        if let Some(path) = found.get("crate") {
            errors.add(path.0, "`crate` belongs on the type");
        }
        let word = word(&found, errors);
        let keys = keys(&found, errors);
        (errors.len() == before).then(|| Self {
            word,
            keys,
            reject_masked: found.get("reject_masked").map(|(ident, _)| ident.clone()),
        })
    }
}

fn word(found: &Arguments, errors: &mut Errors) -> Option<Word> {
    let mut given = WORDS.iter().filter(|name| found.has(name)).copied();
    let first = given.next()?;
    let kind = KINDS.iter().find(|(name, _)| *name == first);
    for second in given {
        // A pseudonym under the name of a kind.
        if second == "hash" && kind.is_some() {
            continue;
        }
        if let Some((ident, _)) = found.get(second) {
            let message = format!("`{second}` cannot stand together with `{first}`; remove one");
            errors.add(ident, message);
        }
    }
    if let Some((name, ty)) = kind {
        return Some(Word::Reads(if found.has("hash") {
            Reads::Hash(name)
        } else {
            Reads::Kind(ty)
        }));
    }
    match first {
        "secret" => Some(Word::Secret),
        "show" => Some(Word::Show),
        "skip" => Some(Word::Skip),
        "text" => Some(Word::Reads(Reads::Text)),
        "hash" => Some(Word::Reads(Reads::Hash("value"))),
        "keep_first" => {
            kept(found, first, errors).map(|count| Word::Reads(Reads::KeepFirst(count)))
        }
        "keep_last" => kept(found, first, errors).map(|count| Word::Reads(Reads::KeepLast(count))),
        "fixed" => fixed(found, errors).map(Word::Fixed),
        _ => called(found, errors).map(Word::With),
    }
}

/// The path of a function. Of a closure, what its arguments are would not be known.
fn called(found: &Arguments, errors: &mut Errors) -> Option<TokenStream> {
    let code = found.code("with", "with = mask_name", errors)?;
    if syn::parse2::<syn::ExprPath>(bare(code.clone())).is_err() {
        errors.add(
            code,
            "`with` takes the path of a function, `fn(&T, &mut fmt::Formatter<'_>) -> \
             fmt::Result`; write `with = mask_name`",
        );
        return None;
    }
    Some(code)
}

/// How many characters are shown. Of more, too little would stay hidden.
fn kept(found: &Arguments, name: &str, errors: &mut Errors) -> Option<u32> {
    let count = found.number(name, errors)?;
    if (1..=32).contains(&count) {
        return Some(count);
    }
    let fix = if count == 0 {
        "to show nothing, write `secret`"
    } else {
        "to show everything, write `show`"
    };
    errors.add(
        found.tokens(name),
        format!("`{name}` shows 1 to 32 characters; {fix}"),
    );
    None
}

fn fixed(found: &Arguments, errors: &mut Errors) -> Option<String> {
    let value = found.tokens("fixed")?;
    match syn::parse2::<LitStr>(bare(value.clone())) {
        Ok(text) if text.value().is_empty() => {
            errors.add(
                value,
                "`fixed` has no text; to leave the field out, write `skip`",
            );
            None
        }
        Ok(text) => Some(text.value()),
        Err(_) => {
            errors.add(value, "`fixed` takes a text; write `fixed = \"(hidden)\"`");
            None
        }
    }
}

fn keys(found: &Arguments, errors: &mut Errors) -> Option<Keys> {
    let Some((ident, Given::List(group))) = found.get("keys") else {
        return None;
    };
    let names = || {
        let kinds = KINDS.iter().map(|(name, _)| *name);
        ["secret", "show", "text", "hash"].into_iter().chain(kinds)
    };
    let written = split(group.stream());
    let [only] = written.as_slice() else {
        errors.add(ident, "`keys(..)` takes one word; write `keys(email)`");
        return None;
    };
    let (Some(name), Given::Word) = (&only.name, &only.given) else {
        errors.add(only, format!("`keys(..)` takes {}", one_of(names())));
        return None;
    };
    let text = unraw(name);
    match text.as_str() {
        "secret" => return Some(Keys::Hidden),
        "show" => return Some(Keys::Shown),
        "text" => return Some(Keys::Masked(Reads::Text)),
        "hash" => return Some(Keys::Masked(Reads::Hash("value"))),
        _ => {}
    }
    if let Some((_, ty)) = KINDS.iter().find(|(kind, _)| *kind == text) {
        return Some(Keys::Masked(Reads::Kind(ty)));
    }
    let hint = did_you_mean(&text, names());
    let answer = if hint.is_empty() {
        format!("; write {}", one_of(names()))
    } else {
        hint
    };
    errors.add(name, format!("unknown word `{text}` for keys{answer}"));
    None
}

/// The arguments of all `#[mask(..)]` among `attrs`.
fn read(grammar: &Grammar, attrs: &[Attribute], errors: &mut Errors) -> Option<Arguments> {
    let mut tokens = TokenStream::new();
    let mut any = false;
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("mask")) {
        match &attr.meta {
            Meta::List(list) if !list.tokens.is_empty() => {
                any = true;
                tokens.extend(list.tokens.clone());
                tokens.extend(quote::quote!(,));
            }
            Meta::List(list) => errors.add(
                list,
                format!("`#[mask()]` says nothing; write {}", such_as(grammar)),
            ),
            other => errors.add(
                other,
                format!(
                    "`#[mask]` takes its arguments in parentheses; write {}",
                    in_parentheses(grammar, other)
                ),
            ),
        }
    }
    any.then(|| grammar.read(tokens, errors))
}

/// What was meant by `#[mask = "email"]`.
fn in_parentheses(grammar: &Grammar, written: &Meta) -> String {
    let text = match written {
        Meta::NameValue(pair) => match &pair.value {
            syn::Expr::Lit(literal) => syn::parse2::<LitStr>(literal.to_token_stream()).ok(),
            _ => None,
        },
        _ => None,
    };
    match text.and_then(|text| grammar.word(&text.value())) {
        Some(word) => format!("`#[mask({word})]`"),
        None => such_as(grammar),
    }
}

fn such_as(grammar: &Grammar) -> String {
    let example = grammar.known.first().map_or("", |known| known.example);
    format!("`#[mask({example})]`")
}
