//! An entry that no longer answers at once.

use std::time::Duration;

use super::terms::{Early, Ladder};
use crate::cache::entry::{Entry, Held};
use crate::cache::tags::TagSet;
use crate::cache::ttl::TimeLeft;
use crate::clock::Tick;

/// An entry that no longer answers at once, and is still there.
#[derive(Clone)]
pub(crate) struct Old {
    pub(crate) held: Held,
    /// From when on a reload is due.
    due: Tick,
    /// When its time to live ends.
    end: Tick,
    /// When it is of no use any more.
    gone: Tick,
    stored: Option<Tick>,
    /// Whether it was found in Redis.
    pub(crate) in_redis: bool,
    /// It is of no use any more once one of them is invalidated.
    tags: TagSet,
    /// Whether another process may have changed it since.
    doubtful: bool,
}

/// What an old entry is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Window {
    /// Its time has not ended: it is a hit.
    Fresh { due: bool },
    /// It answers while a reload runs.
    Stale,
    /// It answers if the load fails.
    Spare,
    /// Nothing.
    Closed,
}

impl Window {
    /// Whether the entry answers before a load.
    pub(crate) fn answers(self) -> bool {
        matches!(self, Self::Fresh { .. } | Self::Stale)
    }

    pub(crate) fn wants_reload(self) -> bool {
        matches!(self, Self::Fresh { due: true } | Self::Stale)
    }
}

impl Old {
    /// What memory holds, if it is of any use at `now`.
    /// One that `doubts` finds not vouched for is of use only when the load fails.
    pub(crate) fn in_memory(
        entry: Entry,
        now: Tick,
        doubts: impl FnOnce(&Entry) -> bool,
    ) -> Option<Self> {
        let doubtful = doubts(&entry);
        let Entry {
            value,
            expires,
            stored,
            tags,
            more,
            ..
        } = entry;
        let more = more.filter(|more| more.gone > now && tags.holds())?;
        Some(Self {
            held: value,
            due: expires,
            end: more.stale.min(more.gone),
            gone: more.gone,
            stored: Some(stored),
            in_redis: false,
            tags,
            doubtful,
        })
    }

    /// What Redis holds.
    #[cfg(feature = "redis")]
    pub(crate) fn in_redis(held: Held, life: &super::Life, tags: TagSet, now: Tick) -> Self {
        let at = |span: Option<Duration>| span.map_or(Tick::NEVER, |span| now.after(span));
        Self {
            held,
            due: at(life.due),
            end: at(life.ttl),
            gone: at(life.whole()),
            stored: None,
            in_redis: true,
            tags,
            doubtful: false,
        }
    }

    /// What it is good for at `now`, to a function of these terms.
    pub(crate) fn window(&self, terms: &Ladder, now: Tick) -> Window {
        let until = |span: Option<Duration>| {
            let span = span.unwrap_or_default();
            now < self.end.after(span).min(self.gone)
        };
        if !self.tags.holds() {
            return Window::Closed;
        }
        if self.doubtful {
            return if until(terms.if_error) && terms.if_error.is_some() {
                Window::Spare
            } else {
                Window::Closed
            };
        }
        if now < self.end {
            let due = terms.early != Early::Never && self.due <= now;
            return Window::Fresh { due };
        }
        if until(terms.while_revalidate) {
            Window::Stale
        } else if until(terms.if_error) {
            Window::Spare
        } else {
            Window::Closed
        }
    }

    /// For how long it answers before or beside a load, or, where a call waits for its load no longer
    /// than the soft time-out, in its place.
    pub(crate) fn answers_for(&self, terms: &Ladder, now: Tick) -> Duration {
        let last = match terms.soft {
            Some(_) => self.gone,
            None => self
                .end
                .after(terms.while_revalidate.unwrap_or_default())
                .min(self.gone),
        };
        last.since(now)
    }

    /// How long ago it was stored, where that is known.
    pub(crate) fn age(&self, now: Tick) -> Option<Duration> {
        self.stored.map(|stored| now.since(stored))
    }

    /// What is left of its time to live.
    pub(crate) fn left(&self, now: Tick) -> TimeLeft {
        if self.end == Tick::NEVER {
            TimeLeft::Forever
        } else {
            TimeLeft::For(self.end.since(now))
        }
    }
}
