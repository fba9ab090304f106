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
    /// What only some entries have: nothing of it costs a plain hit more than a look at this.
    pub(crate) more: Option<Arc<More>>,
}

/// What a strategy knows of an entry beside its value.
#[derive(Debug, Clone, Default)]
pub(crate) struct More {
    /// When its time to live ends: what is answered after that is stale. Not before
    /// [`Entry::expires`].
    pub(crate) stale: Option<Tick>,
    /// When it is of no use to anybody. Not before `stale`.
    pub(crate) gone: Option<Tick>,
    /// The entry is a miss once one of them is invalidated.
    pub(crate) tags: TagSet,
}

impl Entry {
    /// The same entry, a miss once one of `tags` is invalidated.
    pub(crate) fn tagged(mut self, tags: TagSet) -> Self {
        if !tags.is_empty() {
            self.weight = self.weight.saturating_add(tags.weight());
            Arc::make_mut(self.more.get_or_insert_default()).tags = tags;
        }
        self
    }

    /// Whether it answers a call at once, and nothing more has to be done.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn answers(&self, now: Tick) -> bool {
        self.expires > now && self.holds()
    }

    /// Whether nothing has happened that makes it a miss before its time.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn holds(&self) -> bool {
        self.more.as_ref().is_none_or(|more| more.holds())
    }

    /// When its time to live ends, in this tier.
    pub(crate) fn end(&self) -> Tick {
        match &self.more {
            Some(more) => more.stale.unwrap_or(self.expires).min(self.gone()),
            None => self.expires,
        }
    }

    /// Whether its time to live has not ended, though a reload may be due.
    pub(crate) fn lives(&self, now: Tick) -> bool {
        self.answers(now)
            || (self.end() > now && self.more.as_ref().is_none_or(|more| more.holds()))
    }

    /// When it is of no use to anybody.
    pub(crate) fn gone(&self) -> Tick {
        let gone = self.more.as_ref().and_then(|more| more.gone);
        gone.unwrap_or(self.expires)
    }
}

impl More {
    /// Whether nothing has happened that makes the entry a miss before its time.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn holds(&self) -> bool {
        self.tags.holds()
    }
}
