//! The tags that one manager knows of.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, Weak};

use foldhash::quality::RandomState;

use super::name::{STRIPES, Tag};
use super::set::{Cell, Ended, TagSet};
use crate::cache::key::Key;
use crate::sync::lock;

/// How many cells a stripe holds before it looks for those that nobody holds.
const FEW: usize = 64;

/// How often any tag had been invalidated at some moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment(u64);

/// How often a tag of each stripe had been invalidated at some moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stripes([u64; STRIPES]);

/// The cells of the tags that entries and loads hold. A cell that nobody holds is forgotten.
#[derive(Debug, Default)]
pub(crate) struct Tags {
    /// Invalidations of any tag.
    changes: AtomicU64,
    stripes: [Stripe; STRIPES],
    ended: Ended,
}

#[derive(Debug, Default)]
struct Stripe {
    /// Invalidations of its tags. Written under the lock of the cells.
    changes: AtomicU64,
    cells: Mutex<Cells>,
}

#[derive(Debug, Default)]
struct Cells {
    cells: HashMap<Key, Weak<Cell>, RandomState>,
    /// How many there may be before those that nobody holds are looked for.
    limit: usize,
}

impl Cells {
    fn forget_unheld(&mut self) {
        self.cells.retain(|_, cell| cell.strong_count() > 0);
        self.limit = self.cells.len().saturating_mul(2).max(FEW);
        self.cells.shrink_to(self.limit);
    }
}

impl Tags {
    fn stripe(&self, tag: &Tag) -> &Stripe {
        // Numbers of stripes are below their count.
        let [first, ..] = &self.stripes;
        self.stripes.get(tag.stripe()).unwrap_or(first)
    }

    /// The cell of `tag` as it is now.
    fn cell(&self, tag: &Tag) -> Arc<Cell> {
        let mut cells = lock(&self.stripe(tag).cells);
        if let Some(cell) = cells.cells.get(tag.name()).and_then(Weak::upgrade) {
            return cell;
        }
        if cells.cells.len() >= cells.limit {
            cells.forget_unheld();
        }
        let cell = Arc::new(Cell::new(tag.name().clone()));
        cells
            .cells
            .insert(tag.name().clone(), Arc::downgrade(&cell));
        cell
    }

