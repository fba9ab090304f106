//! One partition, read in order by whoever has its lease.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{Cmd, Value};
use tokio::time::Instant;

use super::Shared;
use super::answers::{self, StreamEntry};
use super::lease::Lease;
use super::reading::{self, GROUP, Next};
use crate::cache::behind::change::{Delivery, Encoded, Position};
use crate::cache::behind::queue::{Away, Lane, Waiting};

/// How often a partition that another has is asked for.
const ASK: Duration = Duration::from_millis(500);

pub(super) struct StreamLane {
    shared: Arc<Shared>,
    partition: u32,
    stream: Vec<u8>,
    lease: Option<Lease>,
    /// The stream and its group are there, unless something was refused since.
    has_group: bool,
    /// For commands that wait in the server.
    connection: Option<MultiplexedConnection>,
    /// Where to go on with what an earlier owner, or this one, took and did not finish; `None` when
    /// that is done.
    unfinished: Option<Position>,
    /// Reads of an earlier turn give nothing.
    turn: String,
    /// What was given out, and is neither done nor buried.
    hands: HashSet<Position>,
    /// How many attempts the server has counted, of each in these hands.
    counted: HashMap<Position, u32>,
}

impl StreamLane {
    pub(super) fn new(shared: Arc<Shared>, partition: u32) -> Self {
        let stream = shared.names.partition(partition);
        Self {
            shared,
            partition,
            stream,
            lease: None,
            has_group: false,
            connection: None,
            unfinished: None,
            turn: String::new(),
            hands: HashSet::new(),
            counted: HashMap::new(),
        }
    }

    /// Whether the partition is ours, asking for it if it is not.
    async fn own(&mut self) -> Result<bool, Away> {
        self.shared.crew.call_the_roll(&self.shared).await;
        if self.lease.as_ref().is_some_and(Lease::holds) {
            self.make_group().await?;
            return Ok(!self.gave_way().await);
        }
        self.lease = None;
        self.counted.clear();
        if !self.hands.is_empty() {
            // Whoever has them is to let go: they may come again, to another owner.
            self.hands.clear();
            return Err(Away("the lease was lost".to_owned()));
        }
        let checked = self.shared.check().await;
        checked.map_err(|error| Away(error.to_string()))?;
        let Some(lease) = Lease::take(&self.shared, self.partition).await? else {
            return Ok(false);
        };
        self.lease = Some(lease);
        self.has_group = false;
        self.unfinished = Some(Position::default());
        self.make_group().await?;
        Ok(true)
    }

    /// Lets go of a partition that is beyond this process's share, if nothing of it is in its hands or
    /// on the way there.
    async fn gave_way(&mut self) -> bool {
        let is_idle = self.hands.is_empty() && self.unfinished.is_none();
        let Some(lease) = self.lease.as_mut().filter(|_| is_idle) else {
            return false;
        };
        if !lease.gives_way() {
            return false;
        }
        self.connection = None;
        if let Some(lease) = self.lease.take() {
            lease.release().await;
        }
        true
    }

    async fn make_group(&mut self) -> Result<(), Away> {
        if self.has_group {
            return Ok(());
        }
        let mut command = redis::cmd("XGROUP");
        command.arg("CREATE").arg(&self.stream).arg(GROUP);
        command.arg(0).arg("MKSTREAM");
        match self.shared.run(&command).await {
            Err(failure) if !answers::is_busy_group(&failure) => Err(Away::from(failure)),
            _ => {
                self.has_group = true;
                Ok(())
            }
        }
    }

