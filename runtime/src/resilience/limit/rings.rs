//! A ring for each key, in bounded memory.
//!
//! A key whose window holds nothing any more is forgotten when room is needed, and now and then. If
//! more than `max_keys` are in use at once, the one goes that has used the least: calls with other keys
//! do not free one that has used its limit up.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::{Arc, Mutex};

use foldhash::quality::RandomState;

use super::exact::{Exact, Ring};
use crate::cache::key::KeyBuf;
use crate::sync::lock;

const SHARDS: usize = 64;

#[derive(Debug)]
pub(super) struct Rings {
    hasher: RandomState,
    shards: [Mutex<Shard>; SHARDS],
    /// Keys in a shard.
    most: usize,
}

#[derive(Debug, Default)]
struct Shard {
    keys: HashMap<u64, Entry>,
    /// Keys that came since the last look for those to forget.
    came: usize,
}

#[derive(Debug)]
struct Entry {
    ring: Ring,
    text: Arc<str>,
}

impl Rings {
    pub(super) fn new(max_keys: usize) -> Self {
        Self {
            hasher: RandomState::default(),
            shards: std::array::from_fn(|_| Mutex::default()),
            most: max_keys.div_ceil(SHARDS).max(1),
        }
    }

    /// What stands for `key`: it is noted if it was not known.
    pub(super) fn place(&self, key: &KeyBuf, rule: &Exact, now: u64) -> u64 {
        let hash = self.hasher.hash_one(key);
        let mut shard = lock(self.shard(hash));
        if !shard.keys.contains_key(&hash) {
            let text = String::from_utf8_lossy(key.as_bytes());
            shard.insert(hash, &text, rule, now, self.most);
        }
        hash
    }

    /// Does `take` to the ring of a key.
    pub(super) fn with<T>(
        &self,
        hash: u64,
        rule: &Exact,
        now: u64,
        take: impl FnOnce(&mut Ring) -> T,
    ) -> T {
        let mut shard = lock(self.shard(hash));
        // Forgotten since: its window was empty.
        if !shard.keys.contains_key(&hash) {
            shard.insert(hash, "", rule, now, self.most);
        }
        match shard.keys.get_mut(&hash) {
            Some(entry) => take(&mut entry.ring),
            None => take(&mut Ring::default()),
        }
    }

    /// The key as text, if it is still known.
    pub(super) fn text(&self, hash: u64) -> Option<Arc<str>> {
        let shard = lock(self.shard(hash));
        let text = shard.keys.get(&hash).map(|entry| entry.text.clone());
        text.filter(|text| !text.is_empty())
    }

    pub(super) fn len(&self) -> usize {
        self.shards.iter().map(|shard| lock(shard).keys.len()).sum()
    }

    fn shard(&self, hash: u64) -> &Mutex<Shard> {
        let [first, ..] = &self.shards;
        let shard = usize::try_from(hash % SHARDS as u64);
        shard.map_or(first, |shard| self.shards.get(shard).unwrap_or(first))
    }
}

impl Shard {
    #[cold]
    fn insert(&mut self, hash: u64, text: &str, rule: &Exact, now: u64, most: usize) {
        self.came += 1;
        if self.came > self.keys.len() || self.keys.len() >= most {
            self.keys.retain(|_, entry| !rule.is_idle(&entry.ring, now));
            self.came = 0;
        }
        if self.keys.len() >= most {
            let first = self
                .keys
                .iter()
                .min_by_key(|(_, entry)| rule.used(&entry.ring, now));
            if let Some(first) = first.map(|(hash, _)| *hash) {
                self.keys.remove(&first);
            }
        }
        let entry = Entry {
            ring: Ring::default(),
            text: text.into(),
        };
        self.keys.insert(hash, entry);
    }
}
