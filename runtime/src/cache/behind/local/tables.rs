//! What stands in the file: the tables of all queues, and what one transaction does to them.
//!
//! | table | key | value |
//! |---|---|---|
//! | `names` | name of a queue | its number |
//! | `next` | queue | the next place in the queue, and the next number in `applied` |
//! | `queue` | queue, place | the change |
//! | `attempts` | queue, place | how often a worker was given it |
//! | `ids` | queue, change id | nothing: it was put, and another with this id is the same |
//! | `applied` | queue, number | the id of a change that was written, in the order in which it was |
//! | `dead` | queue, place | a change that was given up, behind the reason |

use redb::{ReadableTable as _, Table, TableDefinition, WriteTransaction};

use super::file::Fault;
use super::record::Record;

const NAMES: TableDefinition<'_, &str, u32> = TableDefinition::new("names");
const NEXT: TableDefinition<'_, u32, (u64, u64)> = TableDefinition::new("next");
const QUEUE: TableDefinition<'_, (u32, u64), &[u8]> = TableDefinition::new("queue");
const ATTEMPTS: TableDefinition<'_, (u32, u64), u32> = TableDefinition::new("attempts");
const IDS: TableDefinition<'_, (u32, u128), ()> = TableDefinition::new("ids");
const APPLIED: TableDefinition<'_, (u32, u64), u128> = TableDefinition::new("applied");
const DEAD: TableDefinition<'_, (u32, u64), &[u8]> = TableDefinition::new("dead");

/// A place in the file: the number of the queue, and the change's own.
pub(super) type Place = (u32, u64);

/// A change that was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Buried {
    pub(super) seq: u64,
    pub(super) reason: String,
    pub(super) bytes: Vec<u8>,
}

pub(super) struct Tables<'t> {
    names: Table<'t, &'static str, u32>,
    next: Table<'t, u32, (u64, u64)>,
    queue: Table<'t, Place, &'static [u8]>,
    attempts: Table<'t, Place, u32>,
    ids: Table<'t, (u32, u128), ()>,
    applied: Table<'t, Place, u128>,
    dead: Table<'t, Place, &'static [u8]>,
}

impl<'t> Tables<'t> {
    pub(super) fn open(transaction: &'t WriteTransaction) -> Result<Self, Fault> {
        Ok(Self {
            names: transaction.open_table(NAMES)?,
            next: transaction.open_table(NEXT)?,
            queue: transaction.open_table(QUEUE)?,
            attempts: transaction.open_table(ATTEMPTS)?,
            ids: transaction.open_table(IDS)?,
            applied: transaction.open_table(APPLIED)?,
            dead: transaction.open_table(DEAD)?,
        })
    }

    /// The number of a queue, which keeps it for ever.
    pub(super) fn number(&mut self, name: &str) -> Result<u32, Fault> {
        if let Some(known) = self.names.get(name)? {
            return Ok(known.value());
        }
        let number = u32::try_from(self.names.len()?).unwrap_or(u32::MAX);
        self.names.insert(name, number)?;
        Ok(number)
    }

    /// The place of a new change, or `None` when one with its id was put before.
    pub(super) fn put(&mut self, queue: u32, id: u128, bytes: &[u8]) -> Result<Option<u64>, Fault> {
        if self.ids.insert((queue, id), ())?.is_some() {
            return Ok(None);
        }
        self.append(queue, bytes).map(Some)
    }

    fn append(&mut self, queue: u32, bytes: &[u8]) -> Result<u64, Fault> {
        let (seq, number) = self.next(queue)?;
        self.next.insert(queue, (seq + 1, number))?;
        self.queue.insert((queue, seq), bytes)?;
        Ok(seq)
    }

    fn next(&self, queue: u32) -> Result<(u64, u64), Fault> {
        Ok(self
            .next
            .get(queue)?
            .map_or_else(Default::default, |next| next.value()))
    }

    pub(super) fn read(&self, place: Place) -> Result<Option<Vec<u8>>, Fault> {
        Ok(self.queue.get(place)?.map(|bytes| bytes.value().to_vec()))
    }

    /// A worker is given it, this often by now.
    pub(super) fn attempted(&mut self, place: Place, attempts: u32) -> Result<(), Fault> {
        self.attempts.insert(place, attempts)?;
        Ok(())
    }

    /// It was written. Its id is kept, so that the retry of a caller who was not told is no second change.
    pub(super) fn done(&mut self, place: Place) -> Result<(), Fault> {
        let id = self.remove(place)?.as_deref().and_then(id);
        id.map_or(Ok(()), |id| self.remember(place.0, id))
    }

