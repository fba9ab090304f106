//! The queue in memory alone: what has not been written is lost with the process.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::timeout;

use super::change::{ChangeId, Delivery, Encoded, Position};
use super::lanes::{Lanes, Slot};
use super::queue::{
    Away, Beside, Buried, Depth, Lane, Mark, Put, Queue, Refused, Room, Waiting, partition_of,
};
use super::settings::Settings;
use crate::clock::Clock;
use crate::sync::lock;

/// How many ids of changes that were written are known.
const KNOWN: usize = 10_000;
/// How many dead letters are kept: they are in memory as well, and nobody may ever look at them.
const DEAD: usize = 10_000;

/// A queue in memory.
#[derive(Debug)]
pub(crate) struct VolatileQueue {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    name: Arc<str>,
    partitions: u32,
    max: usize,
    clock: Clock,
    state: Mutex<State>,
    /// Told of every change that can be taken.
    more: Notify,
}

#[derive(Debug)]
struct State {
    lanes: Lanes<Arc<Encoded>>,
    next: u64,
    dead: BTreeMap<u64, Buried>,
    /// The ids of all that is in the queue, given up, or in `written`.
    ids: HashSet<ChangeId>,
    written: VecDeque<ChangeId>,
}

impl VolatileQueue {
    pub(crate) fn new(name: &str, settings: &Settings, clock: Clock) -> Self {
        let partitions = settings.partitions.max(1);
        let state = State {
            lanes: Lanes::new(partitions),
            next: 1,
            dead: BTreeMap::new(),
            ids: HashSet::new(),
            written: VecDeque::new(),
        };
        Self {
            shared: Arc::new(Shared {
                name: Arc::from(name),
                partitions,
                max: usize::try_from(settings.max).unwrap_or(usize::MAX),
                clock,
                state: Mutex::new(state),
                more: Notify::new(),
            }),
        }
    }
}

impl Shared {
    fn put(&self, change: &Encoded, room: Room) -> Result<Put, Refused> {
        let partition = partition_of(&change.key, self.partitions);
        let mut state = lock(&self.state);
        if state.ids.contains(&change.id) {
            return Ok(Put::Again { with_entry: false });
        }
        if room == Room::Bounded && state.lanes.depth(partition) >= self.max {
            return Err(Refused::Full);
        }
        state.ids.insert(change.id);
        self.push(&mut state, partition, Arc::new(change.clone()));
        Ok(Put::Queued { with_entry: false })
    }

    fn push(&self, state: &mut State, partition: u32, held: Arc<Encoded>) {
        let seq = state.next;
        state.next += 1;
        let slot = Slot {
            seq,
            since: self.clock.now(),
            tried: 0,
            held,
        };
        state.lanes.push(partition, slot);
        self.more.notify_waiters();
    }

    fn depth(&self) -> Depth {
        let state = lock(&self.state);
        let now = self.clock.now();
        Depth {
            waiting: state.lanes.len() as u64,
            oldest: state.lanes.oldest().map(|since| now.since(since)),
            dead: state.dead.len() as u64,
        }
    }

    fn replay(&self, places: &[Position]) -> u64 {
        let mut state = lock(&self.state);
        let mut replayed = 0;
        for place in places {
            if let Some(buried) = state.dead.remove(&place.major) {
                let partition = partition_of(&buried.change.key, self.partitions);
                self.push(&mut state, partition, Arc::new(buried.change));
                replayed += 1;
            }
        }
        replayed
    }

    /// Has it among the dead letters, or forgets it. Of too many the oldest goes.
    fn bury(&self, buried: Buried, keep: bool) {
        let mut state = lock(&self.state);
        let lost = if keep {
            state.dead.insert(buried.place.major, buried);
            let too_many = state.dead.len() > DEAD;
            too_many.then(|| state.dead.pop_first()).flatten()
        } else {
            Some((buried.place.major, buried))
        };
        let Some((_, lost)) = lost else { return };
        state.remember(lost.change.id);
        drop(state);
        if keep {
            self.tell_of_lost(&lost);
        }
    }

    #[cold]
    fn tell_of_lost(&self, lost: &Buried) {
        let (writer, key, id) = (&*self.name, &lost.change.key, lost.change.id);
        tracing::error!(
            target: "gambeson::cache",
            %writer, %key, %id, error = lost.error,
            "a dead letter is lost: memory keeps the last {DEAD}",
        );
        #[cfg(feature = "metrics")]
        metrics::counter!(crate::metrics::WRITE_BEHIND_LOST, "name" => Arc::clone(&self.name))
            .increment(1);
    }

