//! What was written in `#[invalidate(..)]`.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

use super::glob::Glob;
use crate::args::{ALLOW, Foreign, Form, Grammar, Known};
use crate::cached::foreign::{TAGS as TAGS_ELSEWHERE, tags};
use crate::diagnostics::Errors;
use crate::key::{ListOf, Source};
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
            name: "tags",
            form: Form::Value,
            example: "tags = [\"org:{org}\"]",
        },
        Known {
            name: "pattern",
            form: Form::Value,
            example: "pattern = \"user:*\"",
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
    foreign: &[&[
        Foreign {
            names: &["after", "after_invocation", "on_success", "if_ok", "sync"],
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
            names: &["condition", "unless", "only_if", "when"],
            answer: |_| {
                "entries are removed after `Ok`, or `always`; for anything else call the manager's \
                 `delete`"
                    .to_owned()
            },
        },
        Foreign {
            names: &[
                "all",
                "all_entries",
                "everything",
                "prefix",
                "key_prefix",
                "key_pattern",
                "glob",
                "like",
            ],
            answer: pattern,
        },
        Foreign {
            names: TAGS_ELSEWHERE,
            answer: tags,
        },
        Foreign {
            names: &[
                "value",
                "cache_name",
                "cache_names",
                "name",
                "names",
                "key_generator",
                "key_builder",
                "function",
                "target",
                "args_map",
            ],
            answer: |_| {
                "an entry is named by its key, the same as that of the function that is cached; write \
                 `key = \"user:{id}\"`"
                    .to_owned()
            },
        },
        Foreign {
            names: &["ttl", "delay", "expire"],
            answer: |_| "entries are removed at once; remove it".to_owned(),
        },
    ]],
    exclusive: &[],
    positional: None,
};

/// `prefix = "user:"` as a pattern of what begins so.
fn pattern(value: &str) -> String {
    let inside = value.trim_matches('"');
    let glob = match inside {
        _ if !value.starts_with('"') || inside.is_empty() => "user:*".to_owned(),
        glob if glob.contains('*') => glob.to_owned(),
        prefix => format!("{prefix}*"),
    };
    format!("here it is `pattern = \"{glob}\"`")
}

const KEYS: ListOf = ListOf {
    argument: "keys",
    example: "keys = [\"user:{id}\", \"users\"]",
};

const TAGS: ListOf = ListOf {
    argument: "tags",
    example: "tags = [\"org:{org}\"]",
};

pub(super) struct Written {
    pub(super) keys: Vec<Source>,
    pub(super) tags: Vec<Source>,
    pub(super) pattern: Option<Glob>,
    /// The name of that argument.
    pub(super) pattern_name: Option<Ident>,
    pub(super) always: bool,
    pub(super) version: Option<u32>,
    pub(super) version_name: Option<Ident>,
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
            keys.extend(Source::list(&KEYS, value, errors));
        }
        let tags = found.tokens("tags");
        let tags = tags.map(|value| Source::list(&TAGS, value, errors));
        let pattern = found.tokens("pattern");
        let pattern = pattern.and_then(|value| Glob::parse(value, errors));
        let names = ["key", "keys", "tags", "pattern"];
        if !names.into_iter().any(|name| found.has(name)) && !found.any_refused() {
            errors.add(
                &entry.name,
                "`#[invalidate]` needs a key, for example `#[invalidate(key = \"user:{id}\")]`, or \
                 `tags`, or a `pattern`",
            );
        }
        found.crate_path(errors);
        Self {
            keys,
            tags: tags.unwrap_or_default(),
            pattern,
            pattern_name: found.get("pattern").map(|(name, _)| name.clone()),
            always: found.has("always"),
            version: found.number("version", errors),
            version_name: found.get("version").map(|(name, _)| name.clone()),
            cache: found.code("cache", "cache = self.cache", errors),
            allows_order: found.allows("order", errors),
        }
    }
}