    /// The cells of `tags` as they are now.
    pub(super) fn hold<'a>(&self, tags: impl IntoIterator<Item = &'a Tag>) -> TagSet {
        TagSet::new(tags.into_iter().map(|tag| self.cell(tag)).collect())
    }

    /// `set`, and the cells of `tags` as they are now, each tag once.
    pub(super) fn hold_more(&self, set: &TagSet, tags: &[Tag]) -> TagSet {
        let mut cells = set.cells().to_vec();
        for tag in tags {
            if !cells.iter().any(|cell| cell.name() == tag.name()) {
                cells.push(self.cell(tag));
            }
        }
        TagSet::new(cells)
    }

    /// The cells of the tags that an entry of Redis has, which was read after `moment`; `None` if any
    /// tag has been invalidated since, which may be one of these.
    #[cfg(feature = "redis")]
    pub(crate) fn since(&self, moment: Moment, names: impl Iterator<Item = Key>) -> Option<TagSet> {
        let tags: Vec<Tag> = names.filter_map(|name| Tag::of_name(&name)).collect();
        let set = self.hold(&tags);
        (self.moment() == moment).then_some(set)
    }

    /// The present moment.
    pub(crate) fn moment(&self) -> Moment {
        Moment(self.changes.load(Ordering::SeqCst))
    }

    /// The present moment of each stripe.
    pub(super) fn stripes(&self) -> Stripes {
        let mut all = [0; STRIPES];
        for (moment, stripe) in all.iter_mut().zip(&self.stripes) {
            *moment = stripe.changes.load(Ordering::SeqCst);
        }
        Stripes(all)
    }

    /// Whether no tag of the stripes of `tags` has been invalidated since.
    pub(super) fn unmoved(&self, since: &Stripes, tags: &[Tag]) -> bool {
        tags.iter().all(|tag| {
            let now = self.stripe(tag).changes.load(Ordering::SeqCst);
            since.0.get(tag.stripe()) == Some(&now)
        })
    }

    /// Makes a miss of every entry that has `tag`, and of what is being loaded with it.
    pub(crate) fn invalidate(&self, tag: &Tag) {
        let stripe = self.stripe(tag);
        let mut cells = lock(&stripe.cells);
        // First the stripe: a load that takes the new cell then sees that it has moved.
        stripe.changes.fetch_add(1, Ordering::SeqCst);
        self.changes.fetch_add(1, Ordering::SeqCst);
        if let Some(cell) = cells
            .cells
            .remove(tag.name())
            .and_then(|cell| cell.upgrade())
        {
            self.ended.end(&cell);
        }
    }

    /// The cells that have ended.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn ended(&self) -> &Ended {
        &self.ended
    }

    /// Forgets the cells that nobody holds.
    pub(crate) fn sweep(&self) {
        for stripe in &self.stripes {
            lock(&stripe.cells).forget_unheld();
        }
    }

    /// How many tags something is known of.
    pub(crate) fn len(&self) -> u64 {
        let count = |stripe: &Stripe| lock(&stripe.cells).cells.len() as u64;
        self.stripes.iter().map(count).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(text: &str) -> Tag {
        Tag::new(&Key::from(text))
    }

    #[test]
    fn what_holds_a_tag_ends_with_it_and_with_no_other() {
        let tags = Tags::default();
        let (both, one) = (tags.hold(&[tag("a"), tag("b")]), tags.hold(&[tag("b")]));
        tags.invalidate(&tag("c"));
        assert!(both.holds() && one.holds());
        tags.invalidate(&tag("a"));
        assert!(!both.holds() && one.holds());
        assert!(
            tags.hold(&[tag("a")]).holds(),
            "a new load holds a new cell"
        );
        assert!(TagSet::default().holds());
    }

    #[test]
    fn a_hit_sees_the_end_of_its_own_tags_whatever_it_has_seen_before() {
        let tags = Tags::default();
        let set = tags.hold(&[tag("a"), tag("b")]);
        let other = tags.hold(&[tag("c")]);
        assert!(set.holds_in(&tags) && TagSet::default().holds_in(&tags));
        tags.invalidate(&tag("nobody holds it"));
        tags.invalidate(&tag("c"));
        for _ in 0..2 {
            assert!(set.holds_in(&tags) && !other.holds_in(&tags));
        }
        tags.invalidate(&tag("b"));
        for _ in 0..2 {
            assert!(!set.holds_in(&tags));
        }
        assert!(tags.hold(&[tag("b"), tag("c")]).holds_in(&tags));
    }

    #[test]
    fn a_tag_that_is_named_late_is_held_only_while_its_stripe_stands() {
        let tags = Tags::default();
        let (before, late) = (tags.stripes(), [tag("a")]);
        assert!(tags.unmoved(&before, &late));
        tags.invalidate(&late[0]);
        assert!(!tags.unmoved(&before, &late));
        let other = (0..).map(|n| tag(&n.to_string()));
        let mut other = other.filter(|tag| tag.stripe() != late[0].stripe());
        assert!(tags.unmoved(&before, &[other.next().expect("there are more stripes")]));
    }

    #[test]
    fn what_nobody_holds_is_forgotten() {
        let tags = Tags::default();
        let held = tags.hold(&[tag("held")]);
        for number in 0..100_000 {
            drop(tags.hold(&[tag(&number.to_string())]));
        }
        assert!(tags.len() < 2 * (FEW * STRIPES) as u64, "{}", tags.len());
        tags.sweep();
        assert_eq!(tags.len(), 1);
        assert!(held.holds());
    }

    #[test]
    fn an_entry_of_redis_is_held_only_if_nothing_was_invalidated_while_it_was_read() {
        let tags = Tags::default();
        let moment = tags.moment();
        let set = tags.hold_more(&TagSet::default(), &[tag("a"), tag("a"), tag("b")]);
        assert_eq!(set.names().count(), 2);
        tags.invalidate(&tag("z"));
        assert!(tags.moment() != moment && set.holds());
    }
}