    fn discard(&self, places: &[Position]) -> u64 {
        let mut state = lock(&self.state);
        let mut discarded = 0;
        for place in places {
            if let Some(buried) = state.dead.remove(&place.major) {
                state.remember(buried.change.id);
                discarded += 1;
            }
        }
        discarded
    }
}

impl State {
    /// It was written, or is given up for good: a caller's retry is no second change for a while.
    fn remember(&mut self, id: ChangeId) {
        self.written.push_back(id);
        if self.written.len() > KNOWN
            && let Some(old) = self.written.pop_front()
        {
            self.ids.remove(&old);
        }
    }
}

fn position(seq: u64) -> Position {
    Position {
        major: seq,
        minor: 0,
    }
}

fn ready<'a, T: Send + 'a>(value: T) -> Waiting<'a, T> {
    Box::pin(std::future::ready(value))
}

impl Queue for VolatileQueue {
    fn partitions(&self) -> u32 {
        self.shared.partitions
    }

    fn put<'a>(
        &'a self,
        change: &'a Encoded,
        _: Option<&'a Beside>,
        room: Room,
    ) -> Waiting<'a, Result<Put, Refused>> {
        Box::pin(async move { self.shared.put(change, room) })
    }

    fn lane(&self, partition: u32) -> Box<dyn Lane> {
        static OWNER: AtomicU64 = AtomicU64::new(0);
        Box::new(VolatileLane {
            shared: Arc::clone(&self.shared),
            partition,
            owner: OWNER.fetch_add(1, Ordering::Relaxed),
            hands: Vec::new(),
        })
    }

    fn depth(&self) -> Waiting<'_, Result<Depth, Away>> {
        ready(Ok(self.shared.depth()))
    }

    fn mark(&self) -> Waiting<'_, Result<Mark, Away>> {
        let ends = lock(&self.shared.state).lanes.ends();
        ready(Ok(Mark(
            ends.into_iter().map(|end| end.map(position)).collect(),
        )))
    }

    fn reached<'a>(&'a self, mark: &'a Mark) -> Waiting<'a, Result<bool, Away>> {
        let ends: Vec<_> = mark.0.iter().map(|end| end.map(|end| end.major)).collect();
        ready(Ok(lock(&self.shared.state).lanes.passed(&ends)))
    }

    fn dead(&self, after: Option<Position>, most: usize) -> Waiting<'_, Result<Vec<Buried>, Away>> {
        let from = after.map_or(0, |after| after.major.saturating_add(1));
        let state = lock(&self.shared.state);
        let dead = state.dead.range(from..).take(most);
        ready(Ok(dead.map(|(_, buried)| buried.clone()).collect()))
    }

    fn replay<'a>(&'a self, places: &'a [Position]) -> Waiting<'a, Result<u64, Away>> {
        Box::pin(async { Ok(self.shared.replay(places)) })
    }

    fn discard<'a>(&'a self, places: &'a [Position]) -> Waiting<'a, Result<u64, Away>> {
        Box::pin(async { Ok(self.shared.discard(places)) })
    }
}

/// What takes the changes of one partition.
#[derive(Debug)]
struct VolatileLane {
    shared: Arc<Shared>,
    partition: u32,
    owner: u64,
    /// Taken, and neither done nor buried.
    hands: Vec<u64>,
}

impl VolatileLane {
    /// What there is now. What was given in a future that was dropped comes again.
    fn take_now(&mut self, most: usize) -> Vec<Delivery> {
        let mut state = lock(&self.shared.state);
        state.lanes.keep(self.partition, self.owner, &self.hands);
        let slots = state.lanes.take(self.partition, self.owner, most);
        self.hands.extend(slots.iter().map(|slot| slot.seq));
        let deliveries = slots.into_iter().map(|slot| Delivery {
            partition: self.partition,
            position: position(slot.seq),
            attempt: slot.tried.saturating_add(1),
            change: Encoded::clone(&slot.held),
            overtaken: Vec::new(),
        });
        deliveries.collect()
    }

