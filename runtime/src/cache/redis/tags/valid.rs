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
        if carried(&read)
            .iter()
            .all(|(name, _)| stands_at(known, name).is_some())
        {
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
        let names = reads.iter().flat_map(carried).map(|(name, _)| key_of(name));
        let unknown: HashSet<Key> = names.filter(|name| !stamps.contains_key(name)).collect();
        let unknown: Vec<Key> = unknown.into_iter().collect();
        let found = self.look_at(&unknown).await;
        stamps.extend(unknown.into_iter().zip(found.unwrap_or_default()));
        for read in &mut reads {
            let found = std::mem::replace(read, Read::Skip);
            *read = self.judged(found, |name| stamps.get_key_value(&key_of(name)));
        }
        reads
    }

    /// `read`, where these stamps stand now.
    fn judged<'n>(&self, read: Read, now: impl Fn(&[u8]) -> Option<Standing<'n>>) -> Read {
        let mut outdated = false;
        for (name, stamp) in carried(&read) {
            match now(name) {
                Some((name, now)) if !self.blocks(name) => {
                    outdated |= *now != Some(*stamp) || !self.vouches_for(name);
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

/// A tag, and what stands there.
type Standing<'n> = (&'n Key, &'n Option<Stamp>);

/// What is known to stand at a tag. There are few.
fn stands_at<'n>(known: &'n [(Key, Option<Stamp>)], name: &[u8]) -> Option<Standing<'n>> {
    let known = known.iter().find(|(known, _)| known.as_bytes() == name);
    known.map(|(name, stamp)| (name, stamp))
}

fn has_tags(read: &Read) -> bool {
    matches!(read, Read::Hit { extra, .. } if !extra.tags.is_empty())
}

/// The tags that an entry carries.
fn carried(read: &Read) -> &[(Vec<u8>, Stamp)] {
    match read {
        Read::Hit { extra, .. } => &extra.tags,
        _ => &[],
    }
}

fn key_of(name: &[u8]) -> Key {
    Key::from(&*String::from_utf8_lossy(name))
}
