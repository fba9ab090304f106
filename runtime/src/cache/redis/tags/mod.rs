//! Tags in Redis: what one word removes, however many entries have it.
//!
//! At the name of a tag stands a stamp that is never used twice; an entry carries the stamps of its
//! tags as they were before its load. A read takes both in one `MGET`, and compares: a tag that has
//! another stamp or none makes the entry a miss. Who invalidates a tag removes its key, whatever the
//! number of entries; the next load puts another stamp there. So whatever is lost (evicted, flushed,
//! expired) is a miss, and nothing depends on two keys being read or written in one step.
//!
//! Tags that only the value names have no stamp that could be read before the load. For them there are
//! sixteen *stripes*, keys with stamps of their own, of which each tag belongs to one. Such a load
//! reads all of them before; after it, it reads the stamps of the tags and then the stripes of these
//! tags again, and stores nothing if one has changed or is gone. An invalidation removes the tag's
//! stripe with the tag, and before it where that takes two steps: both are in one slot of a cluster.
//!
//! What stands at a tag names the state of the server that it was put there under, as an entry does. In
//! a cluster the entry may be on another node than its tag, and know nothing of that one's restart.
//!
//! A removal needs no memory and does no harm when it is late, so invalidations of tags are remembered
//! in an outage like those of keys, among them, under the tag's name.
//!
//! - this file: what a read, a load and a store need
//! - `valid`: whether an entry's tags are still what they were
//! - `route`: which server has what
//! - `work`: the commands, on one server

mod route;
mod valid;
mod work;

use std::time::Duration;

use futures_util::future::join;

use super::read::millis;
use super::stamp::Stamp;
use super::{Commit, Extra, Read, RedisTier, Ticket, Want};
use crate::cache::key::Key;
use crate::cache::tags::{STRIPES, Tag};

pub(super) use self::work::{Work, beside, lives, work};

/// The least time for which a tag is kept, and how long stripes are, in ms.
const SHORTEST: u64 = 60 * 60 * 1_000;

/// What stood at the names of tags, and of all stripes, before a load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stamps {
    tags: Vec<(Key, Stamp)>,
    /// Empty where the load names no tags.
    stripes: Vec<Stamp>,
}

/// The tags of a load.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted<'a> {
    /// Those that are known before.
    pub(crate) named: &'a [Tag],
    /// Whether it may name more.
    pub(crate) open: bool,
    /// How long the entry will live; `None` for ever.
    pub(crate) ttl: Option<Duration>,
}

/// A value to store, and the tags that were named while it was loaded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tagged<'a> {
    pub(crate) payload: &'a [u8],
    pub(crate) ttl: Option<Duration>,
    /// Without them nothing is stored.
    pub(crate) stamps: Option<&'a Stamps>,
    pub(crate) late: &'a [Tag],
}

type Known = Vec<(Key, Option<Stamp>)>;

impl Stamps {
    /// None, if one is missing.
    fn of(known: Known, stripes: Vec<Stamp>) -> Option<Self> {
        let tags = known.into_iter().map(|(name, stamp)| Some((name, stamp?)));
        let tags = tags.collect::<Option<_>>()?;
        Some(Self { tags, stripes })
    }
}

