//! The one thread that has the file: it takes what is asked meanwhile, does it in one transaction,
//! and answers when that is on the disk (group commit).

use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::Duration;

use redb::Database;

use super::file::{self, Fault, Open};
use super::job::{Ask, Given, Job, Refusal, Reply, Seqs, Taker};
use super::memory::{Memory, Queue};
use super::stage;
use super::{record, told};
use crate::clock::Clock;

/// How many jobs are one transaction at most.
const GROUP: usize = 256;
/// How long after an error the file is opened again.
const AGAIN: Duration = Duration::from_millis(100);
/// How many ids are forgotten beside each that is remembered.
const FORGET: usize = 2;

pub(super) struct Writer {
    jobs: Receiver<Job>,
    open: Box<dyn Open>,
    /// `Err` after an error, until it could be opened again.
    file: Result<Database, Fault>,
    memory: Memory,
    /// Whether the file was still in its place when it was looked for last.
    in_place: bool,
    /// What the thread itself wants done.
    own: Vec<Job>,
}

impl Writer {
    pub(super) fn new(
        jobs: Receiver<Job>,
        open: Box<dyn Open>,
        clock: Clock,
    ) -> Result<Self, Fault> {
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
            in_place: true,
            own: Vec::new(),
        })
    }

    /// Until nobody can ask any more.
    pub(super) fn run(mut self) {
        while let Some(jobs) = self.receive() {
            self.open_again();
            self.group(jobs);
            self.hand_out();
        }
        if let Ok(database) = self.file {
            file::close(database);
        }
    }

    /// What is asked by now: at least one job, unless there is something to do without.
    fn receive(&mut self) -> Option<Vec<Job>> {
        let mut jobs = std::mem::take(&mut self.own);
        if self.file.is_err() {
            match self.jobs.recv_timeout(AGAIN) {
                Ok(job) => jobs.push(job),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        } else if !jobs.is_empty() || self.memory.owes() {
            match self.jobs.try_recv() {
                Ok(job) => jobs.push(job),
                Err(TryRecvError::Empty) => {}
                Err(TryRecvError::Disconnected) => return None,
            }
        } else {
            jobs.push(self.jobs.recv().ok()?);
        }
        jobs.extend(self.jobs.try_iter().take(GROUP - 1));
        Some(jobs)
    }

    /// After an error: what is on the disk is read again, because nobody knows whether the
    /// transaction was.
    fn open_again(&mut self) {
        if self.file.is_ok() {
            return;
        }
        let opened = self.memory.opened();
        let found = file::open(&*self.open).and_then(|database| {
            let found = file::write(&database, |tables| {
                let found = opened
                    .iter()
                    .map(|(number, _)| self.memory.find(tables, *number));
                found.collect::<Result<Vec<_>, _>>()
            })?;
            Ok((database, found))
        });
        self.file = found.map(|(database, found)| {
            for ((number, name), found) in opened.into_iter().zip(found) {
                // Its partitions are there: the number is not asked for.
                self.memory.settle(number, &name, 1, found);
            }
            self.in_place = true;
            told::back(&*self.open);
            database
        });
    }

    fn group(&mut self, jobs: Vec<Job>) {
        let (quick, jobs): (Vec<_>, Vec<_>) = jobs.into_iter().partition(|job| job.ask.at_once());
        for job in quick {
            stage::at_once(job, &mut self.memory);
        }
        let jobs = self.without_lost_puts(jobs);
        if jobs.is_empty() {
            return;
        }
        let old = self.old(&jobs);
        let staged = match &self.file {
            Err(fault) => Err(Refusal::Not(fault.clone())),
            Ok(database) => file::write(database, |tables| {
                let staged = stage::all(&jobs, tables, &self.memory)?;
                for &(queue, before, most) in &old {
                    tables.forget(queue, before, most)?;
                }
                Ok(staged)
            })
            .map_err(Refusal::Unknown),
        };
        match staged {
            Ok(staged) => {
                for (job, staged) in jobs.into_iter().zip(staged) {
                    stage::conclude(job, staged, &mut self.memory);
                }
            }
            Err(refusal) => {
                if let Refusal::Unknown(fault) = &refusal {
                    self.close(fault);
                }
                for job in jobs {
                    job.ask.refuse(refusal.clone());
                }
            }
        }
    }

    /// What is put into a file that nobody can find again would be lost with the process: it is refused.
    /// What is in the file is still written; then it is let go.
    fn without_lost_puts(&mut self, jobs: Vec<Job>) -> Vec<Job> {
        let is_put = |job: &Job| matches!(job.ask, Ask::Put(..));
        if self.file.is_err() || !jobs.iter().any(is_put) {
            return jobs;
        }
        let was_in_place = std::mem::replace(&mut self.in_place, self.open.is_in_place());
        if self.in_place {
            return jobs;
        }
        let fault = Fault::Disk("the file is not where it was: it was moved or removed".into());
        if was_in_place {
            told::away(&*self.open, &fault);
        }
        let (puts, others): (Vec<_>, Vec<_>) = jobs.into_iter().partition(is_put);
        for job in puts {
            job.ask.refuse(Refusal::Not(fault.clone()));
        }
        if self.memory.is_empty() {
            self.close(&fault);
        }
        others
    }

    /// The file is not used any more until it has been opened again.
    fn close(&mut self, fault: &Fault) {
        told::away(&*self.open, fault);
        if let Ok(database) = std::mem::replace(&mut self.file, Err(fault.clone())) {
            file::close(database);
        }
    }

    /// Which ids are forgotten with these jobs: of which queue, before which number, and how many.
    fn old(&mut self, jobs: &[Job]) -> Vec<(u32, u64, usize)> {
        let now = self.memory.clock.now();
        let done = jobs.iter().filter_map(|job| match &job.ask {
            Ask::Done(done, _) => Some((job.queue, done.seqs.len())),
            _ => None,
        });
        let done: Vec<_> = done.collect();
        let old = done.into_iter().map(|(queue, count)| {
            let before = self.memory.with(queue, |queue| queue.old(now, count));
            (queue, before, count * FORGET)
        });
        old.collect()
    }

    /// Gives those who wait what there is.
    fn hand_out(&mut self) {
        let queues: Vec<u32> = self.memory.queues.keys().copied().collect();
        for queue in queues {
            while self.file.is_ok()
                && let Some((taker, reply)) = self.memory.with(queue, Queue::next_taker)
            {
                self.hand(queue, taker, reply);
            }
        }
    }

    fn hand(&mut self, queue: u32, taker: Taker, reply: Reply<Vec<Given>>) {
        let Taker {
            partition,
            owner,
            most,
        } = taker;
        let slots = self
            .memory
            .with(queue, |queue| queue.lanes.take(partition, owner, most));
        let seqs: Vec<u64> = slots.iter().map(|slot| slot.seq).collect();
        let places: Vec<_> = seqs.iter().map(|&seq| (queue, seq)).collect();
        let read = match &self.file {
            Ok(database) => file::read(database, &places),
            Err(fault) => Err(fault.clone()),
        };
        let found = match read {
            Ok(found) => found,
            Err(fault) => {
                self.memory.with(queue, |queue| {
                    queue.lanes.back(partition, &seqs);
                    queue.takers.push_front((taker, reply));
                });
                return self.close(&fault);
            }
        };
        let mut given = Vec::with_capacity(slots.len());
        let mut unreadable = Vec::new();
        for (slot, bytes) in slots.iter().zip(found) {
            match bytes.as_deref().and_then(record::from_bytes) {
                Some(change) => given.push(Given {
                    seq: slot.seq,
                    tried: slot.tried,
                    change,
                }),
                None => unreadable.push(slot.seq),
            }
        }
        self.put_aside(queue, partition, unreadable);
        let readable: Vec<u64> = given.iter().map(|given| given.seq).collect();
        if given.is_empty() {
            self.memory
                .with(queue, |queue| queue.takers.push_front((taker, reply)));
        } else if reply.send(Ok(given)).is_err() {
            self.memory
                .with(queue, |queue| queue.lanes.back(partition, &readable));
        }
    }

    fn put_aside(&mut self, queue: u32, partition: u32, seqs: Vec<u64>) {
        if seqs.is_empty() {
            return;
        }
        told::unreadable(&*self.open, &seqs);
        let ask = Ask::Unreadable(Seqs { partition, seqs });
        self.own.push(Job { queue, ask });
    }
}
