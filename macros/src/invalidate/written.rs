//! What was written in `#[invalidate(..)]`.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Token;
use syn::parse::Parser;
use syn::punctuated::Punctuated;

use crate::args::{ALLOW, Foreign, Form, Grammar, Known};
use crate::diagnostics::Errors;
use crate::key::Source;
use crate::stack::Entry;
use crate::tokens::{single, source};

const GRAMMAR: Grammar = Grammar {
    title: "`#[invalidate]`",
    known: &[
        Known {
            name: "key",
            form: Form::Value,
            example: "key = \"user:{id}\"",
        },
        Known {
            name: "keys",
            form: Form::Value,
            example: "keys = [\"user:{id}\", \"users\"]",
        },
        Known {
            name: "always",
            form: Form::Word,
            example: "always",
        },
        Known {
            name: "version",
            form: Form::Value,
            example: "version = 2",
        },
        Known {
            name: "cache",
            form: Form::Value,
            example: "cache = self.cache",
        },
        ALLOW,
    ],
    foreign: &[
        Foreign {
            names: &["after", "after_invocation", "on_success", "if_ok"],
            answer: |_| "entries are removed after `Ok` without a word; remove it".to_owned(),
        },
        Foreign {
            names: &[
                "before",
                "before_invocation",
                "on_error",
                "unconditional",
                "force",
            ],
            answer: |_| "here it is `always`".to_owned(),
        },
        Foreign {
            names: &["condition", "unless", "only_if"],
            answer: |_| {
                "entries are removed after `Ok`, or `always`; for anything else call the manager's \
                 `delete`"
                    .to_owned()
            },
        },
        Foreign {
            names: &["pattern", "all", "all_entries", "prefix", "key_prefix"],
            answer: |_| {
                "keys are named one by one; for a pattern call the manager's `clear`".to_owned()
            },
        },
    ],
    exclusive: &[],
    positional: None,
};

pub(super) struct Written {
    pub(super) keys: Vec<Source>,
    pub(super) always: bool,
    pub(super) version: Option<u32>,
    pub(super) cache: Option<TokenStream>,
    pub(super) allows_order: bool,
}

impl Written {
    pub(super) fn parse(entry: &Entry, errors: &mut Errors) -> Self {
        let found = GRAMMAR.read(entry.args.clone(), errors);
        let mut keys = Vec::new();
        if let Some(value) = found.tokens("key") {
            match single(value) {
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => {
                    let message = format!("`key` is one key; write `keys = {}`", source(value));
                    errors.add(value, message);
                }
                _ => keys.extend(Source::parse(value, errors)),
            }
        }
        if let Some(value) = found.tokens("keys") {
            keys.extend(list(value, errors));
        }
        if !found.has("key") && !found.has("keys") && !found.any_refused() {
            errors.add(
                &entry.name,
                "`#[invalidate]` needs a key, for example `#[invalidate(key = \"user:{id}\")]`",
            );
        }
        found.crate_path(errors);
        Self {
            keys,
            always: found.has("always"),
            version: found.number("version", errors),
            cache: found.code("cache", "cache = self.cache", errors),
            allows_order: found.allows("order", errors),
        }
    }
}

/// `["user:{id}", expr]`
fn list(value: &TokenStream, errors: &mut Errors) -> Vec<Source> {
    let group = match single(value) {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => group,
        _ => {
            let message = format!("`keys` is a list; write `keys = [{}]`", source(value));
            errors.add(value, message);
            return Vec::new();
        }
    };
    if group.stream().is_empty() {
        errors.add(
            &group,
            "`keys` is empty; write `keys = [\"user:{id}\", \"users\"]`",
        );
    }
    let parse = Punctuated::<syn::Expr, Token![,]>::parse_terminated;
    let elements = match parse.parse2(group.stream()) {
        Ok(elements) => elements,
        Err(error) => {
            errors.combine(error);
            return Vec::new();
        }
    };
    let keys = elements
        .iter()
        .filter_map(|key| Source::parse(&key.to_token_stream(), errors));
    keys.collect()
}
