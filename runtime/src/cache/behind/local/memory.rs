//! What the thread knows of the file without reading it.

use std::collections::{HashMap, HashSet, VecDeque};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::super::lanes::{Lanes, Slot, hash_of};
use super::file::Fault;
use super::job::{Counted, Given, Reply};
use super::record::Record;
use super::tables::Tables;
use crate::clock::{Clock, Tick};

/// For how long the id of a change that was written is known at least, if there are not more than [`KNOWN_MOST`].
const KNOWN_FOR: Duration = Duration::from_secs(60 * 60);
/// How many ids of changes that were written are known at most.
const KNOWN_MOST: u64 = 250_000;
/// How exactly it is noted when they were written.
const MARK: Duration = Duration::from_secs(10);

/// A worker that waits.
#[derive(Debug)]
pub(super) struct Taker {
    pub(super) most: usize,
    pub(super) reply: Reply<Vec<Given>>,
}

#[derive(Debug)]
pub(super) struct Queue {
    name: String,
    pub(super) lanes: Lanes<()>,
    pub(super) takers: VecDeque<Taker>,
    pub(super) dead: usize,
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
    waiting: Vec<(u64, Slot<()>)>,
    dead: usize,
    written: u64,
}

impl Memory {
    /// Reads what is in the file of one queue.
    pub(super) fn find(&self, tables: &Tables<'_>, number: u32) -> Result<Found, Fault> {
        let (now, wall) = (self.clock.now(), since_1970());
        let mut waiting = Vec::new();
        tables.waiting(number, |seq, bytes, attempts| {
            // What cannot be read any more is found out by whoever takes it.
            let record = Record::from_bytes(bytes);
            let age = record.map_or(0, |record| wall.saturating_sub(record.at));
            let slot = Slot {
                seq,
                since: now.before(Duration::from_millis(age)),
                attempts,
                held: (),
            };
            waiting.push((hash_of(record.map_or(&[], |record| record.key)), slot));
        })?;
        Ok(Found {
            waiting,
            dead: tables.dead(number)?.len(),
            written: tables.written(number)?,
        })
    }

    /// Has the queue as it is in the file. What workers have stays with them.
    pub(super) fn settle(&mut self, number: u32, name: &str, partitions: usize, found: Found) {
        let now = self.clock.now();
        let queue = self.queues.entry(number).or_insert_with(|| Queue {
            name: name.to_owned(),
            lanes: Lanes::new(partitions),
            takers: VecDeque::new(),
            dead: 0,
            // Of what was written in an earlier run nobody knows when: as if it had been now.
            marks: VecDeque::from([(now, found.written)]),
        });
        queue.dead = found.dead;
        let in_file: HashSet<u64> = found.waiting.iter().map(|(_, slot)| slot.seq).collect();
        let mut in_memory = HashSet::new();
        queue.lanes.retain(|seq| {
            in_memory.insert(seq);
            in_file.contains(&seq)
        });
        for (hash, slot) in found.waiting {
            if !in_memory.contains(&slot.seq) {
                queue.lanes.push(hash, slot);
            }
        }
    }

    /// The queues that were opened, by number and name.
    pub(super) fn opened(&self) -> Vec<(u32, String)> {
        let opened = self.queues.iter();
        opened.map(|(&number, queue)| (number, queue.name.clone())).collect()
    }

    /// Whether a worker waits for what is there.
    pub(super) fn owes(&self) -> bool {
        self.queues.values().any(Queue::owes)
    }

    pub(super) fn waiting(&self, queue: u32) -> usize {
        self.queues.get(&queue).map_or(0, |queue| queue.lanes.len())
    }

    pub(super) fn count(&self, queue: u32) -> Counted {
        let Some(queue) = self.queues.get(&queue) else {
            return Counted::default();
        };
        let now = self.clock.now();
        Counted {
            waiting: queue.lanes.len(),
            oldest: queue.lanes.oldest().map_or(Duration::ZERO, |since| now.since(since)),
            dead: queue.dead,
        }
    }

    pub(super) fn push(&mut self, queue: u32, hash: u64, seq: u64) {
        let since = self.clock.now();
        if let Some(queue) = self.queues.get_mut(&queue) {
            let slot = Slot {
                seq,
                since,
                attempts: 0,
                held: (),
            };
            queue.lanes.push(hash, slot);
        }
    }

    pub(super) fn finish(&mut self, queue: u32, seqs: &[u64]) {
        if let Some(queue) = self.queues.get_mut(&queue) {
            queue.lanes.finish(seqs);
        }
    }

    pub(super) fn back(&mut self, queue: u32, seqs: &[u64]) {
        if let Some(queue) = self.queues.get_mut(&queue) {
            queue.lanes.back(seqs);
        }
    }

    pub(super) fn wait(&mut self, queue: u32, taker: Taker) {
        if let Some(queue) = self.queues.get_mut(&queue) {
            queue.takers.push_back(taker);
        }
    }
}

impl Queue {
    fn owes(&self) -> bool {
        !self.takers.is_empty() && self.lanes.ready()
    }

    /// The worker that has waited longest and still does, if there is something for it.
    pub(super) fn next_taker(&mut self) -> Option<Taker> {
        while self.owes() {
            let taker = self.takers.pop_front()?;
            if !taker.reply.is_closed() {
                return Some(taker);
            }
        }
        None
    }

    /// Notes that so many have been written by now, and says up to which of them the ids may be forgotten.
    pub(super) fn written(&mut self, now: Tick, written: u64) -> u64 {
        if self.marks.back().is_none_or(|(at, _)| now.since(*at) >= MARK) {
            self.marks.push_back((now, written));
        }
        let mut old = written.saturating_sub(KNOWN_MOST);
        while let Some(&(at, number)) = self.marks.front()
            && now.since(at) >= KNOWN_FOR
        {
            old = old.max(number);
            self.marks.pop_front();
        }
        old
    }
}

pub(super) fn since_1970() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
