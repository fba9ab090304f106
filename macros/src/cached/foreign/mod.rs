//! The names that other libraries have for what `#[cached]` takes, answered with ours.
//!
//! They come from `cached`, `moka` and `cachelito`; Caffeine, Spring, Ehcache, Ignite and Coherence; Rails,
//! Laravel and Django; `aiocache`, `cashews`, `dogpile`; `FusionCache`; `async-cache-dedupe` and `DataLoader`.
//! A name in camel case is looked up in snake case.

mod answers;
mod around;
mod entries;
#[cfg(test)]
mod tests;

use crate::args::Foreign;

use around::{CALLERS, MANAGER, MANY_KEYS, REMOVING, WRITING};
use entries::{KEPT, KEYS, LIFE, NEAR_THE_END};

pub(crate) use answers::tags;

pub(super) const FOREIGN: &[&[Foreign]] = &[
    LIFE,
    KEYS,
    KEPT,
    NEAR_THE_END,
    MANY_KEYS,
    WRITING,
    REMOVING,
    CALLERS,
    MANAGER,
];

/// What batches are called elsewhere.
pub(super) const BATCHES: &[&str] = &[
    "many",
    "multi",
    "bulk",
    "keys_from_attr",
    "load_many",
    "ids",
    "batch_size",
    "max_batch",
    "max_batch_size",
    "chunk_size",
];

/// What tags are called elsewhere.
pub(crate) const TAGS: &[&str] = &[
    "tag",
    "cache_tags",
    "surrogate_keys",
    "references",
    "groups",
    "events",
    "dependencies",
    "depends_on",
];
