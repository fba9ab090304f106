//! What the thread knows of the file without reading it.

use std::collections::{HashMap, HashSet, VecDeque};
use std::time::Duration;

use super::super::change::micros_now;
use super::super::lanes::{Lanes, Slot};
use super::super::queue::{Depth, partition_of};
use super::file::Fault;
use super::job::{Given, Reply, Taker};
use super::record;
use super::tables::Tables;
use crate::cache::key::Key;
use crate::clock::{Clock, Tick};

/// For how long the id of a change that was written is known at least, if there are not more than
/// [`KNOWN_MOST`].
const KNOWN_FOR: Duration = Duration::from_secs(60 * 60);
/// How many ids of changes that were written are known at most.
const KNOWN_MOST: u64 = 250_000;
/// How exactly it is noted when they were written.
const MARK: Duration = Duration::from_secs(10);

#[derive(Debug)]
pub(super) struct Queue {
    name: String,
    pub(super) lanes: Lanes<()>,
    /// Who waits for something to take.
    pub(super) takers: VecDeque<(Taker, Reply<Vec<Given>>)>,
    pub(super) dead: u64,
    /// How many have been written, about: those that were written before they were asked for count
    /// as well.
    written: u64,
    /// How many had been written when.
    marks: VecDeque<(Tick, u64)>,
}

#[derive(Debug, Default)]
pub(super) struct Memory {
    pub(super) queues: HashMap<u32, Queue>,
    pub(super) clock: Clock,
}

/// What is in the file of one queue.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Each with its key; `None` of what cannot be read, which is found out by who takes it.
    waiting: Vec<(Option<Key>, Slot<()>)>,
    dead: u64,
    written: u64,
}

impl Memory {
    /// Reads what is in the file of one queue.
    pub(super) fn find(&self, tables: &Tables<'_>, number: u32) -> Result<Found, Fault> {
        let (now, wall) = (self.clock.now(), micros_now());
        let mut waiting = Vec::new();
        tables.waiting(number, |seq, bytes, tried| {
            let change = record::from_bytes(bytes);
            let age = change
                .as_ref()
                .map_or(0, |change| wall.saturating_sub(change.at));
            let slot = Slot {
                seq,
                since: now.before(Duration::from_micros(age)),
                tried,
                held: (),
            };
            waiting.push((change.map(|change| change.key), slot));
        })?;
        Ok(Found {
            waiting,
            dead: tables.dead_letters(number)?,
            written: tables.written(number)?,
        })
    }

    /// Has the queue as it is in the file, and gives its partitions. What lanes have stays with
    /// them.
    pub(super) fn settle(&mut self, number: u32, name: &str, partitions: u32, found: Found) -> u32 {
        let now = self.clock.now();
        let queue = self.queues.entry(number).or_insert_with(|| Queue {
            name: name.to_owned(),
            lanes: Lanes::new(partitions),
            takers: VecDeque::new(),
            dead: 0,
            written: 0,
            // Of what was written in an earlier run nobody knows when: as if it had been now.
            marks: VecDeque::from([(now, found.written)]),
        });
        queue.dead = found.dead;
        queue.written = found.written;
        let in_file: HashSet<u64> = found.waiting.iter().map(|(_, slot)| slot.seq).collect();
        let mut in_memory = HashSet::new();
        queue.lanes.retain(|seq| {
            in_memory.insert(seq);
            in_file.contains(&seq)
        });
        let partitions = queue.lanes.partitions();
        for (key, slot) in found.waiting {
            if !in_memory.contains(&slot.seq) {
                let partition = key.map_or(0, |key| partition_of(&key, partitions));
                queue.lanes.push(partition, slot);
            }
        }
        partitions
    }

    /// The queues that were opened, by number and name.
    pub(super) fn opened(&self) -> Vec<(u32, String)> {
        let opened = self.queues.iter();
        opened
            .map(|(&number, queue)| (number, queue.name.clone()))
            .collect()
    }

    /// Whether nothing waits, and nothing is given up.
    pub(super) fn is_empty(&self) -> bool {
        let mut queues = self.queues.values();
        queues.all(|queue| queue.lanes.len() == 0 && queue.dead == 0)
    }

    /// Whether somebody waits for what is there.
    pub(super) fn owes(&self) -> bool {
        self.queues.values().any(Queue::owes)
    }

    pub(super) fn push(&mut self, queue: u32, partition: u32, seq: u64) {
        let slot = Slot {
            seq,
            since: self.clock.now(),
            tried: 0,
            held: (),
        };
        if let Some(queue) = self.queues.get_mut(&queue) {
            queue.lanes.push(partition, slot);
        }
    }

    /// Does something with a queue, which was opened before anybody could name it.
    pub(super) fn with<R: Default>(&mut self, queue: u32, act: impl FnOnce(&mut Queue) -> R) -> R {
        self.queues.get_mut(&queue).map(act).unwrap_or_default()
    }

    pub(super) fn depth(&self, queue: u32) -> Depth {
        let Some(queue) = self.queues.get(&queue) else {
            return Depth::default();
        };
        let now = self.clock.now();
        Depth {
            waiting: queue.lanes.len() as u64,
            oldest: queue.lanes.oldest().map(|since| now.since(since)),
            dead: queue.dead,
        }
    }
}

impl Queue {
    fn owes(&self) -> bool {
        self.takers.iter().any(|(taker, _)| self.can_have(taker))
    }

    fn can_have(&self, taker: &Taker) -> bool {
        self.lanes.ready(taker.partition, taker.owner)
    }

    /// The one who has waited longest of those for whom there is something. Who waits no longer is
    /// forgotten.
    pub(super) fn next_taker(&mut self) -> Option<(Taker, Reply<Vec<Given>>)> {
        self.takers.retain(|(_, reply)| !reply.is_closed());
        let at = self
            .takers
            .iter()
            .position(|(taker, _)| self.can_have(taker))?;
        self.takers.remove(at)
    }

    /// Notes that `count` more are written now, and says up to which of them the ids may be
    /// forgotten.
    pub(super) fn old(&mut self, now: Tick, count: usize) -> u64 {
        self.written += count as u64;
        if self
            .marks
            .back()
            .is_none_or(|(at, _)| now.since(*at) >= MARK)
        {
            self.marks.push_back((now, self.written));
        }
        let mut old = self.written.saturating_sub(KNOWN_MOST);
        while let Some(&(at, number)) = self.marks.front()
            && now.since(at) >= KNOWN_FOR
        {
            old = old.max(number);
            self.marks.pop_front();
        }
        old
    }
}
