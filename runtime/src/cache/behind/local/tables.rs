//! What stands in the file: the tables of all queues, and what one transaction does to them.
//!
//! | table | key | value |
//! |---|---|---|
//! | `names` | name of a queue | its number |
//! | `next` | queue | the next place in the queue, and the next number in `applied` |
//! | `queue` | queue, place | the change |
//! | `tried` | queue, place | how many attempts to write it count, of those that have begun |
//! | `ids` | queue, change id | nothing: it was put, and another with this id is the same |
//! | `applied` | queue, number | the id of a change that was written, in the order in which it was |
//! | `dead` | queue, place | attempts, what the last one said, the change |
//! | `unreadable` | queue, place | what was in the queue and is no change |

use redb::{
    ReadableTable as _, ReadableTableMetadata as _, Table, TableDefinition, WriteTransaction,
};

use super::super::change::micros_now;
use super::super::lanes::tried;
use super::file::Fault;
use super::job::Dead;
use super::record;

const NAMES: TableDefinition<'_, &str, u32> = TableDefinition::new("names");
const NEXT: TableDefinition<'_, u32, (u64, u64)> = TableDefinition::new("next");
pub(super) const QUEUE: TableDefinition<'_, Place, &[u8]> = TableDefinition::new("queue");
const TRIED: TableDefinition<'_, Place, u32> = TableDefinition::new("tried");
const IDS: TableDefinition<'_, (u32, &[u8; 16]), ()> = TableDefinition::new("ids");
const APPLIED: TableDefinition<'_, Place, &[u8; 16]> = TableDefinition::new("applied");
const DEAD: TableDefinition<'_, Place, &[u8]> = TableDefinition::new("dead");
const UNREADABLE: TableDefinition<'_, Place, &[u8]> = TableDefinition::new("unreadable");

/// A place in the file: the number of the queue, and the change's own.
pub(super) type Place = (u32, u64);

pub(super) struct Tables<'t> {
    names: Table<'t, &'static str, u32>,
    next: Table<'t, u32, (u64, u64)>,
    queue: Table<'t, Place, &'static [u8]>,
    tried: Table<'t, Place, u32>,
    ids: Table<'t, (u32, &'static [u8; 16]), ()>,
    applied: Table<'t, Place, &'static [u8; 16]>,
    dead: Table<'t, Place, &'static [u8]>,
    unreadable: Table<'t, Place, &'static [u8]>,
}

