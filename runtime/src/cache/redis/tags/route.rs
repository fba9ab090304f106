//! Which server has the tags, the stripes and the entry.

use futures_util::future::{join, join_all};

use super::super::nodes::Part;
use super::super::stamp::Stamp;
use super::super::{Read, RedisTier, Want};
use super::Work;
use crate::cache::key::Key;

impl RedisTier {
    /// Reads one entry and the stamps of `tags`; a miss has no lease. `None` if there is no answer.
    pub(super) async fn read_beside(
        &self,
        key: &Key,
        want: Want,
        tags: &[Key],
    ) -> Option<(Read, Vec<Option<Stamp>>)> {
        if !self.nodes.is_cluster() {
            return self.nodes.any().read_beside(key, want, tags).await;
        }
        let work = Work {
            read: tags,
            ..Work::NONE
        };
        let (read, stamps) = Box::pin(join(self.entry(key, want), self.tags(&work))).await;
        Some((read, stamps?)).filter(|(read, _)| *read != Read::Skip)
    }

    /// Works on tags and stripes, and gives the stamps of those that are read. `None` if there is no
    /// answer about one of them.
    pub(super) async fn tags(&self, work: &Work<'_>) -> Option<Vec<Option<Stamp>>> {
        if !self.nodes.is_cluster() {
            return self.nodes.any().tags(work).await;
        }
        Box::pin(self.tags_of_nodes(work)).await
    }

    async fn tags_of_nodes(&self, work: &Work<'_>) -> Option<Vec<Option<Stamp>>> {
        let parts = self.nodes.parts(work.read.iter());
        let parts = parts.iter().map(|part| self.tags_of_part(part, work));
        let mut all = vec![None; work.read.len()];
        for found in join_all(parts).await {
            for (place, stamp) in found? {
                *all.get_mut(place)? = stamp;
            }
        }
        Some(all)
    }

    async fn tags_of_part(
        &self,
        part: &Part,
        work: &Work<'_>,
    ) -> Option<Vec<(usize, Option<Stamp>)>> {
        let read = part.pick(work.read);
        let told = self.nodes.told();
        let mine = Share::of(work, &read);
        let mut found = part.server.as_ref()?.tags(&mine.work(work)).await;
        if found.is_none() && self.nodes.told() != told {
            found = self.tags_one_by_one(&read, work).await;
        }
        Some(part.places.iter().copied().zip(found?).collect())
    }

    /// Each by its own way, in the order of `names`.
    async fn tags_one_by_one(&self, names: &[Key], work: &Work<'_>) -> Option<Vec<Option<Stamp>>> {
        let mut all = Vec::with_capacity(names.len());
        for name in names {
            let one = Share::of(work, std::slice::from_ref(name));
            let mut way = self.nodes.way(name);
            let stamp = loop {
                if let Some(stamps) = way.server()?.tags(&one.work(work)).await {
                    break stamps.into_iter().next()?;
                }
                if !way.turn().await {
                    return None;
                }
            };
            all.push(stamp);
        }
        Some(all)
    }

    /// How long tags have left, in ms. `None` if there is no answer.
    pub(super) async fn tag_lives(&self, names: &[Key]) -> Option<Vec<u64>> {
        if !self.nodes.is_cluster() {
            return self.nodes.any().tag_lives(names).await;
        }
        // What is not told needs no renewal now: another load asks again.
        let mut all = vec![u64::MAX; names.len()];
        let parts = self.nodes.parts(names.iter());
        let parts = parts.iter().map(|part| async move {
            let lives = part.server.as_ref()?.tag_lives(&part.pick(names)).await?;
            Some(part.places.iter().copied().zip(lives))
        });
        for (place, left) in join_all(parts).await.into_iter().flatten().flatten() {
            *all.get_mut(place)? = left;
        }
        Some(all)
    }

    /// Asks for the lease of a key where nothing stood.
    pub(super) async fn lease(&self, key: &Key, want: Want) -> Read {
        let mut way = self.nodes.way(key);
        loop {
            let Some(server) = way.server() else {
                return Read::Skip;
            };
            let read = server.lease(key, want).await;
            if read != Read::Skip || !way.turn().await {
                return read;
            }
        }
    }

    /// Whether an invalidation of this tag is remembered, and not carried out.
    pub(super) fn blocks(&self, name: &Key) -> bool {
        let way = self.nodes.way(name);
        match way.server() {
            Some(server) => server.blocks(name),
            None => self.nodes.any().blocks(name),
        }
    }

    /// Whether what stands at a tag tells whether an entry is served. In a cluster the tag's node may
    /// be one that others have yet to tell of invalidations, though the entry's is not.
    pub(super) fn vouches_for(&self, name: &Key) -> bool {
        if !self.nodes.is_cluster() {
            return true;
        }
        let way = self.nodes.way(name);
        way.server().is_some_and(|server| server.core.serves())
    }
}

/// What of some work is about some names.
struct Share<'a> {
    make: Vec<Key>,
    renew: Vec<Key>,
    read: &'a [Key],
}

impl<'a> Share<'a> {
    fn of(work: &Work<'_>, read: &'a [Key]) -> Self {
        let mine = |names: &[Key]| -> Vec<Key> {
            let names = names.iter().filter(|name| read.contains(name));
            names.cloned().collect()
        };
        Self {
            make: mine(work.make),
            renew: mine(work.renew),
            read,
        }
    }

    fn work(&self, work: &Work<'_>) -> Work<'_> {
        Work {
            make: &self.make,
            renew: &self.renew,
            read: self.read,
            life: work.life,
        }
    }
}
