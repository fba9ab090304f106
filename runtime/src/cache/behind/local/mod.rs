//! The queue where there is no Redis: a log in a file, which one process at a time has.
//!
//! One thread has the file. It takes what callers ask for meanwhile, does it in one transaction,
//! and answers when that is on the disk; so many puts at once cost one `fsync`. Who waits and who
//! has what is in memory, and read from the file when it is opened.
//!
//! | file | subject |
//! |---|---|
//! | `file` | the redb database: opening, one transaction, what goes wrong |
//! | `tables` | what stands in it |
//! | `record` | a change as bytes, with a check |
//! | `job` | what the thread is asked |
//! | `stage` | one job in the transaction, and after it |
//! | `memory` | what is known without reading |
//! | `writer` | the thread |
//! | `lane` | a partition, for a worker |
//! | `told` | events |

mod file;
mod job;
mod lane;
mod memory;
mod record;
mod stage;
mod tables;
#[cfg(test)]
mod tests;
mod told;
mod writer;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};
use std::thread::{self, JoinHandle};

use tokio::sync::oneshot;

use self::file::{AtPath, Fault, Open};
use self::job::{Ask, Dead, Job, Put as Asked, Refusal, Reply};
use self::lane::LocalLane;
use self::writer::Writer;
use super::change::{Encoded, Position};
use super::queue::{
    Away, Beside, Buried, Depth, Lane, Mark, Put, Queue, Refused, Room, Waiting, partition_of,
};
use super::settings::Settings;
use crate::cache::error::CacheError;
use crate::clock::Clock;
use crate::sync::lock;

/// The logs that this process has open.
static OPEN: Mutex<BTreeMap<PathBuf, Weak<Log>>> = Mutex::new(BTreeMap::new());
/// Told when one has been closed.
static CLOSED: Condvar = Condvar::new();

/// A file with the queues of any number of writers.
#[derive(Debug)]
pub(crate) struct Log {
    /// Where it is in [`OPEN`].
    path: Option<PathBuf>,
    /// `None` when it is being closed.
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Log {
    /// Opens the file, or makes it. The managers of a process share it. Blocks: after a crash the
    /// file is gone through.
    ///
    /// # Errors
    ///
    /// When another process has it, it is damaged, or the system refuses.
    pub(crate) fn open(path: &Path) -> Result<Arc<Self>, CacheError> {
        let config = |fault: Fault| CacheError::Config {
            setting: "queue_log",
            held: path.display().to_string(),
            takes: format!("a file in a directory that is there: {fault}"),
        };
        let place = place(path).map_err(config)?;
        let mut open = lock(&OPEN);
        while let Some(known) = open.get(&place) {
            if let Some(log) = known.upgrade() {
                return Ok(log);
            }
            open = CLOSED.wait(open).unwrap_or_else(PoisonError::into_inner);
        }
        let mut log =
            Self::start(Box::new(AtPath::new(place.clone())), Clock::System).map_err(config)?;
        log.path = Some(place.clone());
        let log = Arc::new(log);
        open.insert(place, Arc::downgrade(&log));
        Ok(log)
    }

    fn start(open: Box<dyn Open>, clock: Clock) -> Result<Self, Fault> {
        let (jobs, asked) = mpsc::channel();
        let writer = Writer::new(asked, open, clock)?;
        let thread = thread::Builder::new()
            .name("gambeson-log".into())
            .spawn(|| writer.run())?;
        Ok(Self {
            path: None,
            jobs: Some(jobs),
            thread: Some(thread),
        })
    }

    fn send(&self, queue: u32, ask: Ask) {
        // Without the thread the answer's sender is dropped with the job.
        _ = self.jobs.as_ref().map(|jobs| jobs.send(Job { queue, ask }));
    }

    async fn ask<T>(&self, queue: u32, ask: impl FnOnce(Reply<T>) -> Ask) -> Result<T, Refusal> {
        let (reply, answer) = oneshot::channel();
        self.send(queue, ask(reply));
        answer.await.unwrap_or_else(|_| Err(ended()))
    }
}

/// Waits until what was asked is done and the file is closed.
impl Drop for Log {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            _ = thread.join();
        }
        if let Some(path) = &self.path {
            lock(&OPEN).remove(path);
            CLOSED.notify_all();
        }
    }
}

fn ended() -> Refusal {
    Refusal::Unknown(Fault::Disk("the thread of the log has ended".into()))
}