impl RedisTier {
    /// Reads one entry and its tags: one round trip for a hit, and a second one, for the lease and
    /// for tags that are not there, for a miss that wants one.
    ///
    /// Without stamps a load can store nothing here.
    pub(crate) async fn read_tagged(
        &self,
        key: &Key,
        want: Want,
        tags: Wanted<'_>,
    ) -> (Read, Option<Stamps>) {
        let names: Vec<Key> = tags.named.iter().map(|tag| tag.name().clone()).collect();
        if self.any_blocked(&names) {
            return (Read::Skip, None);
        }
        let looked = Want {
            lease: false,
            ..want
        };
        let Some((read, found)) = self.read_beside(key, looked, &names).await else {
            return (Read::Skip, None);
        };
        let known: Known = names.iter().cloned().zip(found).collect();
        let mut read = self.valid(read, &known).await;
        let mut stamps = None;
        if matches!(read, Read::Hit { .. }) {
            if !tags.open {
                stamps = Stamps::of(known, Vec::new());
            }
        } else if let (Read::Miss(ticket), true) = (&read, want.lease) {
            let lease = async {
                match ticket {
                    Some(_) => read.clone(),
                    None => self.lease(key, want).await,
                }
            };
            let (leased, made) = join(lease, Box::pin(self.take_stamps(known, tags))).await;
            read = self.valid(leased, &[]).await;
            if let (Read::Miss(Some(_)), None) = (&read, &made) {
                read = Read::Miss(None);
            }
            stamps = made;
        }
        // Again, now that the answers are there: see `read::many`.
        if self.any_blocked(&names) {
            return (Read::Skip, None);
        }
        (read, stamps)
    }

    /// The stamps of a load that begins now, whatever stands at its key; `None` if they cannot be had.
    pub(crate) async fn stamps(&self, tags: Wanted<'_>) -> Option<Stamps> {
        let names: Vec<Key> = tags.named.iter().map(|tag| tag.name().clone()).collect();
        let found = self.look_at(&names).await?;
        let known: Known = names.iter().cloned().zip(found).collect();
        let stamps = Box::pin(self.take_stamps(known, tags)).await;
        stamps.filter(|_| !self.any_blocked(&names))
    }

    /// Completes what is known of the tags of a load: one round trip, and one more for stripes that
    /// are not there.
    async fn take_stamps(&self, mut known: Known, tags: Wanted<'_>) -> Option<Stamps> {
        let absent: Vec<Key> = known
            .iter()
            .filter(|(_, stamp)| stamp.is_none())
            .map(|(name, _)| name.clone())
            .collect();
        let stripes: Vec<Key> = if tags.open {
            (0..STRIPES).map(Tag::stripe_name).collect()
        } else {
            Vec::new()
        };
        let mut found = Vec::new();
        if !absent.is_empty() || !stripes.is_empty() {
            let read: Vec<Key> = absent.iter().chain(&stripes).cloned().collect();
            found = self
                .tags(&Work {
                    make: &absent,
                    read: &read,
                    life: life(tags.ttl),
                    ..Work::NONE
                })
                .await?;
        }
        let mut found = found.into_iter();
        for (_, stamp) in known.iter_mut().filter(|(_, stamp)| stamp.is_none()) {
            *stamp = found.next()?;
        }
        let stripes = self.complete(stripes, found.collect()).await?;
        Stamps::of(known, stripes)
    }

    /// The stamps of all stripes, of which some were `found`.
    async fn complete(&self, names: Vec<Key>, found: Vec<Option<Stamp>>) -> Option<Vec<Stamp>> {
        let missing = |(name, stamp): (Key, &Option<Stamp>)| stamp.is_none().then_some(name);
        let absent: Vec<Key> = names.into_iter().zip(&found).filter_map(missing).collect();
        if absent.is_empty() {
            return found.into_iter().collect();
        }
        let made = self
            .tags(&Work {
                make: &absent,
                read: &absent,
                life: SHORTEST,
                ..Work::NONE
            })
            .await?;
        let mut made = made.into_iter();
        found
            .into_iter()
            .map(|stamp| stamp.or_else(|| made.next().flatten()))
            .collect()
    }