    async fn take_first(&mut self, most: usize) -> Vec<Delivery> {
        let shared = Arc::clone(&self.shared);
        loop {
            let more = shared.more.notified();
            let taken = self.take_now(most);
            if !taken.is_empty() {
                return taken;
            }
            more.await;
        }
    }

    fn finish(&mut self, seqs: &[u64]) -> Vec<Slot<Arc<Encoded>>> {
        self.hands.retain(|held| !seqs.contains(held));
        let mut state = lock(&self.shared.state);
        state.lanes.finish(self.partition, seqs)
    }

    fn let_go(&mut self) {
        self.hands.clear();
        lock(&self.shared.state)
            .lanes
            .release(self.partition, self.owner);
        self.shared.more.notify_waiters();
    }
}

fn seqs(deliveries: &[Delivery]) -> Vec<u64> {
    deliveries
        .iter()
        .map(|delivery| delivery.position.major)
        .collect()
}

impl Lane for VolatileLane {
    fn take(&mut self, most: usize, wait: Duration) -> Waiting<'_, Result<Vec<Delivery>, Away>> {
        Box::pin(async move {
            Ok(timeout(wait, self.take_first(most))
                .await
                .unwrap_or_default())
        })
    }

    fn owns(&self) -> bool {
        true
    }

    fn done<'a>(&'a mut self, deliveries: &'a [Delivery]) -> Waiting<'a, Result<(), Away>> {
        Box::pin(async move {
            let finished = self.finish(&seqs(deliveries));
            let mut state = lock(&self.shared.state);
            for slot in finished {
                state.remember(slot.held.id);
            }
            Ok(())
        })
    }

    fn begins<'a>(&'a mut self, deliveries: &'a [Delivery]) -> Waiting<'a, Result<(), Away>> {
        Box::pin(async move {
            let mut state = lock(&self.shared.state);
            state.lanes.begin(self.partition, &seqs(deliveries));
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
            let finished = self.finish(&[delivery.position.major]);
            for slot in finished {
                let buried = Buried {
                    place: position(slot.seq),
                    attempts: delivery.attempt,
                    error: error.to_owned(),
                    change: Encoded::clone(&slot.held),
                };
                self.shared.bury(buried, keep);
            }
            Ok(())
        })
    }

    fn forget(&mut self) {
        self.hands.clear();
    }

    fn release(&mut self) -> Waiting<'_, ()> {
        Box::pin(async { self.let_go() })
    }
}

impl Drop for VolatileLane {
    fn drop(&mut self) {
        self.let_go();
    }
}

#[cfg(test)]
mod tests {
    use super::super::promises;
    use super::*;

    fn queue() -> VolatileQueue {
        let settings = Settings::new().partitions(2).max(3);
        VolatileQueue::new("users", &settings, Clock::System)
    }

    #[tokio::test]
    async fn of_too_many_dead_letters_the_oldest_goes() {
        let settings = Settings::new().partitions(1).max(1);
        let queue = VolatileQueue::new("users", &settings, Clock::System);
        let mut lane = queue.lane(0);
        let mut first = None;
        for value in 0..=DEAD as u64 {
            let change = promises::put(&queue, "k", value).await;
            first.get_or_insert(change);
            let taken = lane.take(1, promises::LONG).await.expect("it answers");
            lane.bury(&taken[0], "no", true).await.expect("it answers");
        }
        assert_eq!(queue.shared.depth().dead, DEAD as u64);
        let dead = queue.dead(None, 1).await.expect("it answers");
        assert_eq!(dead[0].place, position(2));
        let first = first.expect("there was one");
        let again = queue.put(&first, None, Room::Bounded).await;
        assert_eq!(
            again,
            Ok(Put::Again { with_entry: false }),
            "as if it was written"
        );
    }

    #[tokio::test]
    async fn it_keeps_the_promises_of_a_queue() {
        promises::order_is_kept_and_what_is_not_finished_comes_again(&queue()).await;
        promises::an_id_is_one_change(&queue()).await;
        promises::a_full_partition_takes_one_more_only_when_asked(&queue(), 3).await;
        promises::a_change_that_is_known_needs_no_room(&queue(), 3).await;
        promises::dead_letters_come_back_as_if_never_tried(&queue()).await;
        promises::a_mark_is_reached_when_all_before_it_has_gone(&queue()).await;
        promises::a_partition_has_one_owner(&queue()).await;
        promises::a_lane_waits_for_what_comes(&queue()).await;
    }
}
