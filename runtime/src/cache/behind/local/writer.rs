//! The one thread that has the file: it takes what is asked meanwhile, does it in one transaction, and answers when that is on
//! the disk (group commit).

use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::Duration;

use redb::Database;

use super::file::{self, Fault, Open};
use super::job::{Given, Job, Refusal, Reply};
use super::memory::{Found, Memory, Taker};
use super::tables::{Buried, Tables};
use crate::clock::Clock;

/// How many jobs are one transaction at most.
const GROUP: usize = 256;
/// How long after an error the file is opened again.
const AGAIN: Duration = Duration::from_millis(100);
/// What a change that cannot be read is given up for.
const UNREADABLE: &str = "the change cannot be read: its check does not fit";

pub(super) struct Writer {
    jobs: Receiver<Job>,
    open: Box<dyn Open>,
    /// `Err` after an error, until it could be opened again.
    file: Result<Database, Fault>,
    memory: Memory,
}

/// A worker, and what it is about to be given.
struct Hand {
    queue: u32,
    taker: Taker,
    seqs: Vec<(u64, u32)>,
    given: Vec<Given>,
    unreadable: Vec<u64>,
}

/// What one job came to in the transaction, and has to be known in memory once that is on the disk.
enum Staged {
    Opened(u32, Found),
    /// `None`: it is there already.
    Put(Option<u64>),
    Full,
    Dead(Vec<Buried>),
    /// The new place of each, and the hash of its key.
    Replayed(Vec<(u64, u64)>),
    Dropped(usize),
    Nothing,
}

impl Writer {
    pub(super) fn new(jobs: Receiver<Job>, open: Box<dyn Open>, clock: Clock) -> Result<Self, Fault> {
        let file = Ok(file::open(&*open)?);
        let memory = Memory {
            clock,
            ..Memory::default()
        };
        Ok(Self {
            jobs,
            open,
            file,
            memory,
        })
    }

    /// Until nobody can ask any more.
    pub(super) fn run(mut self) {
        while let Some(jobs) = self.receive() {
            self.open_again();
            self.group(jobs);
        }
        if let Ok(database) = self.file {
            file::close(database);
        }
    }

