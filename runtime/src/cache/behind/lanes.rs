//! What waits and what is being written, in order: the part of a queue that one process keeps in
//! memory.

use std::collections::VecDeque;

use crate::clock::Tick;

/// A change in its place.
#[derive(Debug, Clone)]
pub(super) struct Slot<T> {
    /// Its place: later changes have higher ones.
    pub(super) seq: u64,
    pub(super) since: Tick,
    /// How many attempts to write it have begun, as [`Lane::begins`](super::queue::Lane::begins) counts.
    pub(super) tried: u32,
    pub(super) held: T,
}

/// A partition: it is with one owner at a time, so that its changes are written in the order in
/// which they were put.
#[derive(Debug)]
struct Strip<T> {
    owner: Option<u64>,
    waiting: VecDeque<Slot<T>>,
    /// Taken by the owner, and neither done nor buried.
    out: VecDeque<Slot<T>>,
}

/// How many attempts count, of a change of which so many do, when the next one begins.
pub(super) fn tried(before: u32, alone: bool) -> u32 {
    if alone {
        before.saturating_add(1)
    } else {
        before.max(1)
    }
}

#[derive(Debug)]
pub(super) struct Lanes<T> {
    strips: Vec<Strip<T>>,
}

impl<T> Lanes<T> {
    pub(super) fn new(partitions: u32) -> Self {
        let strip = || Strip {
            owner: None,
            waiting: VecDeque::new(),
            out: VecDeque::new(),
        };
        let partitions = usize::try_from(partitions.max(1)).unwrap_or(1);
        Self {
            strips: std::iter::repeat_with(strip).take(partitions).collect(),
        }
    }

    pub(super) fn partitions(&self) -> u32 {
        u32::try_from(self.strips.len()).unwrap_or(u32::MAX)
    }

    fn strip(&mut self, partition: u32) -> Option<&mut Strip<T>> {
        self.strips.get_mut(usize::try_from(partition).ok()?)
    }

    /// Behind everything of its partition.
    pub(super) fn push(&mut self, partition: u32, slot: Slot<T>) {
        if let Some(strip) = self.strip(partition) {
            strip.waiting.push_back(slot);
        }
    }

    /// What the owner has taken and does not hold in its hands comes again.
    pub(super) fn keep(&mut self, partition: u32, owner: u64, hands: &[u64]) {
        if let Some(strip) = self.strip(partition)
            && strip.owner == Some(owner)
        {
            strip.back(|slot| !hands.contains(&slot.seq));
        }
    }

    /// These are not with the owner after all.
    pub(super) fn back(&mut self, partition: u32, seqs: &[u64]) {
        if let Some(strip) = self.strip(partition) {
            strip.back(|slot| seqs.contains(&slot.seq));
        }
    }

    /// Another owner can have the partition, and begins with what this one had not finished.
    pub(super) fn release(&mut self, partition: u32, owner: u64) {
        self.keep(partition, owner, &[]);
        if let Some(strip) = self.strip(partition)
            && strip.owner == Some(owner)
        {
            strip.owner = None;
        }
    }

    /// Whether [`take`](Self::take) would give something.
    pub(super) fn ready(&self, partition: u32, owner: u64) -> bool {
        let strip = usize::try_from(partition)
            .ok()
            .and_then(|at| self.strips.get(at));
        strip.is_some_and(|strip| strip.ready(owner))
    }

    /// They are written or given up, and gone. What is unknown is passed over: it has gone before.
    pub(super) fn finish(&mut self, partition: u32, seqs: &[u64]) -> Vec<Slot<T>> {
        let strip = self.strip(partition);
        let finished = strip.map(|strip| strip.give(|slot| seqs.contains(&slot.seq)));
        finished.map(Vec::from).unwrap_or_default()
    }

    /// An attempt to write them begins.
    pub(super) fn begin(&mut self, partition: u32, seqs: &[u64]) {
        let alone = seqs.len() == 1;
        let out = self.strip(partition).map(|strip| strip.out.iter_mut());
        for slot in out.into_iter().flatten() {
            if seqs.contains(&slot.seq) {
                slot.tried = tried(slot.tried, alone);
            }
        }
    }

    /// Leaves only what `stays` says.
    pub(super) fn retain(&mut self, mut stays: impl FnMut(u64) -> bool) {
        for strip in &mut self.strips {
            strip.waiting.retain(|slot| stays(slot.seq));
            strip.out.retain(|slot| stays(slot.seq));
        }
    }

    pub(super) fn len(&self) -> usize {
        let lengths = self.strips.iter();
        lengths
            .map(|strip| strip.waiting.len() + strip.out.len())
            .sum()
    }

    /// How many a partition holds.
    pub(super) fn depth(&self, partition: u32) -> usize {
        let strip = usize::try_from(partition)
            .ok()
            .and_then(|at| self.strips.get(at));
        strip.map_or(0, |strip| strip.waiting.len() + strip.out.len())
    }

