//! Reading `batch(ids -> id, max = 500)`.

use proc_macro2::{Ident, TokenStream, TokenTree};

use super::{Batch, refuse};
use crate::args::{Arguments, Foreign, Form, Given, Grammar, Known};
use crate::diagnostics::Errors;
use crate::tokens::{bare, is_punct, source};

/// What may stand behind `ids -> id`.
const GRAMMAR: Grammar = Grammar {
    title: "`batch`",
    known: &[Known {
        name: "max",
        form: Form::Value,
        example: "max = 500",
    }],
    foreign: &[&[Foreign {
        names: &[
            "size",
            "max_size",
            "chunk",
            "chunks",
            "chunk_size",
            "limit",
            "most",
            "batch_size",
            "max_batch",
            "max_batch_size",
            "batch",
        ],
        answer: |value| {
            let value = if value.is_empty() { "500" } else { value };
            format!("here it is `max = {value}`")
        },
    }]],
    exclusive: &[],
    positional: None,
};

impl Batch {
    pub(in crate::cached) fn parse(found: &Arguments, errors: &mut Errors) -> Option<Self> {
        let (word, given) = found.get("batch")?;
        let group = match given {
            Given::List(group) => group,
            // What the writer says of it is enough.
            _ if refuse::writes_behind(found) => return None,
            _ => {
                refuse_number(word, given, errors);
                return None;
            }
        };
        refuse::company(found, errors);
        let (names, rest) = first(group.stream());
        let Some((ids, one)) = arrow(&names) else {
            refuse_names(word, &names, errors);
            return None;
        };
        let rest = GRAMMAR.read(rest, errors);
        let most = rest.number("max", errors);
        if let (Some(0), Some(value)) = (most, rest.tokens("max")) {
            errors.add(
                value,
                "`max` is how many ids one call of the body takes, and with 0 nothing would be \
                 loaded; write `max = 500`",
            );
        }
        Some(Self {
            word: word.clone(),
            ids,
            one,
            most,
        })
    }
}

/// What stands before the first comma, and behind it.
fn first(tokens: TokenStream) -> (TokenStream, TokenStream) {
    let mut trees = tokens.into_iter();
    let first = trees
        .by_ref()
        .take_while(|tree| !is_punct(Some(tree), ','))
        .collect();
    (first, trees.collect())
}

/// `ids -> id`
fn arrow(tokens: &TokenStream) -> Option<(Ident, Ident)> {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let (from, to) = match trees.as_slice() {
        [from, dash, tip, to] if is_punct(Some(dash), '-') && is_punct(Some(tip), '>') => {
            (from, to)
        }
        _ => return None,
    };
    Some((name(from)?, name(to)?))
}

/// A name, also one that `macro_rules` captured.
fn name(tree: &TokenTree) -> Option<Ident> {
    match bare(tree.clone().into()).into_iter().next() {
        Some(TokenTree::Ident(name)) => Some(name),
        _ => None,
    }
}

/// `batch = 100`, which is how many changes a writer is given.
fn refuse_number(word: &Ident, given: &Given, errors: &mut Errors) {
    let value = match given {
        Given::Value(value) => source(value),
        _ => String::new(),
    };
    let most = if value.parse::<u32>().is_ok() {
        format!("; how many ids one call of the body takes is `batch(ids -> id, max = {value})`")
    } else {
        String::new()
    };
    errors.add(
        word,
        format!(
            "`batch` names the argument that holds the ids, and what the key calls one of them; \
             write `batch(ids -> id)`{most}"
        ),
    );
}

fn refuse_names(word: &Ident, names: &TokenStream, errors: &mut Errors) {
    let first = names.clone().into_iter().next();
    let Some(first) = first else {
        errors.add(
            word,
            "`batch` names the argument that holds the ids, and what the key calls one of them; \
             write `batch(ids -> id)`",
        );
        return;
    };
    let message = match name(&first) {
        Some(ids) => {
            let ids = ids.to_string();
            let one = ids.strip_suffix('s').filter(|one| !one.is_empty());
            let one = one.map_or_else(|| format!("one_of_{ids}"), str::to_owned);
            format!(
                "`batch` also says what the key calls one of `{ids}`; write `batch({ids} -> {one})`"
            )
        }
        None => format!(
            "`batch` takes two names, not `{}`; write `batch(ids -> id)`",
            source(names)
        ),
    };
    errors.add(names, message);
}
