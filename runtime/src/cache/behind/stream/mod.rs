//! The queue in Redis: a stream for each partition, and a consumer group that reads it.
//!
//! A partition is one process's at a time, by a lease that it renews (`lease`); those that work share
//! them evenly (`crew`). Whoever gets it reads
//! first what the earlier owner took and did not finish (`XAUTOCLAIM`), and then what is new. What is
//! written is acknowledged and deleted in one step, so a stream holds what is still to be written.
//! Redis 6.2 or later.

mod answers;
mod crew;
mod dead;
mod gather;
mod lane;
mod lease;
mod names;
mod reading;
mod safety;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use redis::{Pipeline, Value};

use self::answers::entries;
use self::crew::Crew;
use self::gather::Gathering;
use self::lane::StreamLane;
use self::names::Names;
use super::change::{Encoded, Position};
use super::queue::{
    Away, Beside, Buried, Depth, Lane, Mark, Put, Queue, Refused, Room, Waiting, partition_of,
};
use crate::cache::CacheError;
use crate::cache::key::Key;
use crate::cache::redis::{Arrival, EnqueueTerms, Enqueued, Entries, Failure, RedisTier};

/// See the module.
pub(crate) struct StreamQueue {
    shared: Arc<Shared>,
}

struct Shared {
    tier: Arc<RedisTier>,
    /// The entries of the cache are in the same server: they are set with the change.
    beside: bool,
    names: Names,
    partitions: u32,
    /// Which of them are for this process.
    crew: Arc<Crew>,
    max: u64,
    /// The server has been found not to evict.
    safe: AtomicBool,
    gathering: Gathering,
}