    /// Stores what a load brought, if nothing happened to the entry since the ticket was given, nor to
    /// any of its tags.
    pub(crate) async fn commit_tagged(
        &self,
        key: &Key,
        ticket: &Ticket,
        value: Tagged<'_>,
        extra: Extra,
    ) -> Commit {
        let Some(stamps) = value.stamps else {
            return Commit::Down;
        };
        let mut tags = stamps.tags.clone();
        if !value.late.is_empty() {
            match Box::pin(self.take_late(value, stamps)).await {
                Ok(late) => tags.extend(late),
                Err(commit) => return commit,
            }
        }
        let names: Vec<Key> = tags.iter().map(|(name, _)| name.clone()).collect();
        if self.any_blocked(&names) {
            return Commit::Refused;
        }
        let carried = tags
            .iter()
            .map(|(name, stamp)| (name.as_bytes().to_vec(), *stamp));
        let extra = Extra {
            tags: carried.collect(),
            ..extra
        };
        let commit = self.commit(key, ticket, value.payload, value.ttl, &extra);
        // The entry is a miss to readers if a tag has changed meanwhile. Who waits here for this very
        // load may have begun after that, and must not be given it.
        let look = Box::pin(self.look_and_renew(&names, value.ttl));
        let (committed, now) = join(commit, look).await;
        let unchanged = |now: Vec<Option<Stamp>>| {
            let before = tags.iter().map(|(_, stamp)| Some(*stamp));
            before.eq(now)
        };
        let is_known = now.is_some_and(unchanged) || committed == Commit::Down;
        if !is_known || self.any_blocked(&names) {
            return Commit::Refused;
        }
        committed
    }

    /// The stamps of tags, which live on if they would not outlive an entry of this ttl.
    async fn look_and_renew(
        &self,
        names: &[Key],
        ttl: Option<Duration>,
    ) -> Option<Vec<Option<Stamp>>> {
        let life = life(ttl);
        let work = Work {
            read: names,
            ..Work::NONE
        };
        let (stamps, left) = join(self.tags(&work), self.tag_lives(names)).await;
        let short = names.iter().zip(left?).filter(|(_, left)| *left < life / 2);
        let short: Vec<Key> = short.map(|(name, _)| name.clone()).collect();
        if short.is_empty() {
            return stamps;
        }
        // Seldom, because to those who hold the tag it is a change.
        self.tags(&Work {
            renew: &short,
            read: names,
            life,
            ..Work::NONE
        })
        .await
    }

    /// The stamps of tags that were named while the value was loaded, if none of them has been
    /// invalidated since before the load.
    async fn take_late(
        &self,
        value: Tagged<'_>,
        stamps: &Stamps,
    ) -> Result<Vec<(Key, Stamp)>, Commit> {
        let names: Vec<Key> = value.late.iter().map(|tag| tag.name().clone()).collect();
        if self.any_blocked(&names) {
            return Err(Commit::Refused);
        }
        let mut numbers: Vec<usize> = value.late.iter().map(Tag::stripe).collect();
        numbers.sort_unstable();
        numbers.dedup();
        // After the tags, or in the same step.
        let stripes = numbers.iter().copied().map(Tag::stripe_name);
        let read: Vec<Key> = names.iter().cloned().chain(stripes).collect();
        let work = Work {
            make: &names,
            read: &read,
            life: life(value.ttl),
            ..Work::NONE
        };
        let found = self.tags(&work).await.ok_or(Commit::Down)?;
        let (found, stripes) = found.split_at_checked(names.len()).ok_or(Commit::Down)?;
        let before = numbers
            .iter()
            .map(|&number| stamps.stripes.get(number).copied());
        if !before.eq(stripes.iter().copied()) || stripes.contains(&None) {
            return Err(Commit::Refused);
        }
        let late = names
            .into_iter()
            .zip(found)
            .map(|(name, stamp)| Some((name, (*stamp)?)))
            .collect::<Option<_>>();
        late.ok_or(Commit::Down)
    }

    async fn look_at(&self, names: &[Key]) -> Option<Vec<Option<Stamp>>> {
        if names.is_empty() {
            return Some(Vec::new());
        }
        let work = Work {
            read: names,
            ..Work::NONE
        };
        self.tags(&work).await
    }

    fn any_blocked(&self, names: &[Key]) -> bool {
        names.iter().any(|name| self.blocks(name))
    }
}

/// How long a tag is kept, in ms: twice as long as an entry that has it.
fn life(ttl: Option<Duration>) -> u64 {
    ttl.map_or(u64::MAX, |ttl| millis(ttl.saturating_mul(2)))
        .clamp(SHORTEST, millis(Duration::MAX))
}