    async fn take(&mut self, most: usize, wait: Duration) -> Result<Vec<Delivery>, Away> {
        let until = Instant::now() + wait;
        while !self.own().await? {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(Vec::new());
            }
            tokio::time::sleep(left.min(ASK)).await;
        }
        let owner = self.lease.as_ref().map_or("", Lease::owner).to_owned();
        if self.unfinished == Some(Position::default()) {
            self.turn = reading::begin(&self.shared, self.partition).await?;
        }
        while let Some(from) = self.unfinished {
            let (next, claimed) = self.claim(&owner, from, most).await?;
            let fresh = self.fresh(&owner, claimed).await?;
            // At the end the server gives 0-0.
            self.unfinished = (next != Position::default()).then_some(next);
            if !fresh.is_empty() {
                return Ok(self.hand_out(fresh));
            }
        }
        let mut may_wait = true;
        loop {
            // Dropped while it reads, the server may have given what never arrived here.
            self.unfinished = Some(Position::default());
            let next =
                reading::next(&self.shared, self.partition, &owner, &self.turn, most).await?;
            self.unfinished = None;
            match next {
                Next::Entries(read) => {
                    // The server counts what it gives as an attempt, which is the one that comes.
                    let read = read.into_iter().map(|entry| (entry, 0)).collect();
                    return Ok(self.hand_out(read));
                }
                Next::NothingBehind(last) if may_wait => {
                    may_wait = false;
                    self.wait_behind(last, until).await?;
                }
                Next::NothingBehind(_) => return Ok(Vec::new()),
                Next::NotOurs => {
                    self.lease = None;
                    return Ok(Vec::new());
                }
            }
        }
    }

    /// Waits until there is something behind a place. The connection is its own, and is closed with a
    /// wait that is given up.
    async fn wait_behind(&mut self, last: Position, until: Instant) -> Result<(), Away> {
        let mut connection = if let Some(connection) = self.connection.take() {
            connection
        } else {
            let opened = self.shared.tier.waiting_connection(&self.stream).await;
            opened.map_err(Away)?
        };
        let left = until.saturating_duration_since(Instant::now());
        reading::wait(&mut connection, &self.stream, last, left).await?;
        self.connection = Some(connection);
        Ok(())
    }

    /// Without their fields: where these are asked for, the server counts an attempt, although none may
    /// come of it.
    async fn claim(
        &self,
        owner: &str,
        from: Position,
        most: usize,
    ) -> Result<(Position, Vec<Position>), Away> {
        let mut command = redis::cmd("XAUTOCLAIM");
        command.arg(&self.stream).arg(GROUP).arg(owner).arg(0);
        command.arg(from.to_string()).arg("COUNT").arg(most);
        command.arg("JUSTID");
        let answer = self.run(&command).await?;
        answers::claimed(&answer).ok_or_else(|| Away("an answer did not fit".to_owned()))
    }

    /// Those that are in nobody's hands, with the number of attempts that count.
    async fn fresh(
        &self,
        owner: &str,
        mut claimed: Vec<Position>,
    ) -> Result<Vec<(StreamEntry, u32)>, Away> {
        claimed.retain(|position| !self.hands.contains(position));
        let (Some(first), Some(last)) = (claimed.first(), claimed.last()) else {
            return Ok(Vec::new());
        };
        let (first, last) = (first.to_string(), last.to_string());
        let mut range = redis::cmd("XRANGE");
        range.arg(&self.stream).arg(&first).arg(&last);
        let found = answers::entries(&self.run(&range).await?);
        let mut pending = redis::cmd("XPENDING");
        pending.arg(&self.stream).arg(GROUP).arg(first).arg(last);
        pending.arg(claimed.len() + self.hands.len()).arg(owner);
        let counts: HashMap<Position, u32> = answers::deliveries(&self.run(&pending).await?)
            .into_iter()
            .collect();
        let claimed: HashSet<Position> = claimed.into_iter().collect();
        Ok(found
            .into_iter()
            .filter(|entry| claimed.contains(&entry.position))
            .map(|entry| {
                let count = counts.get(&entry.position).copied().unwrap_or(1);
                (entry, count)
            })
            .collect())
    }

    /// Notes what is given out. What is no change of ours is left where it is, and told of.
    fn hand_out(&mut self, entries: Vec<(StreamEntry, u32)>) -> Vec<Delivery> {
        let mut deliveries = Vec::with_capacity(entries.len());
        for (entry, counted) in entries {
            let position = entry.position;
            let Some(change) = entry.field("c").and_then(Encoded::from_bytes) else {
                tracing::error!(
                    stream = %String::from_utf8_lossy(&self.stream),
                    id = %position,
                    "an entry of the queue is no change that this version can read; it is left there"
                );
                continue;
            };
            self.hands.insert(position);
            self.counted.insert(position, counted.max(1));
            deliveries.push(Delivery {
                partition: self.partition,
                position,
                attempt: counted.saturating_add(1),
                change,
                overtaken: Vec::new(),
            });
        }
        deliveries
    }

    /// `XACK` and `XDEL`, which belong in one step: an entry that is acknowledged and not deleted
    /// would stay for ever.
    fn leaving(&self, deliveries: &[Delivery]) -> [Cmd; 2] {
        let (mut ack, mut del) = (redis::cmd("XACK"), redis::cmd("XDEL"));
        ack.arg(&self.stream).arg(GROUP);
        del.arg(&self.stream);
        for delivery in deliveries {
            let id = delivery.position.to_string();
            ack.arg(&id);
            del.arg(&id);
        }
        [ack, del]
    }

    fn put_down(&mut self, deliveries: &[Delivery]) {
        for Delivery { position, .. } in deliveries {
            self.hands.remove(position);
            self.counted.remove(position);
        }
    }

    async fn run(&self, command: &Cmd) -> Result<Value, Away> {
        Ok(self.shared.run(command).await?)
    }
}