impl StreamQueue {
    pub(crate) fn new(
        tier: Arc<RedisTier>,
        beside: bool,
        name: &str,
        partitions: u32,
        max: u64,
    ) -> Self {
        let names = Names::new(&tier.options().prefix, name);
        let shared = Shared {
            tier,
            beside,
            names,
            partitions,
            crew: Crew::new(partitions),
            max,
            safe: AtomicBool::new(false),
            gathering: Gathering::default(),
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// Refuses a server that may evict; one that is away is asked again before the first change.
    pub(crate) async fn check(&self) -> Result<(), CacheError> {
        self.shared.check().await
    }
}

impl Shared {
    async fn check(&self) -> Result<(), CacheError> {
        if !self.safe.load(Ordering::Relaxed)
            && safety::check(&self.tier, self.names.base()).await?
        {
            self.safe.store(true, Ordering::Relaxed);
        }
        Ok(())
    }

    async fn put(
        self: &Arc<Self>,
        change: &Encoded,
        beside: Option<&Beside>,
        room: Room,
    ) -> Result<Put, Refused> {
        self.check()
            .await
            .map_err(|error| Refused::Failed(error.to_string()))?;
        let entry = beside
            .filter(|_| self.sets(&change.key))
            .and_then(|beside| {
                let payload = beside.payload.clone()?;
                let entries = beside.ttl.map_or(Entries::ForEver, Entries::For);
                Some(((change.key.clone(), payload), entries))
            });
        let with_entry = entry.is_some();
        let (entry, entries) = entry.unzip();
        let partition = partition_of(&change.key, self.partitions);
        let arrival = Arrival {
            stream: self.names.partition(partition),
            change: change.to_bytes(),
            entry,
        };
        let terms = EnqueueTerms {
            max: match room {
                Room::Bounded => self.max,
                Room::OneMore => 0,
            },
            tried: change.tried,
            entries: entries.unwrap_or(Entries::None),
        };
        match gather::put(self, arrival, terms).await? {
            Enqueued::Queued => Ok(Put::Queued { with_entry }),
            Enqueued::Again => Ok(Put::Again { with_entry }),
            Enqueued::Full => Err(Refused::Full),
        }
    }

    /// The first or last entry of each partition.
    async fn ends(&self, command: &str, from: &str, to: &str) -> Result<Vec<Value>, Away> {
        let mut commands = Pipeline::new();
        for partition in 0..self.partitions {
            let name = self.names.partition(partition);
            let command = commands.cmd(command);
            command.arg(name).arg(from).arg(to).arg("COUNT").arg(1);
        }
        self.all(&commands).await
    }

    async fn depth(&self) -> Result<Depth, Away> {
        let mut commands = Pipeline::new();
        for partition in 0..self.partitions {
            commands.cmd("XLEN").arg(self.names.partition(partition));
        }
        commands.cmd("XLEN").arg(self.names.dead());
        let mut lengths = self.all(&commands).await?;
        let dead = lengths.pop().map_or(0, |length| answers::count(&length));
        let firsts = self.ends("XRANGE", "-", "+").await?;
        let ages = firsts.iter().flat_map(entries).filter_map(|entry| {
            let change = Encoded::from_bytes(entry.field("c")?)?;
            Some(change.age())
        });
        Ok(Depth {
            waiting: lengths.iter().map(answers::count).sum(),
            oldest: ages.max(),
            dead,
        })
    }

    async fn mark(&self) -> Result<Mark, Away> {
        let lasts = self.ends("XREVRANGE", "+", "-").await?;
        Ok(Mark(lasts.iter().map(first_position).collect()))
    }

    async fn reached(&self, Mark(mark): &Mark) -> Result<bool, Away> {
        let firsts = self.ends("XRANGE", "-", "+").await?;
        let passed =
            firsts
                .iter()
                .zip(mark)
                .all(|(first, mark)| match (first_position(first), mark) {
                    (Some(first), Some(mark)) => first > *mark,
                    _ => true,
                });
        Ok(passed)
    }

    /// Several commands in one go; all have to succeed.
    async fn all(&self, commands: &Pipeline) -> Result<Vec<Value>, Away> {
        let base = self.names.base();
        let answers = self.tier.run_all_at(base, commands).await?;
        answers
            .into_iter()
            .map(|answer| answer.map_err(Away::from))
            .collect()
    }

    async fn run(&self, command: &redis::Cmd) -> Result<Value, Failure> {
        self.tier.run_at(self.names.base(), command).await
    }

    /// Whether the entry of a key is set with its change.
    fn sets(&self, key: &Key) -> bool {
        self.beside && self.tier.sets_together(self.names.base(), key)
    }

    /// Several commands in one step.
    async fn at_once(&self, commands: &[redis::Cmd]) -> Result<(), Away> {
        let mut transaction = Pipeline::new();
        transaction.cmd("MULTI");
        for command in commands {
            transaction.add_command(command.clone());
        }
        transaction.cmd("EXEC");
        match self.all(&transaction).await?.pop() {
            Some(Value::Array(answers))
                if !answers
                    .iter()
                    .any(|one| matches!(one, Value::ServerError(_))) =>
            {
                Ok(())
            }
            _ => Err(Away("not all of it was done".to_owned())),
        }
    }
}

fn first_position(value: &Value) -> Option<Position> {
    entries(value).first().map(|entry| entry.position)
}

impl From<Failure> for Away {
    fn from(failure: Failure) -> Self {
        Self(failure.text().to_owned())
    }
}

impl Queue for StreamQueue {
    fn sets_entry(&self, key: &Key) -> bool {
        self.shared.sets(key)
    }

    fn partitions(&self) -> u32 {
        self.shared.partitions
    }

    fn put<'a>(
        &'a self,
        change: &'a Encoded,
        beside: Option<&'a Beside>,
        room: Room,
    ) -> Waiting<'a, Result<Put, Refused>> {
        Box::pin(self.shared.put(change, beside, room))
    }

    fn lane(&self, partition: u32) -> Box<dyn Lane> {
        Box::new(StreamLane::new(Arc::clone(&self.shared), partition))
    }

    fn depth(&self) -> Waiting<'_, Result<Depth, Away>> {
        Box::pin(self.shared.depth())
    }

    fn mark(&self) -> Waiting<'_, Result<Mark, Away>> {
        Box::pin(self.shared.mark())
    }

    fn reached<'a>(&'a self, mark: &'a Mark) -> Waiting<'a, Result<bool, Away>> {
        Box::pin(self.shared.reached(mark))
    }

    fn dead(&self, after: Option<Position>, most: usize) -> Waiting<'_, Result<Vec<Buried>, Away>> {
        Box::pin(dead::list(&self.shared, after, most))
    }

    fn replay<'a>(&'a self, places: &'a [Position]) -> Waiting<'a, Result<u64, Away>> {
        Box::pin(dead::replay(&self.shared, places))
    }

    fn discard<'a>(&'a self, places: &'a [Position]) -> Waiting<'a, Result<u64, Away>> {
        Box::pin(dead::discard(&self.shared, places))
    }
}
