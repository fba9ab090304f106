//! Putting a change: into the queue, and into the cache, where who put it reads it back.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::change::{ChangeId, Encoded, Op, micros_now};
use super::entry::Entry;
use super::error::{PutError, PutErrorKind};
use super::line::Line;
use super::queue::{Beside, Refused, Room};
use super::settings::OnFull;
use crate::cache::CacheManager;
use crate::cache::entry::{Absent, Held};
use crate::cache::flight::Lead;
use crate::cache::key::Key;
use crate::cache::ops::Ops;
use crate::cache::plan::CacheValue;
use crate::cache::site::Site;
use crate::cache::stats::Count;

/// The least that an entry lives which was put: as long as its change waits, the row in the store is
/// older than it.
const LEAST: Duration = Duration::from_secs(600);
/// How long a put waits before it asks again whether there is room, or for an answer.
const AGAIN: Duration = Duration::from_millis(20);

/// What the attribute says of entries.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms {
    pub(crate) site: &'static Site,
    /// `None`: for ever.
    pub(crate) ttl: Option<Duration>,
    #[cfg_attr(
        not(feature = "redis"),
        expect(dead_code, reason = "memory is the only tier")
    )]
    pub(crate) memory_ttl: Option<Duration>,
}

/// One change before it is put.
pub(crate) struct Order {
    id: ChangeId,
    key: Key,
    parts: Vec<String>,
    op: Op<Vec<u8>>,
    /// What the entry is to hold.
    held: Held,
    ops: &'static Ops,
    tried: bool,
}

/// The id of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) id: ChangeId,
    /// A change of it may have been put before.
    pub(crate) tried: bool,
}

impl Name {
    /// One that nobody has.
    pub(crate) fn new() -> Self {
        Self {
            id: ChangeId::new(),
            tried: false,
        }
    }
}

impl From<ChangeId> for Name {
    /// Of a caller, who may have put it before.
    fn from(id: ChangeId) -> Self {
        Self { id, tried: true }
    }
}

impl Order {
    pub(crate) fn put<V: CacheValue>(
        Name { id, tried }: Name,
        key: Key,
        parts: Vec<String>,
        value: V,
    ) -> Result<Self, PutError> {
        let bytes = serde_json::to_vec(&value).map_err(|error| {
            let reason = format!("its value cannot be written: {error}");
            PutError::new(id, PutErrorKind::NotTaken, reason)
        })?;
        Ok(Self {
            id,
            key,
            parts,
            op: Op::Put(bytes),
            held: Arc::new(value),
            ops: Ops::serialised::<V>(),
            tried,
        })
    }

    pub(crate) fn delete<V: CacheValue>(
        Name { id, tried }: Name,
        key: Key,
        parts: Vec<String>,
    ) -> Self {
        Self {
            id,
            key,
            parts,
            op: Op::Delete,
            held: Arc::new(Absent),
            ops: Ops::serialised::<V>(),
            tried,
        }
    }
}

/// Puts a change. When it returns the change is durable, and the cache has its value.
///
/// Dropped, it is unknown whether the change was taken; memory lets go of the entry.
pub(crate) async fn put(
    manager: &CacheManager,
    line: &Line,
    terms: &Terms,
    order: Order,
) -> Result<ChangeId, PutError> {
    let Order {
        id,
        key,
        parts,
        op,
        held,
        ops,
        tried,
    } = order;
    let mut change = Encoded {
        id,
        key,
        parts,
        op,
        at: micros_now(),
        trace: trace(),
        tried,
    };
    let lifetime = terms.ttl.map(|ttl| ttl.max(LEAST));
    let entry = Entry {
        manager,
        terms,
        lifetime,
        held,
        ops,
    };
    let beside = entry.beside(id)?;
    let room = Box::pin(into_queue(
        manager,
        line,
        &mut change,
        beside.as_ref(),
        &entry,
    ))
    .await?;
    manager.stats_table().of(terms.site).add(Count::Set);
    if room == Room::OneMore {
        let unknown = |reason| PutError::new(id, PutErrorKind::Unknown, reason);
        line.flush_key(&change.key)
            .await
            .map_err(|away| unknown(away.0))?;
    }
    Ok(id)
}