impl<'t> Tables<'t> {
    pub(super) fn open(transaction: &'t WriteTransaction) -> Result<Self, Fault> {
        Ok(Self {
            names: transaction.open_table(NAMES)?,
            next: transaction.open_table(NEXT)?,
            queue: transaction.open_table(QUEUE)?,
            tried: transaction.open_table(TRIED)?,
            ids: transaction.open_table(IDS)?,
            applied: transaction.open_table(APPLIED)?,
            dead: transaction.open_table(DEAD)?,
            unreadable: transaction.open_table(UNREADABLE)?,
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

    /// Whether a change of this id was put before, as far as that is remembered.
    pub(super) fn knows(&self, queue: u32, id: &[u8; 16]) -> Result<bool, Fault> {
        Ok(self.ids.get((queue, id))?.is_some())
    }

    /// The place of a new change.
    pub(super) fn put(&mut self, queue: u32, id: &[u8; 16], bytes: &[u8]) -> Result<u64, Fault> {
        self.ids.insert((queue, id), ())?;
        self.append(queue, bytes)
    }

    fn append(&mut self, queue: u32, bytes: &[u8]) -> Result<u64, Fault> {
        let (seq, number) = self.next(queue)?;
        self.next.insert(queue, (seq + 1, number))?;
        self.queue.insert((queue, seq), bytes)?;
        Ok(seq)
    }

    /// The places of a new queue begin at the time, so that those of a new file are larger than
    /// those of one that was there before: a store that remembers the last place it has written
    /// passes over none.
    fn next(&self, queue: u32) -> Result<(u64, u64), Fault> {
        let next = self.next.get(queue)?;
        Ok(next.map_or_else(|| (micros_now(), 0), |next| next.value()))
    }

    /// An attempt to write it begins, with others or `alone`.
    pub(super) fn begin(&mut self, place: Place, alone: bool) -> Result<(), Fault> {
        if self.queue.get(place)?.is_some() {
            let before = self.tried.get(place)?.map_or(0, |tried| tried.value());
            self.tried.insert(place, tried(before, alone))?;
        }
        Ok(())
    }

    /// It was written, or is given up for good. Its id is kept, so that the retry of a caller who
    /// was not told is no second change.
    pub(super) fn done(&mut self, place: Place) -> Result<(), Fault> {
        match self.remove(place)? {
            Some(bytes) => self.remember(place.0, &bytes),
            None => Ok(()),
        }
    }

    /// It is given up, after so many attempts, of which the last one said this.
    pub(super) fn bury(&mut self, place: Place, attempts: u32, error: &str) -> Result<(), Fault> {
        if let Some(bytes) = self.remove(place)? {
            let dead = to_dead(attempts, error, &bytes);
            self.dead.insert(place, dead.as_slice())?;
        }
        Ok(())
    }

    /// It cannot be read, and is put aside.
    pub(super) fn put_aside(&mut self, place: Place) -> Result<(), Fault> {
        if let Some(bytes) = self.remove(place)? {
            self.unreadable.insert(place, bytes.as_slice())?;
        }
        Ok(())
    }

    fn remove(&mut self, place: Place) -> Result<Option<Vec<u8>>, Fault> {
        self.tried.remove(place)?;
        let removed = self.queue.remove(place)?;
        Ok(removed.map(|bytes| bytes.value().to_vec()))
    }

    fn remember(&mut self, queue: u32, bytes: &[u8]) -> Result<(), Fault> {
        if let Some(change) = record::from_bytes(bytes) {
            let (seq, number) = self.next(queue)?;
            self.next.insert(queue, (seq, number + 1))?;
            self.applied.insert((queue, number), change.id.as_bytes())?;
        }
        Ok(())
    }

    /// How many changes were written, ever.
    pub(super) fn written(&self, queue: u32) -> Result<u64, Fault> {
        Ok(self.next(queue)?.1)
    }

    /// Forgets the ids of those that were written before the one with this number, at most `most`.
    pub(super) fn forget(&mut self, queue: u32, before: u64, most: usize) -> Result<(), Fault> {
        for _ in 0..most {
            let first = self.applied.range((queue, 0)..(queue, before))?.next();
            let Some((place, id)) = first.transpose()?.map(|(at, id)| (at.value(), *id.value()))
            else {
                return Ok(());
            };
            self.applied.remove(place)?;
            self.ids.remove((queue, &id))?;
        }
        Ok(())
    }

    /// All that waits, in order: place, change, attempts.
    pub(super) fn waiting(
        &self,
        queue: u32,
        mut each: impl FnMut(u64, &[u8], u32),
    ) -> Result<(), Fault> {
        for found in self.queue.range((queue, 0)..=(queue, u64::MAX))? {
            let (place, bytes) = found?;
            let tried = self.tried.get(place.value())?;
            let tried = tried.map_or(0, |tried| tried.value());
            each(place.value().1, bytes.value(), tried);
        }
        Ok(())
    }

    /// How many are given up.
    pub(super) fn dead_letters(&self, queue: u32) -> Result<u64, Fault> {
        let dead = self.dead.range((queue, 0)..=(queue, u64::MAX))?;
        Ok(dead.count() as u64)
    }

    /// Those given up from a place on, in order.
    pub(super) fn dead(&self, queue: u32, from: u64, most: usize) -> Result<Vec<Dead>, Fault> {
        let found = self.dead.range((queue, from)..=(queue, u64::MAX))?;
        let found = found.take(most).map(|found| {
            let (place, bytes) = found?;
            let (attempts, error, bytes) = from_dead(bytes.value());
            Ok(Dead {
                seq: place.value().1,
                attempts,
                error,
                bytes: bytes.to_vec(),
            })
        });
        found.collect()
    }

    /// Puts one that was given up behind all others: its new place, and what it is.
    pub(super) fn replay(&mut self, place: Place) -> Result<Option<(u64, Vec<u8>)>, Fault> {
        let Some(bytes) = self.exhume(place)? else {
            return Ok(None);
        };
        let seq = self.append(place.0, &bytes)?;
        Ok(Some((seq, bytes)))
    }

    /// Drops one that was given up. False when there is none.
    pub(super) fn discard(&mut self, place: Place) -> Result<bool, Fault> {
        let Some(bytes) = self.exhume(place)? else {
            return Ok(false);
        };
        self.remember(place.0, &bytes)?;
        Ok(true)
    }

    fn exhume(&mut self, place: Place) -> Result<Option<Vec<u8>>, Fault> {
        let found = self.dead.remove(place)?;
        Ok(found.map(|bytes| from_dead(bytes.value()).2.to_vec()))
    }
}

/// Attempts and the length of the error in four bytes each, the error, the change.
fn to_dead(attempts: u32, error: &str, bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(error.len()).unwrap_or(0);
    let error = if length == 0 { "" } else { error };
    [
        &attempts.to_le_bytes(),
        &length.to_le_bytes(),
        error.as_bytes(),
        bytes,
    ]
    .concat()
}

fn from_dead(dead: &[u8]) -> (u32, String, &[u8]) {
    let parts = || {
        let (attempts, rest) = dead.split_first_chunk()?;
        let (length, rest) = rest.split_first_chunk()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let (error, bytes) = rest.split_at_checked(length)?;
        let error = String::from_utf8_lossy(error).into_owned();
        Some((u32::from_le_bytes(*attempts), error, bytes))
    };
    parts().unwrap_or_default()
}
