//! What was written in `#[cached(..)]`.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::LitStr;

use super::batch::Batch;
use super::foreign::BATCHES;
use super::grammar::GRAMMAR;
use super::ladder::Ladder;
use super::reach::Reach;
use super::strategy::Strategy;
use super::tags::Tags;
use super::through::Through;
use crate::args::{DurationValue, Handle, Least, Others};
use crate::diagnostics::Errors;
use crate::key::Source;
use crate::stack::Entry;
use crate::tokens::{bare, single};

#[expect(clippy::struct_excessive_bools, reason = "words that are said or not")]
pub(super) struct Written {
    pub(super) ttl: Option<Ttl>,
    /// A key was given, sound or not.
    pub(super) has_key: bool,
    pub(super) key: Option<Source>,
    pub(super) key_prefix: Option<LitStr>,
    pub(super) skip: Vec<Ident>,
    pub(super) tier: Option<(Tier, Ident)>,
    pub(super) memory_ttl: Option<DurationValue>,
    /// The name of the argument, for an error about it.
    pub(super) memory_ttl_name: Option<Ident>,
    pub(super) negative_ttl: Option<DurationValue>,
    pub(super) error_ttl: Option<DurationValue>,
    pub(super) cache_if: Option<TokenStream>,
    pub(super) strategy: Strategy,
    pub(super) through: Through,
    pub(super) ladder: Ladder,
    pub(super) batch: Option<Batch>,
    /// `batch` was written, and cannot be read.
    pub(super) is_batch_broken: bool,
    pub(super) tags: Tags,
    pub(super) reach: Reach,
    pub(super) version: Option<u32>,
    pub(super) wait: Option<DurationValue>,
    pub(super) cache: Option<TokenStream>,
    pub(super) handle: Option<Handle>,
    /// A handle was asked for, in words or not.
    pub(super) has_handle: bool,
    pub(super) allows_order: bool,
}

/// How long entries live.
pub(super) enum Ttl {
    After(DurationValue),
    Never,
    /// A closure that looks at the value.
    By(TokenStream),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Tier {
    Both,
    Memory,
    Redis,
}

const TIERS: &[(&str, Tier)] = &[
    ("both", Tier::Both),
    ("memory", Tier::Memory),
    ("redis", Tier::Redis),
];

const OTHER_TIERS: Others = &[
    (&["local", "l1", "in_memory", "process"], "tier = memory"),
    (&["remote", "distributed", "l2", "valkey"], "tier = redis"),
    (
        &["hybrid", "all", "two_level", "multilevel", "l1_l2"],
        "tier = both",
    ),
];

impl Written {
    pub(super) fn parse(entry: &Entry, errors: &mut Errors) -> Self {
        let found = GRAMMAR.read(entry.args.clone(), errors);
        let positive = Least::Positive("remove it");
        let ttl = match found.tokens("ttl") {
            Some(value) => ttl(value, errors),
            None if found.has("ttl") || found.any_refused() => None,
            None => {
                errors.add(
                    &entry.name,
                    "`#[cached]` needs a `ttl`, for example `#[cached(ttl = \"5m\")]`",
                );
                None
            }
        };
        found.crate_path(errors);
        let strategy = Strategy::parse(&found, errors);
        let batch = Batch::parse(&found, errors);
        Self {
            ttl,
            has_key: found.has("key"),
            key: found
                .tokens("key")
                .and_then(|value| Source::parse(value, errors)),
            key_prefix: found
                .tokens("key_prefix")
                .and_then(|value| prefix(value, errors)),
            skip: found.names("skip", errors),
            tier: found.choice_or("tier", TIERS, OTHER_TIERS, errors),
            memory_ttl: found.duration(
                "memory_ttl",
                Least::Millisecond("write `tier = redis`"),
                errors,
            ),
            memory_ttl_name: found.get("memory_ttl").map(|(name, _)| name.clone()),
            negative_ttl: found.duration("negative_ttl", Least::Millisecond("remove it"), errors),
            error_ttl: found.duration("error_ttl", Least::Millisecond("remove it"), errors),
            cache_if: found.code("cache_if", "cache_if = |value| value.is_ready()", errors),
            through: Through::parse(&found, &strategy, errors),
            ladder: Ladder::parse(&found, &strategy, errors),
            strategy,
            is_batch_broken: batch.is_none()
                && (found.has("batch") || found.refused(&["batch"]) || found.refused(BATCHES)),
            batch,
            tags: Tags::parse(&found, errors),
            reach: Reach::parse(&found, errors),
            version: found.number("version", errors),
            wait: found.duration("wait", positive, errors),
            cache: found.code("cache", "cache = self.cache", errors),
            handle: found.handle(errors),
            has_handle: found.has("handle"),
            allows_order: found.allows("order", errors),
        }
    }
}

fn ttl(value: &TokenStream, errors: &mut Errors) -> Option<Ttl> {
    if let Some(word) = single(value) {
        match word.to_string().as_str() {
            "never" => return Some(Ttl::Never),
            "\"never\"" => {
                errors.add(&word, "write `ttl = never` without quotes");
                return None;
            }
            _ => {}
        }
    }
    if let Ok(syn::Expr::Closure(closure)) = syn::parse2::<syn::Expr>(value.clone()) {
        return Some(Ttl::By(closure.into_token_stream()));
    }
    let least = Least::Millisecond("to stop caching, remove `#[cached]`");
    crate::args::duration("ttl", value, least, errors).map(Ttl::After)
}

fn prefix(value: &TokenStream, errors: &mut Errors) -> Option<LitStr> {
    let Ok(literal) = syn::parse2::<LitStr>(bare(value.clone())) else {
        errors.add(
            value,
            "`key_prefix` is plain text; write `key_prefix = \"user\"`",
        );
        return None;
    };
    let text = literal.value();
    if text.contains(['{', '}']) {
        errors.add(
            &literal,
            "`key_prefix` is plain text, and all arguments follow it; for holes write \
             `key = \"user:{id}\"`",
        );
        return None;
    }
    if text.is_empty() {
        errors.add(
            &literal,
            "`key_prefix` is empty; write `key_prefix = \"user\"`, or remove it",
        );
        return None;
    }
    Some(literal)
}
