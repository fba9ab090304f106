//! The tags of one call, from its miss to its store.

use std::sync::Arc;

use super::registry::{Moment, Stripes};
use super::{Tag, TagSet, Tags};
use crate::cache::key::Key;
#[cfg(feature = "redis")]
use crate::cache::redis::Stamps;

/// More tags than this an entry cannot have: it is not stored.
const MOST: usize = 128;

/// The tags of one call.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tagging {
    /// What the arguments name.
    named: Vec<Tag>,
    /// Whether the value, or the load itself, may name more.
    open: bool,
    /// What the load has named.
    late: Vec<Tag>,
    before: Option<Before>,
    /// What Redis had before the load.
    #[cfg(feature = "redis")]
    pub(crate) stamps: Option<Stamps>,
}

/// How the tags were before the load.
#[derive(Debug, Clone)]
struct Before {
    set: TagSet,
    stripes: Stripes,
}

/// What a load has seen of its tags, for those who would join it.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    set: TagSet,
    /// Where it may have any tag: the moment at which it began.
    any: Option<(Arc<Tags>, Moment)>,
}

impl Seen {
    /// Whether what the load brings is older than an invalidation of one of its tags.
    pub(crate) fn is_outdated(&self) -> bool {
        let moved = |(tags, since): &(Arc<Tags>, Moment)| tags.moment() != *since;
        !self.set.holds() || self.any.as_ref().is_some_and(moved)
    }
}

impl Tagging {
    /// The tags that the arguments of a call name; `open` where its load may name more.
    pub(crate) fn new(named: impl IntoIterator<Item = Key>, open: bool) -> Self {
        let mut tags: Vec<Tag> = Vec::new();
        for tag in named {
            let tag = Tag::new(&tag);
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        Self {
            named: tags,
            open,
            ..Self::default()
        }
    }

    /// Its load may name more.
    pub(crate) fn open_up(&mut self) {
        self.open = true;
    }

    /// Remembers how the tags are before the load, once; later calls change nothing.
    pub(crate) fn begin(&mut self, tags: &Arc<Tags>) -> Option<Seen> {
        if self.before.is_some() {
            return None;
        }
        // The moments first: what happens after them is seen, whatever is held then.
        let any = self.open.then(|| (Arc::clone(tags), tags.moment()));
        let stripes = tags.stripes();
        let set = tags.hold(&self.named);
        let seen = Seen {
            set: set.clone(),
            any,
        };
        self.before = Some(Before { set, stripes });
        Some(seen)
    }

    /// The load has named these. `false` if the value is older than an invalidation of one of its
    /// tags, or has too many: then it is not to be stored.
    pub(crate) fn end(&mut self, tags: &Tags, late: Vec<Key>) -> bool {
        let Some(before) = &mut self.before else {
            return false;
        };
        for tag in late {
            let tag = Tag::new(&tag);
            if !self.named.contains(&tag) && !self.late.contains(&tag) {
                self.late.push(tag);
            }
        }
        before.set = tags.hold_more(&before.set, &self.late);
        // After the cells are held: who invalidates moves the stripe before it ends the cell.
        tags.unmoved(&before.stripes, &self.late)
            && before.set.holds()
            && self.named.len() + self.late.len() <= MOST
    }

    /// What the entry is to hold.
    pub(crate) fn set(&self) -> TagSet {
        self.before
            .as_ref()
            .map(|before| before.set.clone())
            .unwrap_or_default()
    }
}

#[cfg(feature = "redis")]
impl Tagging {
    pub(crate) fn named(&self) -> &[Tag] {
        &self.named
    }

    pub(crate) fn late(&self) -> &[Tag] {
        &self.late
    }

    pub(crate) fn is_open(&self) -> bool {
        self.open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Key {
        Key::from(text)
    }

    #[test]
    fn an_invalidation_during_the_load_keeps_the_value_out_whoever_named_the_tag() {
        for (named, late) in [(vec![key("a")], vec![]), (vec![], vec![key("a")])] {
            let tags = Arc::new(Tags::default());
            let mut call = Tagging::new(named.clone(), true);
            let seen = call.begin(&tags).expect("it begins once");
            assert!(!seen.is_outdated() && call.begin(&tags).is_none());
            tags.invalidate(&Tag::new(&key("a")));
            assert!(seen.is_outdated());
            assert!(!call.end(&tags, late.clone()));

            let mut call = Tagging::new(named, true);
            call.begin(&tags);
            assert!(call.end(&tags, late));
            let set = call.set();
            assert!(set.holds());
            tags.invalidate(&Tag::new(&key("a")));
            assert!(!set.holds());
        }
    }

    #[test]
    fn a_load_that_names_no_more_is_joined_in_spite_of_other_tags() {
        let tags = Arc::new(Tags::default());
        let mut call = Tagging::new([key("a"), key("a")], false);
        let seen = call.begin(&tags).expect("it begins once");
        tags.invalidate(&Tag::new(&key("b")));
        assert!(!seen.is_outdated() && call.end(&tags, Vec::new()));
        assert_eq!(call.set().names().count(), 1);
    }

    #[test]
    fn a_value_with_too_many_tags_is_not_stored() {
        let tags = Arc::new(Tags::default());
        let mut call = Tagging::new([], true);
        call.begin(&tags);
        let many = (0..=MOST).map(|number| key(&number.to_string()));
        assert!(!call.end(&tags, many.collect()));
    }
}
