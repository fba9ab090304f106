//! What the memory tier holds under a key.

use std::any::Any;
use std::sync::Arc;

use crate::cache::site::Site;
use crate::cache::tags::TagSet;
use crate::clock::Tick;

/// A value whose type is known to those who use its key.
///
/// `Arc<U>` is held as it is; any other `T` is held as an `Arc<T>`; [`Absent`] and [`Failed`] stand
/// for what a function returned beside values.
pub(crate) type Held = Arc<dyn Any + Send + Sync>;

/// A `None` that was stored because the function asked for it (`negative_ttl`).
pub(crate) struct Absent;

/// An error that was stored because the function asked for it (`error_ttl`), or that the callers
/// of one load share.
pub(crate) struct Failed<E>(pub(crate) E);

/// One entry of the memory tier.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) value: Held,
    /// Until this moment it answers without a thought. From then on it is a miss, unless there is
    /// [`More`] to say.
    pub(crate) expires: Tick,
    pub(crate) stored: Tick,
    /// The function that stored it.
    pub(crate) site: &'static Site,
    /// Bytes, of key and value together.
    pub(crate) weight: u32,
    /// Served while memory's [`Vouch`](super::vouch::Vouch) is no greater.
    #[cfg(feature = "redis")]
    pub(crate) vouch: u32,
    /// The entry is a miss once one of them is invalidated.
    pub(crate) tags: TagSet,
    /// What only some entries have. No hit looks at it.
    pub(crate) more: Option<Arc<More>>,
}

/// What a strategy knows of an entry beside its value.
#[derive(Debug)]
pub(crate) struct More {
    /// When its time to live ends: what is answered after that is stale. Not before
    /// [`Entry::expires`].
    pub(crate) stale: Tick,
    /// When it is of no use to anybody.
    pub(crate) gone: Tick,
}

impl Entry {
    /// The same entry, a miss once one of `tags` is invalidated.
    pub(crate) fn tagged(mut self, tags: TagSet) -> Self {
        if !tags.is_empty() {
            self.weight = self.weight.saturating_add(tags.weight());
            self.tags = tags;
        }
        self
    }

    /// Whether it answers a call at once, and nothing more has to be done.
    pub(crate) fn answers(&self, now: Tick) -> bool {
        self.expires > now && self.tags.holds()
    }

    /// When its time to live ends, in this tier.
    pub(crate) fn end(&self) -> Tick {
        match &self.more {
            Some(more) => more.stale.min(more.gone),
            None => self.expires,
        }
    }

    /// Whether its time to live has not ended, though a reload may be due.
    pub(crate) fn lives(&self, now: Tick) -> bool {
        (self.expires > now || self.end() > now) && self.tags.holds()
    }

    /// When it is of no use to anybody.
    pub(crate) fn gone(&self) -> Tick {
        self.more.as_ref().map_or(self.expires, |more| more.gone)
    }
}