/// One path for one file, however it is written.
fn place(path: &Path) -> Result<PathBuf, Fault> {
    let no_file = || Fault::Disk("the path ends without the name of a file".into());
    let name = path.file_name().ok_or_else(no_file)?;
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    Ok(directory.canonicalize()?.join(name))
}

/// The queue of one writer in a log.
#[derive(Debug)]
pub(crate) struct LocalQueue {
    log: Arc<Log>,
    number: u32,
    partitions: u32,
    max: usize,
}

impl LocalQueue {
    /// The queue of this name, with what is in it.
    pub(crate) async fn open(log: Arc<Log>, name: &str, settings: &Settings) -> Result<Self, Away> {
        let opened = log.ask(0, |reply| {
            Ask::Open(name.to_owned(), settings.partitions, reply)
        });
        let (number, partitions) = opened.await.map_err(away)?;
        Ok(Self {
            log,
            number,
            partitions,
            max: usize::try_from(settings.max).unwrap_or(usize::MAX),
        })
    }

    async fn ask<T>(&self, ask: impl FnOnce(Reply<T>) -> Ask) -> Result<T, Away> {
        self.log.ask(self.number, ask).await.map_err(away)
    }
}

fn away(refusal: Refusal) -> Away {
    Away(match refusal {
        Refusal::Full => "it is full".into(),
        Refusal::Not(fault) | Refusal::Unknown(fault) => fault.to_string(),
    })
}

/// A place of the log as others see it.
fn position(seq: u64) -> Position {
    Position {
        major: seq,
        minor: 0,
    }
}

impl Queue for LocalQueue {
    fn partitions(&self) -> u32 {
        self.partitions
    }

    fn put<'a>(
        &'a self,
        change: &'a Encoded,
        _: Option<&'a Beside>,
        room: Room,
    ) -> Waiting<'a, Result<Put, Refused>> {
        let put = Asked {
            id: *change.id.as_bytes(),
            partition: partition_of(&change.key, self.partitions),
            bytes: record::to_bytes(change),
            room: match room {
                Room::Bounded => self.max,
                Room::OneMore => usize::MAX,
            },
        };
        Box::pin(async move {
            let put = self.log.ask(self.number, |reply| Ask::Put(put, reply));
            put.await.map_err(|refusal| match refusal {
                Refusal::Full => Refused::Full,
                Refusal::Not(fault) => Refused::Failed(fault.to_string()),
                Refusal::Unknown(fault) => Refused::Unknown(fault.to_string()),
            })
        })
    }

    fn lane(&self, partition: u32) -> Box<dyn Lane> {
        Box::new(LocalLane::new(
            Arc::clone(&self.log),
            self.number,
            partition,
        ))
    }

    fn depth(&self) -> Waiting<'_, Result<Depth, Away>> {
        Box::pin(self.ask(Ask::Depth))
    }

    fn mark(&self) -> Waiting<'_, Result<Mark, Away>> {
        Box::pin(async {
            let ends = self.ask(Ask::Mark).await?;
            Ok(Mark(
                ends.into_iter().map(|end| end.map(position)).collect(),
            ))
        })
    }

    fn reached<'a>(&'a self, mark: &'a Mark) -> Waiting<'a, Result<bool, Away>> {
        let ends = mark.0.iter().map(|end| end.map(|end| end.major)).collect();
        Box::pin(self.ask(|reply| Ask::Reached(ends, reply)))
    }

    fn dead(&self, after: Option<Position>, most: usize) -> Waiting<'_, Result<Vec<Buried>, Away>> {
        let from = after.map_or(0, |after| after.major.saturating_add(1));
        Box::pin(async move {
            let dead = self.ask(|reply| Ask::Dead(from, most, reply)).await?;
            Ok(dead.into_iter().filter_map(buried).collect())
        })
    }

    fn replay<'a>(&'a self, places: &'a [Position]) -> Waiting<'a, Result<u64, Away>> {
        Box::pin(self.ask(|reply| Ask::Replay(majors(places), reply)))
    }

    fn discard<'a>(&'a self, places: &'a [Position]) -> Waiting<'a, Result<u64, Away>> {
        Box::pin(self.ask(|reply| Ask::Discard(majors(places), reply)))
    }
}

fn majors(places: &[Position]) -> Vec<u64> {
    places.iter().map(|place| place.major).collect()
}

fn buried(dead: Dead) -> Option<Buried> {
    Some(Buried {
        place: position(dead.seq),
        attempts: dead.attempts,
        error: dead.error,
        change: record::from_bytes(&dead.bytes)?,
    })
}
