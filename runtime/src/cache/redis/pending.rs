//! Invalidations that the server has not confirmed.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use tokio::sync::Notify;

use crate::cache::key::Key;
use crate::sync::lock;

/// The keys whose entries in Redis are older than what has been said about them here.
///
/// Each key stands once: the newest invalidation covers the earlier ones. Past the limit one flag
/// stands for the whole prefix.
pub(super) struct Pending {
    limit: usize,
    /// Whether anything is remembered: all that a read looks at while nothing is.
    some: AtomicBool,
    work: Mutex<Work>,
    added: Notify,
}

#[derive(Default)]
struct Work {
    /// Counts what has been added, so that what is added while a batch is carried out outlives it.
    added: u64,
    keys: HashMap<Key, Doubt>,
    /// The whole prefix, as of this addition.
    all: Option<u64>,
}

#[derive(Clone, Copy)]
struct Doubt {
    added: u64,
    /// Not to be removed earlier: until then the server may still carry out a write that was
    /// given up.
    not_before: Option<Instant>,
}

/// A part of what is remembered, on its way to the server.
#[derive(Debug)]
pub(super) enum Batch {
    /// Nothing is remembered, or nothing that may be carried out yet.
    Nothing,
    /// The entries of these keys, as of these additions.
    Keys(Vec<(Key, u64)>),
    /// All entries of the prefix, as of this addition.
    All(u64),
}

impl Pending {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            some: AtomicBool::new(false),
            work: Mutex::default(),
            added: Notify::new(),
        }
    }

    /// Remembers that what Redis holds at `keys` is not to be served.
    pub(super) fn remember<'a>(
        &self,
        keys: impl IntoIterator<Item = &'a Key>,
        not_before: Option<Instant>,
    ) {
        let mut work = lock(&self.work);
        for key in keys {
            work.added += 1;
            let added = work.added;
            if work.all.is_some() {
                work.all = Some(added);
            } else if work.keys.len() < self.limit || work.keys.contains_key(key) {
                let doubt = work
                    .keys
                    .entry(key.clone())
                    .or_insert(Doubt { added, not_before });
                doubt.added = added;
                doubt.not_before = doubt.not_before.max(not_before);
            } else {
                work.all = Some(added);
                // A write that was given up is undone by the new epoch whenever it happens.
                work.keys = HashMap::new();
            }
        }
        self.note(&work);
    }

    /// Remembers that nothing that Redis holds is to be served.
    pub(super) fn remember_all(&self) {
        let mut work = lock(&self.work);
        work.added += 1;
        work.all = Some(work.added);
        work.keys = HashMap::new();
        self.note(&work);
    }

    /// Whether what Redis holds at `key` is not to be served, and nothing is to be stored there.
    pub(super) fn blocks(&self, key: &Key) -> bool {
        if !self.some.load(Ordering::Acquire) {
            return false;
        }
        let work = lock(&self.work);
        work.all.is_some() || work.keys.contains_key(key)
    }

    pub(super) fn is_empty(&self) -> bool {
        !self.some.load(Ordering::Acquire)
    }

    /// Up to `size` keys that may be carried out now, or the whole prefix.
    pub(super) fn batch(&self, size: usize, now: Instant) -> Batch {
        let work = lock(&self.work);
        if let Some(added) = work.all {
            return Batch::All(added);
        }
        let keys: Vec<_> = work
            .keys
            .iter()
            .filter(|(_, doubt)| doubt.not_before.is_none_or(|at| at <= now))
            .take(size)
            .map(|(key, doubt)| (key.clone(), doubt.added))
            .collect();
        if keys.is_empty() {
            Batch::Nothing
        } else {
            Batch::Keys(keys)
        }
    }

    /// Forgets a batch that has been carried out, but for what was added since it was taken.
    pub(super) fn done(&self, batch: &Batch) {
        let mut work = lock(&self.work);
        match batch {
            Batch::Nothing => {}
            Batch::All(added) => {
                if work.all == Some(*added) {
                    work.all = None;
                }
            }
            Batch::Keys(keys) => {
                for (key, added) in keys {
                    if work
                        .keys
                        .get(key)
                        .is_some_and(|doubt| doubt.added == *added)
                    {
                        work.keys.remove(key);
                    }
                }
            }
        }
        self.note(&work);
    }

    /// Waits until something has been remembered.
    pub(super) async fn added(&self) {
        while self.is_empty() {
            self.added.notified().await;
        }
    }

    fn note(&self, work: &Work) {
        let some = work.all.is_some() || !work.keys.is_empty();
        self.some.store(some, Ordering::Release);
        if some {
            self.added.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn key(text: &str) -> Key {
        Key::from(text)
    }

    fn names(batch: &Batch) -> Vec<Key> {
        match batch {
            Batch::Keys(keys) => keys.iter().map(|(key, _)| key.clone()).collect(),
            other => panic!("{other:?} holds no keys"),
        }
    }

    #[test]
    fn a_key_is_blocked_from_its_invalidation_until_that_is_carried_out() {
        let pending = Pending::new(10);
        assert!(!pending.blocks(&key("a")));
        pending.remember([&key("a")], None);
        assert!(pending.blocks(&key("a")) && !pending.blocks(&key("b")));
        let batch = pending.batch(10, Instant::now());
        pending.done(&batch);
        assert!(!pending.blocks(&key("a")) && pending.is_empty());
    }

    #[test]
    fn what_is_added_while_a_batch_is_carried_out_outlives_it() {
        let pending = Pending::new(10);
        pending.remember([&key("a"), &key("b")], None);
        let batch = pending.batch(10, Instant::now());
        pending.remember([&key("a")], None);
        pending.done(&batch);
        assert!(pending.blocks(&key("a")) && !pending.blocks(&key("b")));
    }

    #[test]
    fn past_the_limit_every_key_is_doubtful_until_a_new_epoch_is_written() {
        let pending = Pending::new(2);
        pending.remember([&key("a"), &key("b"), &key("a")], None);
        assert!(!pending.blocks(&key("c")), "two keys fit");
        pending.remember([&key("c")], None);
        assert!(pending.blocks(&key("never seen")));
        let batch = pending.batch(10, Instant::now());
        assert!(matches!(batch, Batch::All(_)));
        pending.remember([&key("d")], None);
        pending.done(&batch);
        assert!(
            pending.blocks(&key("d")),
            "d was added after the epoch was taken"
        );
        let batch = pending.batch(10, Instant::now());
        pending.done(&batch);
        assert!(pending.is_empty());
    }

    #[test]
    fn a_write_that_was_given_up_is_undone_only_when_it_can_no_longer_happen() {
        let pending = Pending::new(10);
        let now = Instant::now();
        let later = now + Duration::from_millis(200);
        pending.remember([&key("a")], Some(later));
        pending.remember([&key("a"), &key("b")], None);
        assert_eq!(names(&pending.batch(10, now)), [key("b")]);
        assert!(pending.blocks(&key("a")));
        assert_eq!(names(&pending.batch(10, later)).len(), 2);
    }

    #[test]
    fn batches_are_no_larger_than_asked() {
        let pending = Pending::new(100);
        let keys: Vec<_> = (0..25).map(|n| key(&format!("k{n}"))).collect();
        pending.remember(&keys, None);
        let mut sizes = Vec::new();
        while !pending.is_empty() {
            let batch = pending.batch(10, Instant::now());
            sizes.push(names(&batch).len());
            pending.done(&batch);
        }
        assert_eq!(sizes, [10, 10, 5]);
    }
}
