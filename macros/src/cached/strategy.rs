//! `strategy = ..`: what the function is to the cache.

use proc_macro2::{Ident, TokenStream};

use super::behind;
use crate::args::{Arguments, Foreign, Form, Grammar, Known, one_of_forms, snake};
use crate::diagnostics::Errors;

/// What the function is to the cache.
pub(super) enum Strategy {
    /// It is what loads an entry that is missing.
    CacheAside,
    /// The same, and it runs again before the entry ends.
    RefreshAhead(Word),
    /// It writes the user's store, and then the entry.
    WriteThrough(Word),
    /// It is what takes changes to the user's store, later.
    WriteBehind(Word),
}

/// The word that chose it, and what stands in its parentheses.
pub(super) struct Word {
    pub(super) word: Ident,
    pub(super) arguments: Arguments,
}

const fn grammar(title: &'static str, known: &'static [Known]) -> Grammar {
    Grammar {
        title,
        known,
        foreign: &[],
        exclusive: &[],
        positional: None,
    }
}

const CACHE_ASIDE: Grammar = grammar("`cache_aside`", &[]);
const WRITE_THROUGH: Grammar = Grammar {
    foreign: &[&[Foreign {
        names: &["value", "key", "ttl"],
        answer: |_| {
            "it stands beside the strategy: `strategy = write_through, value = user`".to_owned()
        },
    }]],
    ..grammar("`write_through`", &[])
};

const REFRESH_AHEAD: Grammar = grammar(
    "`refresh_ahead`",
    &[Known {
        name: "at",
        form: Form::Value,
        example: "at = 0.8",
    }],
);

/// What other libraries call a strategy, and what it is here.
const OTHERS: &[(&[&str], &str)] = &[
    (
        &[
            "read_through",
            "look_aside",
            "lazy_loading",
            "lazy",
            "loading",
        ],
        "`strategy = cache_aside`, which needs no word",
    ),
    (
        &[
            "refresh",
            "read_ahead",
            "prefetch",
            "refresh_after_write",
            "refresh_in_background",
        ],
        "`strategy = refresh_ahead`",
    ),
    (
        &["swr", "stale_while_revalidate", "stale"],
        "`stale_while_revalidate = \"1m\"`, without a strategy",
    ),
    (
        &["stale_if_error", "fail_safe", "failover"],
        "`stale_if_error = \"6h\"`, without a strategy",
    ),
    (
        &["xfetch", "early", "probabilistic"],
        "`early = xfetch`, without a strategy",
    ),
    (
        &["write_back", "write_later", "deferred"],
        "`strategy = write_behind`",
    ),
    (
        &["write_around", "evict", "invalidate", "delete"],
        "`#[invalidate(key = \"user:{id}\")]` on the function that writes",
    ),
    (
        &["batch", "bulk", "multi"],
        "`batch(ids -> id)`, without a strategy",
    ),
];

/// The word of another library, in quotes or not, in snake case or with hyphens.
fn elsewhere(value: &TokenStream) -> Option<(String, &'static str)> {
    let first = value.clone().into_iter().next()?.to_string();
    let word = snake(&first.trim_matches('"').replace('-', "_"));
    let mut rows = OTHERS.iter();
    let (_, ours) = rows.find(|(words, _)| words.contains(&&*word))?;
    Some((first.trim_matches('"').to_owned(), ours))
}

impl Strategy {
    pub(super) fn parse(found: &Arguments, errors: &mut Errors) -> Self {
        let Some(value) = found.tokens("strategy") else {
            return Self::CacheAside;
        };
        if let Some((word, ours)) = elsewhere(value) {
            errors.add(
                value,
                format!("unknown strategy `{word}`; here it is {ours}"),
            );
            return Self::CacheAside;
        }
        let forms = [
            ("cache_aside", &CACHE_ASIDE),
            ("refresh_ahead", &REFRESH_AHEAD),
            ("write_through", &WRITE_THROUGH),
            ("write_behind", &behind::GRAMMAR),
        ];
        let example = "strategy = refresh_ahead";
        let Some(called) = one_of_forms("strategy", value, &forms, example, errors) else {
            return Self::CacheAside;
        };
        let word = Word {
            word: called.word,
            arguments: called.arguments,
        };
        match word.word.to_string().as_str() {
            "refresh_ahead" => Self::RefreshAhead(word),
            "write_through" => Self::WriteThrough(word),
            "write_behind" => {
                behind::refuse_others(found, errors);
                Self::WriteBehind(word)
            }
            _ => Self::CacheAside,
        }
    }
}
