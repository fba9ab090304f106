//! The tags that an entry holds.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::Tags;
use crate::cache::key::Key;
use crate::sync::modelled::{AtomicBool, AtomicU64};

/// One tag, from when it was first asked for until it is invalidated.
#[derive(Debug)]
pub(crate) struct Cell {
    name: Key,
    gone: AtomicBool,
}

impl Cell {
    pub(super) fn new(name: Key) -> Self {
        Self {
            name,
            gone: AtomicBool::new(false),
        }
    }

    pub(super) fn name(&self) -> &Key {
        &self.name
    }

    fn holds(&self) -> bool {
        !self.gone.load(Ordering::Acquire)
    }
}

/// How many cells of a registry have ended. On a cache line of its own: every hit with tags reads it.
#[derive(Debug, Default)]
#[repr(align(64))]
pub(super) struct Ended(AtomicU64);

impl Ended {
    /// Ends `cell`, and then counts it: who reads the number finds the cells ended that it counts.
    pub(super) fn end(&self, cell: &Cell) {
        cell.gone.store(true, Ordering::Release);
        self.0.fetch_add(1, Ordering::AcqRel);
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn count(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }
}

/// Bytes that each tag of an entry is taken to cost: a pointer, and a share of the cell.
const WEIGHT: u32 = 32;

/// The cells of an entry's tags, as they were before its load began. Shared by the entry and the
/// flight that brings it; nothing where there are no tags.
#[derive(Debug, Clone, Default)]
pub(crate) struct TagSet(Option<Arc<Cells>>);

#[derive(Debug)]
struct Cells {
    /// How many cells of the registry had ended when all of these were seen to hold.
    seen: AtomicU64,
    cells: Box<[Arc<Cell>]>,
}

impl TagSet {
    pub(super) fn new(cells: Vec<Arc<Cell>>) -> Self {
        let cells = (!cells.is_empty()).then(|| Cells {
            // While none had ended, these held.
            seen: AtomicU64::new(0),
            cells: cells.into(),
        });
        Self(cells.map(Arc::new))
    }

    /// Whether none of the tags has been invalidated since.
    pub(crate) fn holds(&self) -> bool {
        self.0.as_ref().is_none_or(|cells| cells.hold())
    }

    /// The same, of tags of this registry, for a hit.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn holds_in(&self, tags: &Tags) -> bool {
        self.0
            .as_ref()
            .is_none_or(|cells| cells.hold_beside(tags.ended()))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    pub(super) fn cells(&self) -> &[Arc<Cell>] {
        self.0.as_ref().map_or(&[], |cells| &cells.cells)
    }

    /// Bytes that it is taken to cost.
    pub(crate) fn weight(&self) -> u32 {
        u32::try_from(self.cells().len()).map_or(u32::MAX, |tags| tags.saturating_mul(WEIGHT))
    }

    #[cfg(test)]
    pub(crate) fn names(&self) -> impl Iterator<Item = &Key> {
        self.cells().iter().map(|cell| cell.name())
    }
}

impl Cells {
    fn hold(&self) -> bool {
        self.cells.iter().all(|cell| cell.holds())
    }

    /// The same. While no cell at all has ended since these were looked at, none of them has: one
    /// number says so, however many there are.
    #[cfg_attr(not(debug_assertions), inline)]
    fn hold_beside(&self, ended: &Ended) -> bool {
        let count = ended.count();
        self.seen.load(Ordering::Relaxed) == count || self.look(count)
    }

    /// Looks at each, and remembers that they held at `count`, which was read before.
    #[inline(never)]
    fn look(&self, count: u64) -> bool {
        let hold = self.hold();
        if hold {
            self.seen.store(count, Ordering::Relaxed);
        }
        hold
    }
}

#[cfg(all(test, gambeson_loom))]
mod interleavings {
    //! Every interleaving of hits and invalidations, by loom.

    use loom::thread;

    use super::*;

    fn cells(count: usize) -> Vec<Arc<Cell>> {
        let cell = |number: usize| Arc::new(Cell::new(Key::from(number.to_string())));
        (0..count).map(cell).collect()
    }

    #[test]
    fn once_an_invalidation_has_returned_no_hit_finds_the_tag_held() {
        loom::model(|| {
            let ended = Arc::new(Ended::default());
            let cells = cells(2);
            let set = TagSet::new(cells.clone());
            let hit = |set: &TagSet, ended: &Ended| {
                set.0.as_ref().is_some_and(|cells| cells.hold_beside(ended))
            };
            let reader = thread::spawn({
                let (set, ended) = (set.clone(), ended.clone());
                move || {
                    let first = hit(&set, &ended);
                    assert!(
                        first || !hit(&set, &ended),
                        "what has ended does not begin again"
                    );
                }
            });
            let other = thread::spawn({
                // Of another entry: it makes this one's number an old one.
                let (cell, ended) = (Arc::new(Cell::new(Key::from("other"))), ended.clone());
                move || ended.end(&cell)
            });
            ended.end(&cells[1]);
            assert!(!hit(&set, &ended));
            reader.join().unwrap();
            other.join().unwrap();
            assert!(!hit(&set, &ended));
        });
    }
}
