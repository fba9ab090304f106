//! Invalidations that the server has not confirmed.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use tokio::sync::Notify;

use super::nodes::{Chart, FIRST, ServerId};
use crate::cache::key::Key;
use crate::sync::lock;

/// The keys whose entries in Redis are older than what has been said about them here.
///
/// Each key stands once: the newest invalidation covers the earlier ones. Past the limit nothing
/// that any server holds is served.
///
/// The servers of a cluster share what is remembered: each carries out the part of the keys that
/// it has, and a key stays blocked wherever its slot goes meanwhile.
#[derive(Clone)]
pub(super) struct Pending {
    shared: Arc<Shared>,
    server: ServerId,
    added: Arc<Notify>,
}

struct Shared {
    limit: usize,
    chart: Arc<Chart>,
    /// Whether anything is remembered: all that a read looks at while nothing is.
    some: AtomicBool,
    work: Mutex<Work>,
}

#[derive(Default)]
struct Work {
    /// Counts what has been added, so that what is added while a batch is carried out outlives it.
    added: u64,
    /// How many keys there are in all parts.
    count: usize,
    parts: HashMap<ServerId, Part>,
    /// Keys whose slot nobody has.
    orphans: HashMap<Key, Doubt>,
}

/// What one server is to be told.
#[derive(Default)]
struct Part {
    keys: HashMap<Key, Doubt>,
    /// All that it holds, as of this addition.
    all: Option<u64>,
    added: Arc<Notify>,
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
    /// Of the first server.
    pub(super) fn new(limit: usize, chart: Arc<Chart>) -> Self {
        let shared = Arc::new(Shared {
            limit,
            chart,
            some: AtomicBool::new(false),
            work: Mutex::default(),
        });
        Self::part(shared, FIRST)
    }

    /// Of a further server of the same cluster. While another one's entries are all doubtful, so
    /// are those of this one, which may have taken its place.
    pub(super) fn of(&self, server: ServerId) -> Self {
        Self::part(Arc::clone(&self.shared), server)
    }

    fn part(shared: Arc<Shared>, server: ServerId) -> Self {
        let mut work = lock(&shared.work);
        let all = work.parts.values().filter_map(|part| part.all).max();
        let part = work.parts.entry(server).or_default();
        part.all = part.all.max(all);
        let added = Arc::clone(&part.added);
        drop(work);
        Self {
            shared,
            server,
            added,
        }
    }

    /// Remembers that what Redis holds at `keys` is not to be served.
    pub(super) fn remember<'a>(
        &self,
        keys: impl IntoIterator<Item = &'a Key>,
        not_before: Option<Instant>,
    ) {
        let mut work = lock(&self.shared.work);
        for key in keys {
            work.added += 1;
            let doubt = Doubt {
                added: work.added,
                not_before,
            };
            let owner = self.shared.chart.owner(key);
            if work.count < self.shared.limit || work.has(key) {
                work.put(owner, key, doubt);
            } else {
                work.everything();
            }
        }
        self.note(&work);
    }

    /// Remembers that nothing that this server holds is to be served.
    pub(super) fn remember_all(&self) {
        let mut work = lock(&self.shared.work);
        work.added += 1;
        let added = work.added;
        match work.parts.get_mut(&self.server) {
            Some(part) => part.all = Some(added),
            // It has left, and others have what it had.
            None => work.everything(),
        }
        self.note(&work);
    }

    /// Whether what Redis holds at `key` is not to be served, and nothing is to be stored there.
    pub(super) fn blocks(&self, key: &Key) -> bool {
        if !self.shared.some.load(Ordering::Acquire) {
            return false;
        }
        let work = lock(&self.shared.work);
        let part = work.parts.get(&self.server);
        part.is_some_and(|part| part.all.is_some()) || work.has(key)
    }

    /// Whether nothing is remembered, for any server.
    pub(super) fn is_empty(&self) -> bool {
        !self.shared.some.load(Ordering::Acquire)
    }

    /// Up to `size` keys that this server may carry out now, or all that it holds.
    pub(super) fn batch(&self, size: usize, now: Instant) -> Batch {
        let work = lock(&self.shared.work);
        let Some(part) = work.parts.get(&self.server) else {
            return Batch::Nothing;
        };
        if let Some(added) = part.all {
            return Batch::All(added);
        }
        let keys: Vec<_> = part
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

    /// What is remembered of these keys, whoever is to carry it out.
    pub(super) fn about(&self, keys: &[Key]) -> Batch {
        let work = lock(&self.shared.work);
        let known = |key: &Key| Some((key.clone(), work.doubt(key)?.added));
        Batch::Keys(keys.iter().filter_map(known).collect())
    }

    /// Forgets a batch that has been carried out, but for what was added since it was taken.
    pub(super) fn done(&self, batch: &Batch) {
        let mut work = lock(&self.shared.work);
        match batch {
            Batch::Nothing => {}
            Batch::All(added) => {
                if let Some(part) = work.parts.get_mut(&self.server)
                    && part.all == Some(*added)
                {
                    part.all = None;
                }
            }
            Batch::Keys(keys) => {
                for (key, added) in keys {
                    work.forget(key, *added);
                }
            }
        }
        self.note(&work);
    }

    /// Waits until something has been remembered for this server.
    pub(super) async fn added(&self) {
        while !self.has_work() {
            self.added.notified().await;
        }
    }

    /// Whether something is remembered for this server.
    pub(super) fn has_work(&self) -> bool {
        if self.is_empty() {
            return false;
        }
        let work = lock(&self.shared.work);
        work.parts.get(&self.server).is_some_and(Part::has_work)
    }

    /// Changes who has which key, and with it who is to carry out what. Both in one step, so that
    /// what is remembered never stands where nobody carries it out.
    pub(super) fn reassign(&self, change: impl FnOnce(&Chart)) {
        let mut work = lock(&self.shared.work);
        change(&self.shared.chart);
        let mut keys = std::mem::take(&mut work.orphans);
        for part in work.parts.values_mut() {
            keys.extend(std::mem::take(&mut part.keys));
        }
        work.count = 0;
        for (key, doubt) in keys {
            work.put(self.shared.chart.owner(&key), &key, doubt);
        }
        self.note(&work);
    }

    /// A server is none of the cluster any more.
    pub(super) fn leave(&self, server: ServerId) {
        let mut work = lock(&self.shared.work);
        if let Some(part) = work.parts.remove(&server) {
            for (key, doubt) in part.keys {
                work.count -= 1;
                work.put(self.shared.chart.owner(&key), &key, doubt);
            }
        }
        self.note(&work);
    }

    fn note(&self, work: &Work) {
        let waiting = || work.parts.values().filter(|part| part.has_work());
        let some = work.count > 0 || waiting().next().is_some();
        // First the flag: whoever is woken looks at it.
        self.shared.some.store(some, Ordering::Release);
        for part in waiting() {
            part.added.notify_one();
        }
    }
}