    /// It is given up.
    pub(super) fn bury(&mut self, place: Place, reason: &str) -> Result<(), Fault> {
        if let Some(bytes) = self.remove(place)? {
            self.dead.insert(place, buried(reason, &bytes).as_slice())?;
        }
        Ok(())
    }

    fn remove(&mut self, place: Place) -> Result<Option<Vec<u8>>, Fault> {
        self.attempts.remove(place)?;
        let removed = self.queue.remove(place)?;
        Ok(removed.map(|bytes| bytes.value().to_vec()))
    }

    fn remember(&mut self, queue: u32, id: u128) -> Result<(), Fault> {
        let (seq, number) = self.next(queue)?;
        self.next.insert(queue, (seq, number + 1))?;
        self.applied.insert((queue, number), id)?;
        Ok(())
    }

    /// How many changes were written, ever.
    pub(super) fn written(&self, queue: u32) -> Result<u64, Fault> {
        Ok(self.next(queue)?.1)
    }

    /// Forgets the ids of those that were written before the one with this number, a few at a time.
    pub(super) fn forget(&mut self, queue: u32, before: u64, most: usize) -> Result<(), Fault> {
        for _ in 0..most {
            let first = self.applied.range((queue, 0)..(queue, before))?.next();
            let Some((place, id)) = first.transpose()?.map(|(at, id)| (at.value(), id.value())) else {
                return Ok(());
            };
            self.applied.remove(place)?;
            self.ids.remove((queue, id))?;
        }
        Ok(())
    }

    /// All that waits, in order: place, change, attempts.
    pub(super) fn waiting(&self, queue: u32, mut each: impl FnMut(u64, &[u8], u32)) -> Result<(), Fault> {
        for found in self.queue.range((queue, 0)..=(queue, u64::MAX))? {
            let (place, bytes) = found?;
            let attempts = self.attempts.get(place.value())?;
            each(
                place.value().1,
                bytes.value(),
                attempts.map_or(0, |attempts| attempts.value()),
            );
        }
        Ok(())
    }

    /// How many are given up.
    pub(super) fn dead(&self, queue: u32) -> Result<Vec<u64>, Fault> {
        let dead = self.dead.range((queue, 0)..=(queue, u64::MAX))?;
        dead.map(|found| Ok(found?.0.value().1)).collect()
    }

    /// Those given up from one on, in order.
    pub(super) fn buried(&self, queue: u32, from: u64, most: usize) -> Result<Vec<Buried>, Fault> {
        let found = self.dead.range((queue, from)..=(queue, u64::MAX))?;
        let found = found.take(most).map(|found| {
            let (place, bytes) = found?;
            let (reason, bytes) = unburied(bytes.value());
            Ok(Buried {
                seq: place.value().1,
                reason,
                bytes: bytes.to_vec(),
            })
        });
        found.collect()
    }

    /// Puts one that was given up behind all others, and gives its new place.
    pub(super) fn replay(&mut self, place: Place) -> Result<Option<(u64, Vec<u8>)>, Fault> {
        let Some(bytes) = self.exhume(place)? else {
            return Ok(None);
        };
        let seq = self.append(place.0, &bytes)?;
        Ok(Some((seq, bytes)))
    }

    /// Drops one that was given up. False when there is none.
    pub(super) fn drop_dead(&mut self, place: Place) -> Result<bool, Fault> {
        let Some(bytes) = self.exhume(place)? else {
            return Ok(false);
        };
        if let Some(id) = id(&bytes) {
            self.remember(place.0, id)?;
        }
        Ok(true)
    }

    fn exhume(&mut self, place: Place) -> Result<Option<Vec<u8>>, Fault> {
        let found = self.dead.remove(place)?;
        Ok(found.map(|bytes| unburied(bytes.value()).1.to_vec()))
    }
}

fn id(bytes: &[u8]) -> Option<u128> {
    Record::from_bytes(bytes).map(|record| record.id)
}

/// The reason's length in four bytes, the reason, the change.
fn buried(reason: &str, bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(reason.len()).unwrap_or(0);
    let reason = reason.as_bytes().get(..length as usize).unwrap_or_default();
    [&length.to_le_bytes(), reason, bytes].concat()
}

fn unburied(bytes: &[u8]) -> (String, &[u8]) {
    let parts = bytes.split_first_chunk().and_then(|(length, rest)| {
        rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)
    });
    let (reason, rest) = parts.unwrap_or((&[], bytes));
    (String::from_utf8_lossy(reason).into_owned(), rest)
}
