//! What is cached, and the keys that it is asked for by.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Deserialize, Serialize};

/// What most functions return in an `Arc`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct User {
    pub(crate) id: u64,
    pub(crate) name: String,
}

impl User {
    pub(crate) fn load(id: u64) -> Arc<Self> {
        Arc::new(User {
            id,
            name: format!("user {id}"),
        })
    }
}

/// Eight strings, returned by value: each hit clones them all.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Profile {
    given_name: String,
    family_name: String,
    email: String,
    street: String,
    city: String,
    country: String,
    language: String,
    time_zone: String,
}

impl Profile {
    pub(crate) fn load(id: u64) -> Self {
        Profile {
            given_name: format!("Given {id}"),
            family_name: format!("Family {id}"),
            email: format!("{id}@example.org"),
            street: format!("{id} Long Street"),
            city: "Reykjavík".to_owned(),
            country: "Iceland".to_owned(),
            language: "is-IS".to_owned(),
            time_zone: "Atlantic/Reykjavik".to_owned(),
        }
    }
}

/// What lies in Redis, as JSON.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Article {
    pub(crate) id: u64,
    tags: Vec<String>,
    text: String,
}

impl Article {
    /// One whose JSON has `bytes` bytes; `bytes` must leave room for the other fields.
    pub(crate) fn of_size(id: u64, bytes: usize) -> Self {
        let mut article = Article {
            id,
            tags: vec!["news".to_owned(), "weather".to_owned()],
            text: String::new(),
        };
        let frame = serde_json::to_string(&article).map_or(0, |json| json.len());
        article.text = "x".repeat(bytes.saturating_sub(frame));
        article
    }
}

static LOADS: AtomicU64 = AtomicU64::new(0);

/// A value of 100 bytes, for counting memory.
#[derive(Debug)]
pub(crate) struct Block([u8; 100]);

impl Block {
    pub(crate) fn load(id: u64) -> Arc<Self> {
        LOADS.fetch_add(1, Ordering::Relaxed);
        let mut bytes = [7; 100];
        bytes[..8].copy_from_slice(&id.to_le_bytes());
        Arc::new(Block(bytes))
    }

    /// Whether this is what was loaded for `id`.
    pub(crate) fn is_of(&self, id: u64) -> bool {
        self.0.starts_with(&id.to_le_bytes())
    }

    /// How many were loaded in this process.
    pub(crate) fn loads() -> u64 {
        LOADS.load(Ordering::Relaxed)
    }
}

/// A receiver whose field stands in the key.
#[derive(Debug)]
pub(crate) struct Repo {
    pub(crate) tenant: String,
}

/// How many keys the hit cases go round.
const KEYS: usize = 1024;

/// The keys of the hit cases, made once so that making them is not measured.
#[derive(Debug)]
pub(crate) struct Keys {
    ids: Vec<u64>,
    names: Vec<String>,
    pub(crate) repo: Repo,
}

impl Keys {
    /// Leaked: calls of every subject and task borrow from it.
    pub(crate) fn leak() -> &'static Self {
        // Ids as a database gives them out, in no order that a cache could profit from.
        let ids: Vec<u64> = (0..KEYS as u64)
            .map(|n| 10_000_000 + n * 7_919 % 1_000_003)
            .collect();
        let names = ids
            .iter()
            .map(|id| format!("user{id}@example.org"))
            .collect();
        Box::leak(Box::new(Keys {
            ids,
            names,
            repo: Repo {
                tenant: "north-shop".to_owned(),
            },
        }))
    }

    pub(crate) fn id(&self, index: usize) -> u64 {
        self.ids[index % KEYS]
    }

    pub(crate) fn name(&self, index: usize) -> &str {
        &self.names[index % KEYS]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_has_the_size_that_was_asked_for() {
        for bytes in [200, 4096] {
            let article = Article::of_size(12_345, bytes);
            assert_eq!(
                serde_json::to_string(&article).map(|json| json.len()).ok(),
                Some(bytes)
            );
        }
    }

    #[test]
    fn no_two_keys_are_equal() {
        let keys = Keys::leak();
        let mut ids = keys.ids.clone();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), KEYS);
    }
}
