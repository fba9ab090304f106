//! The tags that an entry holds.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::cache::key::Key;

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

    pub(super) fn end(&self) {
        self.gone.store(true, Ordering::Release);
    }

    fn holds(&self) -> bool {
        !self.gone.load(Ordering::Acquire)
    }
}

/// Bytes that each tag of an entry is taken to cost: a pointer, and a share of the cell.
const WEIGHT: u32 = 32;

/// The cells of an entry's tags, as they were before its load began. One allocation, shared by the
/// entry and the flight that brings it; none where there are no tags.
#[derive(Debug, Clone, Default)]
pub(crate) struct TagSet(Option<Arc<[Arc<Cell>]>>);

impl TagSet {
    pub(super) fn new(cells: Vec<Arc<Cell>>) -> Self {
        Self((!cells.is_empty()).then(|| cells.into()))
    }

    /// Whether none of the tags has been invalidated since.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn holds(&self) -> bool {
        self.0.as_ref().is_none_or(|cells| all_hold(cells))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    pub(super) fn cells(&self) -> &[Arc<Cell>] {
        self.0.as_deref().unwrap_or_default()
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

#[cfg_attr(not(debug_assertions), inline)]
fn all_hold(cells: &[Arc<Cell>]) -> bool {
    cells.iter().all(|cell| cell.holds())
}
