//! Whether an entry's tags are still what they were when it was made.

use std::collections::{HashMap, HashSet};

use futures_util::future::BoxFuture;

use super::super::stamp::Stamp;
use super::super::{Read, RedisTier};
use crate::cache::key::Key;

impl RedisTier {
    /// `read`, if its tags are as they were when it was made; otherwise a miss. What stood at some
    /// tags may be `known` already.
    pub(in super::super) async fn valid(&self, read: Read, known: &[(Key, Option<Stamp>)]) -> Read {
        if !has_tags(&read) {
            return read;
        }
        if tags_of(&read).all(|(name, _)| stands_at(known, &name).is_some()) {
            return self.judged(read, |name| stands_at(known, name));
        }
        let reads: BoxFuture<'_, _> = Box::pin(self.all_valid(vec![read], known));
        let mut reads = reads.await;
        reads.pop().unwrap_or(Read::Skip)
    }

    /// The same for many: one round trip for all tags that are not known.
    pub(in super::super) async fn all_valid(
        &self,
        mut reads: Vec<Read>,
        known: &[(Key, Option<Stamp>)],
    ) -> Vec<Read> {
        if !reads.iter().any(has_tags) {
            return reads;
        }
        let mut stamps: HashMap<Key, Option<Stamp>> = known.iter().cloned().collect();
        let names = reads.iter().flat_map(tags_of).map(|(name, _)| name);
        let unknown: HashSet<Key> = names.filter(|name| !stamps.contains_key(name)).collect();
        let unknown: Vec<Key> = unknown.into_iter().collect();
        let found = self.look_at(&unknown).await;
        stamps.extend(unknown.into_iter().zip(found.unwrap_or_default()));
        for read in &mut reads {
            let found = std::mem::replace(read, Read::Skip);
            *read = self.judged(found, |name| stamps.get(name));
        }
        reads
    }

    /// `read`, where these stamps stand now.
    fn judged<'n>(&self, read: Read, now: impl Fn(&Key) -> Option<&'n Option<Stamp>>) -> Read {
        let mut outdated = false;
        for (name, stamp) in tags_of(&read) {
            match now(&name) {
                Some(now) if !self.blocks(&name) => {
                    outdated |= *now != Some(stamp) || !self.vouches_for(&name);
                }
                // There was no answer; or an invalidation is remembered, and nothing may be stored.
                _ => return Read::Skip,
            }
        }
        match read {
            Read::Hit { ticket, .. } if outdated => Read::Miss(Some(ticket)),
            read => read,
        }
    }
}

/// What is known to stand at a tag. There are few.
fn stands_at<'n>(known: &'n [(Key, Option<Stamp>)], name: &Key) -> Option<&'n Option<Stamp>> {
    let known = known.iter().find(|(known, _)| known == name);
    known.map(|(_, stamp)| stamp)
}

fn has_tags(read: &Read) -> bool {
    matches!(read, Read::Hit { extra, .. } if !extra.tags.is_empty())
}

/// The tags that an entry carries.
fn tags_of(read: &Read) -> impl Iterator<Item = (Key, Stamp)> + use<'_> {
    let tags = match read {
        Read::Hit { extra, .. } => &extra.tags[..],
        _ => &[],
    };
    tags.iter().map(|(name, stamp)| {
        let name = Key::from(&*String::from_utf8_lossy(name));
        (name, *stamp)
    })
}