    /// When the one that has waited longest came.
    pub(super) fn oldest(&self) -> Option<Tick> {
        let heads = self.strips.iter().flat_map(Strip::heads);
        heads.map(|slot| slot.since).min()
    }

    /// The last place of each partition; `None` of one that is empty.
    pub(super) fn ends(&self) -> Vec<Option<u64>> {
        let ends = self.strips.iter();
        ends.map(|strip| Some(strip.waiting.back().or(strip.out.back())?.seq))
            .collect()
    }

    /// Whether nothing waits that was there when these were the ends.
    pub(super) fn passed(&self, ends: &[Option<u64>]) -> bool {
        let strips = self.strips.iter().zip(ends);
        strips
            .filter_map(|(strip, end)| Some((strip, (*end)?)))
            .all(|(strip, end)| strip.heads().all(|slot| slot.seq > end))
    }
}

impl<T: Clone> Lanes<T> {
    /// The next changes of a partition, which becomes this owner's; empty if another has it.
    pub(super) fn take(&mut self, partition: u32, owner: u64, most: usize) -> Vec<Slot<T>> {
        let Some(strip) = self.strip(partition).filter(|strip| strip.may(owner)) else {
            return Vec::new();
        };
        strip.owner = Some(owner);
        let most = most.max(1).min(strip.waiting.len());
        let taken: Vec<_> = strip.waiting.drain(..most).collect();
        strip.out.extend(taken.iter().cloned());
        taken
    }
}

impl<T> Strip<T> {
    fn may(&self, owner: u64) -> bool {
        self.owner.is_none_or(|other| other == owner)
    }

    fn ready(&self, owner: u64) -> bool {
        self.may(owner) && !self.waiting.is_empty()
    }

    fn heads(&self) -> impl Iterator<Item = &Slot<T>> {
        [self.out.front(), self.waiting.front()]
            .into_iter()
            .flatten()
    }

    /// Takes out those of the owner's that are meant.
    fn give(&mut self, mut meant: impl FnMut(&Slot<T>) -> bool) -> VecDeque<Slot<T>> {
        let (given, out) = std::mem::take(&mut self.out)
            .into_iter()
            .partition(|slot| meant(slot));
        self.out = out;
        given
    }

    /// Puts those of the owner's that are meant where they were.
    fn back(&mut self, meant: impl FnMut(&Slot<T>) -> bool) {
        for slot in self.give(meant).into_iter().rev() {
            let at = self.waiting.partition_point(|other| other.seq < slot.seq);
            self.waiting.insert(at, slot);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    fn lanes(seqs: std::ops::Range<u64>) -> Lanes<()> {
        let mut lanes = Lanes::new(1);
        let since = Clock::System.now();
        for seq in seqs {
            let slot = Slot {
                seq,
                since,
                tried: 0,
                held: (),
            };
            lanes.push(0, slot);
        }
        lanes
    }

    fn take(lanes: &mut Lanes<()>, owner: u64, most: usize) -> Vec<u64> {
        let taken = lanes.take(0, owner, most);
        taken.iter().map(|slot| slot.seq).collect()
    }

    #[test]
    fn what_one_owner_has_nobody_else_is_given() {
        let mut lanes = lanes(0..4);
        assert_eq!(take(&mut lanes, 1, 2), [0, 1]);
        assert!(take(&mut lanes, 2, 2).is_empty());
        assert_eq!(take(&mut lanes, 1, 9), [2, 3]);
        lanes.finish(0, &[0, 2]);
        lanes.release(0, 1);
        assert_eq!(take(&mut lanes, 2, 9), [1, 3]);
        lanes.release(0, 1);
        assert!(take(&mut lanes, 1, 9).is_empty(), "only the owner lets go");
    }

    #[test]
    fn what_is_not_in_the_owner_s_hands_comes_again_in_order() {
        let mut lanes = lanes(0..6);
        take(&mut lanes, 1, 4);
        lanes.finish(0, &[0]);
        lanes.keep(0, 1, &[2]);
        assert_eq!(take(&mut lanes, 1, 3), [1, 3, 4]);
        assert_eq!(lanes.len(), 5);
    }

    #[test]
    fn a_mark_is_passed_when_all_before_it_has_gone() {
        let mut lanes = lanes(0..2);
        let ends = lanes.ends();
        assert!(!lanes.passed(&ends));
        let since = Clock::System.now();
        lanes.push(
            0,
            Slot {
                seq: 2,
                since,
                tried: 0,
                held: (),
            },
        );
        take(&mut lanes, 1, 2);
        lanes.finish(0, &[0]);
        assert!(!lanes.passed(&ends), "1 is being written");
        lanes.finish(0, &[1]);
        assert!(lanes.passed(&ends));
        assert!(Lanes::<()>::new(1).passed(&[None]));
    }
}