    /// What is asked by now: at least one job, unless there is something to do without.
    fn receive(&mut self) -> Option<Vec<Job>> {
        let first = if self.memory.owes() && self.file.is_ok() {
            match self.jobs.try_recv() {
                Ok(job) => Some(job),
                Err(TryRecvError::Empty) => None,
                Err(TryRecvError::Disconnected) => return None,
            }
        } else if self.file.is_err() {
            match self.jobs.recv_timeout(AGAIN) {
                Ok(job) => Some(job),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        } else {
            Some(self.jobs.recv().ok()?)
        };
        let more = self.jobs.try_iter().take(GROUP - 1);
        Some(first.into_iter().chain(more).collect())
    }

    /// After an error: what is on the disk is read again, because nobody knows whether the transaction was.
    fn open_again(&mut self) {
        if self.file.is_ok() {
            return;
        }
        let found = file::open(&*self.open).and_then(|database| {
            let queues = self.memory.opened();
            let found = file::write(&database, |tables| {
                let found = queues.iter().map(|(number, _)| self.memory.find(tables, *number));
                found.collect::<Result<Vec<_>, _>>()
            })?;
            Ok((database, queues.into_iter().zip(found)))
        });
        match found {
            Ok((database, queues)) => {
                for ((number, name), found) in queues {
                    // Its lanes are there.
                    self.memory.settle(number, &name, 1, found);
                }
                self.file = Ok(database);
            }
            Err(fault) => self.file = Err(fault),
        }
    }

    fn group(&mut self, jobs: Vec<Job>) {
        let (quick, jobs): (Vec<_>, Vec<_>) = jobs.into_iter().partition(Job::needs_no_file);
        quick.into_iter().for_each(|job| self.at_once(job));
        let mut hands = self.hands();
        if jobs.is_empty() && hands.is_empty() {
            return;
        }
        let memory = &self.memory;
        let done = match &self.file {
            Err(fault) => Err(fault.clone()),
            Ok(database) => file::write(database, |tables| {
                for hand in &mut hands {
                    hand.fill(tables)?;
                }
                stage_all(&jobs, tables, memory)
            }),
        };
        match done {
            Ok(staged) => {
                hands.into_iter().for_each(|hand| self.hand_over(hand));
                for (job, staged) in jobs.into_iter().zip(staged) {
                    self.conclude(job, staged);
                }
            }
            Err(fault) => self.failed(jobs, hands, fault),
        }
    }

    fn failed(&mut self, jobs: Vec<Job>, hands: Vec<Hand>, fault: Fault) {
        for hand in hands {
            self.memory.back(hand.queue, &hand.seqs());
            self.memory.wait(hand.queue, hand.taker);
        }
        if let Ok(database) = std::mem::replace(&mut self.file, Err(fault.clone())) {
            file::close(database);
        }
        for job in jobs {
            job.refuse(Refusal::Fault(fault.clone()));
        }
    }

    /// What is in memory alone.
    fn at_once(&mut self, job: Job) {
        match job {
            Job::Take { queue, most, reply } => self.memory.wait(queue, Taker { most, reply }),
            Job::Back { queue, seqs } => self.memory.back(queue, &seqs),
            Job::Count { queue, reply } => _ = reply.send(Ok(self.memory.count(queue))),
            _ => {}
        }
    }

    /// Workers that wait, each with what it is to be given.
    fn hands(&mut self) -> Vec<Hand> {
        let mut hands = Vec::new();
        if self.file.is_err() {
            return hands;
        }
        for (&number, queue) in &mut self.memory.queues {
            while let Some(taker) = queue.next_taker() {
                let taken = queue.lanes.take(taker.most);
                hands.push(Hand {
                    queue: number,
                    seqs: taken.iter().map(|slot| (slot.seq, slot.attempts)).collect(),
                    taker,
                    given: Vec::new(),
                    unreadable: Vec::new(),
                });
            }
        }
        hands
    }

    fn hand_over(&mut self, hand: Hand) {
        let Hand { queue, taker, .. } = hand;
        self.memory.finish(queue, &hand.unreadable);
        if let Some(queue) = self.memory.queues.get_mut(&queue) {
            queue.dead += hand.unreadable.len();
        }
        if hand.given.is_empty() {
            return self.memory.wait(queue, taker);
        }
        if let Err(Ok(given)) = taker.reply.send(Ok(hand.given)) {
            let seqs: Vec<u64> = given.iter().map(|given| given.seq).collect();
            self.memory.back(queue, &seqs);
        }
    }

    /// What was done is known in memory, and told.
    fn conclude(&mut self, job: Job, staged: Staged) {
        match (job, staged) {
            (Job::Open { name, partitions, reply }, Staged::Opened(number, found)) => {
                self.memory.settle(number, &name, partitions, found);
                _ = reply.send(Ok(number));
            }
            (Job::Put(put, reply), Staged::Put(place)) => {
                if let Some(seq) = place {
                    self.memory.push(put.queue, put.hash, seq);
                }
                _ = reply.send(Ok(()));
            }
            (job @ Job::Put(..), Staged::Full) => job.refuse(Refusal::Full),
            (Job::Done { queue, seqs, reply }, _) => {
                self.memory.finish(queue, &seqs);
                _ = reply.send(Ok(()));
            }
            (Job::Bury { queue, dead, reply }, _) => self.buried(queue, &dead, reply),
            (Job::Dead { reply, .. }, Staged::Dead(dead)) => _ = reply.send(Ok(dead)),
            (Job::Replay { queue, reply, .. }, Staged::Replayed(places)) => {
                self.exhumed(queue, places.len());
                for &(seq, hash) in &places {
                    self.memory.push(queue, hash, seq);
                }
                _ = reply.send(Ok(places.len()));
            }
            (Job::DropDead { queue, reply, .. }, Staged::Dropped(dropped)) => {
                self.exhumed(queue, dropped);
                _ = reply.send(Ok(dropped));
            }
            _ => {}
        }
    }

    fn buried(&mut self, queue: u32, dead: &[(u64, String)], reply: Reply<()>) {
        let seqs: Vec<u64> = dead.iter().map(|(seq, _)| *seq).collect();
        self.memory.finish(queue, &seqs);
        if let Some(queue) = self.memory.queues.get_mut(&queue) {
            queue.dead += seqs.len();
        }
        _ = reply.send(Ok(()));
    }

    fn exhumed(&mut self, queue: u32, count: usize) {
        if let Some(queue) = self.memory.queues.get_mut(&queue) {
            queue.dead = queue.dead.saturating_sub(count);
        }
    }
}