impl Part {
    fn has_work(&self) -> bool {
        self.all.is_some() || !self.keys.is_empty()
    }
}

impl Work {
    fn doubt(&self, key: &Key) -> Option<&Doubt> {
        let mut parts = self.parts.values();
        parts
            .find_map(|part| part.keys.get(key))
            .or_else(|| self.orphans.get(key))
    }

    fn has(&self, key: &Key) -> bool {
        self.doubt(key).is_some()
    }

    fn put(&mut self, owner: Option<ServerId>, key: &Key, doubt: Doubt) {
        let keys = match owner {
            Some(owner) => &mut self.parts.entry(owner).or_default().keys,
            None => &mut self.orphans,
        };
        if let Some(known) = keys.get_mut(key) {
            known.added = doubt.added;
            known.not_before = known.not_before.max(doubt.not_before);
        } else {
            keys.insert(key.clone(), doubt);
            self.count += 1;
        }
    }

    fn forget(&mut self, key: &Key, added: u64) {
        let orphans = std::iter::once(&mut self.orphans);
        let parts = self.parts.values_mut().map(|part| &mut part.keys);
        for keys in orphans.chain(parts) {
            if keys.get(key).is_some_and(|doubt| doubt.added == added) {
                keys.remove(key);
                self.count -= 1;
            }
        }
    }

    /// All that any server holds is doubtful, and single keys need not be remembered any more: a
    /// write that was given up is undone by that whenever it happens.
    fn everything(&mut self) {
        let added = self.added;
        for part in self.parts.values_mut() {
            part.all = Some(added);
            part.keys = HashMap::new();
        }
        self.orphans = HashMap::new();
        self.count = 0;
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn pending(limit: usize) -> Pending {
        Pending::new(limit, Arc::new(Chart::new("")))
    }

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
        let pending = pending(10);
        assert!(!pending.blocks(&key("a")));
        pending.remember([&key("a")], None);
        assert!(pending.blocks(&key("a")) && !pending.blocks(&key("b")));
        let batch = pending.batch(10, Instant::now());
        pending.done(&batch);
        assert!(!pending.blocks(&key("a")) && pending.is_empty());
    }

    #[test]
    fn what_is_added_while_a_batch_is_carried_out_outlives_it() {
        let pending = pending(10);
        pending.remember([&key("a"), &key("b")], None);
        let batch = pending.batch(10, Instant::now());
        pending.remember([&key("a")], None);
        pending.done(&batch);
        assert!(pending.blocks(&key("a")) && !pending.blocks(&key("b")));
    }

    #[test]
    fn past_the_limit_every_key_is_doubtful_until_a_new_epoch_is_written() {
        let pending = pending(2);
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
        let pending = pending(10);
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
        let pending = pending(100);
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

    #[test]
    fn what_is_remembered_follows_its_slot_and_blocks_everywhere() {
        let one = pending(10);
        let two = one.of(2);
        one.remember([&key("a")], None);
        assert!(one.has_work() && !two.has_work());
        assert!(two.blocks(&key("a")));
        one.reassign(|chart| chart.replace(vec![(0, 16_383, 2)]));
        assert!(!one.has_work() && two.has_work());
        assert!(one.blocks(&key("a")));
        let batch = two.batch(10, Instant::now());
        one.leave(FIRST);
        two.done(&batch);
        assert!(two.is_empty());
    }

    #[test]
    fn past_the_limit_each_server_is_told_and_one_that_joins_before_all_are() {
        let one = pending(1);
        let two = one.of(2);
        one.remember([&key("a"), &key("b")], None);
        assert!(one.blocks(&key("x")) && two.blocks(&key("x")));
        let batch = two.batch(10, Instant::now());
        two.done(&batch);
        assert!(one.blocks(&key("x")) && !two.blocks(&key("x")));
        let three = one.of(3);
        assert!(three.blocks(&key("x")));
        one.leave(FIRST);
        let batch = three.batch(10, Instant::now());
        three.done(&batch);
        assert!(three.is_empty());
    }
}