/// Has the queue take the change, and says whether there was room for it.
async fn into_queue(
    manager: &CacheManager,
    line: &Line,
    change: &mut Encoded,
    beside: Option<&Beside>,
    entry: &Entry<'_>,
) -> Result<Room, PutError> {
    let wait = line.settings.wait.unwrap_or_else(|| manager.wait());
    // A wait that the clock cannot count has no end.
    let until = Instant::now().checked_add(wait);
    let id = change.id;
    let failed = |kind, reason: String| PutError::new(id, kind, reason);
    let mut room = Room::Bounded;
    let mut doubt = false;
    loop {
        // Until both have it: of two puts of a key the later one is the last in the queue and in
        // memory.
        let turn = line.turn(&change.key).await;
        let hold = entry.hold(line, &change.key).await;
        // Before the queue is asked: what changes the key from now on, also elsewhere, keeps this
        // value out of memory.
        let unsure = Unsure::begin(manager, &change.key);
        let refused = match line.queue.put(change, beside, room).await {
            Ok(put) => {
                let most = Instant::now().checked_add(wait);
                entry.set(line, &change.key, unsure, put, hold, most).await;
                return Ok(room);
            }
            Err(refused) => refused,
        };
        // What may be in the queue is newer than the old entry: the hold stays until it ends.
        if !doubt && !matches!(refused, Refused::Unknown(_)) {
            entry.release(&change.key, hold).await;
        }
        match refused {
            Refused::Full | Refused::Failed(_) | Refused::NotYet(_) => unsure.not_taken(),
            Refused::Unknown(_) => drop(unsure),
        }
        drop(turn);
        let in_time = until.is_none_or(|until| Instant::now() < until);
        match refused {
            Refused::Full => match line.settings.on_full {
                OnFull::WriteThrough => room = Room::OneMore,
                OnFull::Wait if in_time => sleep(AGAIN).await,
                _ => return Err(failed(PutErrorKind::Full, String::new())),
            },
            Refused::Unknown(_) if in_time => {
                doubt = true;
                change.tried = true;
                sleep(AGAIN).await;
            }
            Refused::NotYet(_) if in_time => sleep(AGAIN).await,
            Refused::Failed(_) if doubt && in_time => sleep(AGAIN).await,
            Refused::Failed(reason) | Refused::NotYet(reason) if !doubt => {
                return Err(failed(PutErrorKind::NotTaken, reason));
            }
            Refused::Unknown(reason) | Refused::Failed(reason) | Refused::NotYet(reason) => {
                return Err(failed(PutErrorKind::Unknown, reason));
            }
        }
    }
}

/// Memory, while a change of its key is on its way.
///
/// The old entry answers until the queue has the change: without Redis it may be all that is known of
/// an earlier change which is not written yet. Dropped while nobody can tell whether the change was
/// taken, it removes that entry.
pub(super) struct Unsure<'a> {
    manager: &'a CacheManager,
    key: &'a Key,
    lead: Option<Lead>,
}

impl<'a> Unsure<'a> {
    /// Loads that are under way will not be stored.
    fn begin(manager: &'a CacheManager, key: &'a Key) -> Self {
        let lead = manager.memory().flights().replace(key, || ());
        Self {
            manager,
            key,
            lead: Some(lead),
        }
    }

    /// The old entry stays.
    fn not_taken(mut self) {
        self.lead = None;
    }

    /// The change was taken: what is to be done with its value is the caller's.
    pub(super) fn taken(mut self) -> Option<Lead> {
        self.lead.take()
    }
}

impl Drop for Unsure<'_> {
    fn drop(&mut self) {
        if self.lead.is_some() {
            self.manager.memory().remove(self.key);
        }
    }
}

/// The request that the caller works for, where that is known.
fn trace() -> Option<String> {
    #[cfg(feature = "log")]
    return crate::context::current().map(|context| context.request_id().to_owned());
    #[cfg(not(feature = "log"))]
    None
}