impl Lane for StreamLane {
    fn take(&mut self, most: usize, wait: Duration) -> Waiting<'_, Result<Vec<Delivery>, Away>> {
        Box::pin(async move {
            let taken = self.take(most, wait).await;
            // The stream may be gone, and the group with it.
            self.has_group &= taken.is_ok();
            taken
        })
    }

    fn owns(&self) -> bool {
        self.lease.as_ref().is_some_and(Lease::holds)
    }

    fn done<'a>(&'a mut self, deliveries: &'a [Delivery]) -> Waiting<'a, Result<(), Away>> {
        Box::pin(async move {
            if !deliveries.is_empty() {
                self.shared.at_once(&self.leaving(deliveries)).await?;
                self.put_down(deliveries);
            }
            Ok(())
        })
    }

    fn begins<'a>(&'a mut self, deliveries: &'a [Delivery]) -> Waiting<'a, Result<(), Away>> {
        Box::pin(async move {
            // The first attempt, and those with others, the server has counted when it gave them.
            let [
                Delivery {
                    position,
                    attempt: 2..,
                    ..
                },
            ] = deliveries
            else {
                return Ok(());
            };
            let count = self.counted.get(position).map_or(1, |before| before + 1);
            let owner = self.lease.as_ref().map_or("", Lease::owner);
            let mut command = redis::cmd("XCLAIM");
            command.arg(&self.stream).arg(GROUP).arg(owner).arg(0);
            command.arg(position.to_string());
            command.arg("RETRYCOUNT").arg(count).arg("JUSTID");
            self.run(&command).await?;
            self.counted.insert(*position, count);
            Ok(())
        })
    }

    fn bury<'a>(
        &'a mut self,
        delivery: &'a Delivery,
        error: &'a str,
        keep: bool,
    ) -> Waiting<'a, Result<(), Away>> {
        Box::pin(async move {
            let deliveries = std::slice::from_ref(delivery);
            let mut commands = Vec::from(self.leaving(deliveries));
            if keep {
                let mut add = redis::cmd("XADD");
                add.arg(self.shared.names.dead()).arg("*");
                add.arg("c").arg(delivery.change.to_bytes());
                add.arg("n").arg(delivery.attempt).arg("e").arg(error);
                commands.insert(0, add);
            }
            self.shared.at_once(&commands).await?;
            self.put_down(deliveries);
            Ok(())
        })
    }

    fn forget(&mut self) {
        self.hands.clear();
        self.unfinished = Some(Position::default());
    }

    fn release(&mut self) -> Waiting<'_, ()> {
        Box::pin(async move {
            if let Some(lease) = self.lease.take() {
                lease.release().await;
            }
            self.shared.crew.leave(&self.shared).await;
        })
    }
}
