//! What stands in `write_behind(..)`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use crate::args::{Arguments, DurationValue, Least, Others};
use crate::cached::strategy::Word;
use crate::diagnostics::Errors;
use crate::paths::Paths;
use crate::tokens::ours;

/// What stands in `write_behind(..)`.
pub(super) struct Settings {
    pub(super) name: Option<String>,
    numbers: Vec<(&'static str, u32)>,
    every: Option<DurationValue>,
    backoff: Option<DurationValue>,
    max_backoff: Option<DurationValue>,
    store: Option<(Store, Span)>,
    on_full: Option<OnFull>,
    keeps_dead: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Store {
    Redis,
    Local,
    Volatile,
}

#[derive(Clone, Copy)]
enum OnFull {
    Wait,
    Reject,
    WriteThrough,
}

const STORES: &[(&str, Store)] = &[("redis", Store::Redis), ("local", Store::Local)];
const ON_FULL: &[(&str, OnFull)] = &[
    ("wait", OnFull::Wait),
    ("reject", OnFull::Reject),
    ("write_through", OnFull::WriteThrough),
];
const DEAD: &[(&str, bool)] = &[("keep", true), ("drop", false)];
const OTHER_STORES: Others = &[
    (
        &["disk", "file", "wal", "log", "redb", "durable"],
        "store = local",
    ),
    (&["stream", "streams"], "store = redis"),
    (&["memory", "none", "volatile"], "volatile"),
];
const OTHER_ON_FULL: Others = &[
    (&["block", "blocking", "park"], "on_full = wait"),
    (
        &["error", "fail", "abort", "drop", "discard"],
        "on_full = reject",
    ),
    (
        &["sync", "caller_runs", "bypass"],
        "on_full = write_through",
    ),
];
const OTHER_DEAD: Others = &[
    (&["store", "save", "queue", "letters"], "dead = keep"),
    (&["discard", "delete", "ignore"], "dead = drop"),
];
const NUMBERS: [&str; 4] = ["batch", "max", "attempts", "partitions"];

impl Settings {
    pub(super) fn parse(word: &Word, errors: &mut Errors) -> Self {
        let found = &word.arguments;
        let positive = |instead| Least::Positive(instead);
        let store = found.choice_or("store", STORES, OTHER_STORES, errors);
        let volatile = found.get("volatile").map(|(name, _)| name.span());
        Self {
            name: found.text("name", errors),
            numbers: NUMBERS
                .iter()
                .filter_map(|name| Some((*name, number(found, name, errors)?)))
                .collect(),
            every: found.duration("every", positive("write `batch = 1`"), errors),
            backoff: found.duration("backoff", positive("remove it"), errors),
            max_backoff: found.duration("max_backoff", positive("remove it"), errors),
            store: store
                .map(|(store, word)| (store, word.span()))
                .or(volatile.map(|at| (Store::Volatile, at))),
            on_full: found
                .choice_or("on_full", ON_FULL, OTHER_ON_FULL, errors)
                .map(|(choice, _)| choice),
            keeps_dead: found
                .choice_or("dead", DEAD, OTHER_DEAD, errors)
                .is_none_or(|(keep, _)| keep),
        }
    }

    /// An expression of the runtime's `Settings`.
    pub(super) fn expand(&self, wait: Option<&DurationValue>, paths: &Paths) -> TokenStream {
        let site = Span::mixed_site();
        let private = paths.private();
        let mut tokens = quote_spanned!(site=> #private::behind::Settings::new());
        for (name, number) in &self.numbers {
            let (name, number) = (
                Ident::new(name, site),
                proc_macro2::Literal::u32_unsuffixed(*number),
            );
            tokens.extend(quote_spanned!(site=> .#name(#number)));
        }
        if let Some(every) = self.every.as_ref().map(DurationValue::expand) {
            tokens.extend(quote_spanned!(site=> .every(#every)));
        }
        if self.backoff.is_some() || self.max_backoff.is_some() {
            let first = self.backoff.as_ref().map_or_else(
                || quote_spanned!(site=> #private::behind::BACKOFF),
                DurationValue::expand,
            );
            let most = self.max_backoff.as_ref().map_or_else(
                || quote_spanned!(site=> #private::behind::MAX_BACKOFF),
                DurationValue::expand,
            );
            tokens.extend(quote_spanned!(site=> .backoff(#first, #most)));
        }
        if let Some((store, _)) = self.store {
            let store = match store {
                Store::Redis => quote!(Redis),
                Store::Local => quote!(Local),
                Store::Volatile => quote!(Volatile),
            };
            tokens.extend(quote_spanned!(site=> .store(#private::behind::Store::#store)));
        }
        if let Some(on_full) = self.on_full {
            let on_full = match on_full {
                OnFull::Wait => quote!(Wait),
                OnFull::Reject => quote!(Reject),
                OnFull::WriteThrough => quote!(WriteThrough),
            };
            tokens.extend(quote_spanned!(site=> .on_full(#private::behind::OnFull::#on_full)));
        }
        if !self.keeps_dead {
            tokens.extend(quote_spanned!(site=> .keep_dead(false)));
        }
        if let Some(wait) = wait.map(DurationValue::expand) {
            tokens.extend(quote_spanned!(site=> .wait(#wait)));
        }
        tokens
    }

    /// The error of `store = redis` where there is no Redis.
    pub(super) fn needs_redis(&self, version: &str, paths: &Paths) -> TokenStream {
        match self.store {
            Some((Store::Redis, at)) => {
                let at = ours(at);
                let private = paths.private_at(at);
                quote_spanned!(at=> #private::needs_redis!(#version, "store", "redis");)
            }
            _ => TokenStream::new(),
        }
    }
}

fn number(found: &Arguments, name: &str, errors: &mut Errors) -> Option<u32> {
    let number = found.number(name, errors)?;
    if number == 0
        && let Some(value) = found.tokens(name)
    {
        let why = match name {
            "batch" => "a writer that is given no change writes none; write `batch = 1` at least",
            "max" => "a queue without room takes nothing; write `max = 1` at least",
            "attempts" => {
                "a change that is never tried is never written; write `attempts = 1` at least"
            }
            _ => "a queue has one partition at least; write `partitions = 1`",
        };
        errors.add(value, why);
        return None;
    }
    Some(number)
}
