//! Single-flight: one load for all who miss the same key at the same time.
//!
//! A [`Flight`] stands in the table from the first miss to the moment its entry is stored or
//! refused. It is led by at most one call at a time; the others wait. A leader that goes away
//! without an outcome hands the lead to the next waiter; one that stays but is not polled loses it
//! to the first waiter whose time is up.
//!
//! Who changes a key (set, invalidation, clear) *supersedes* its flight under the same lock under
//! which entries are stored, so that what a superseded load brings is never stored, and callers who
//! come later never join it.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use foldhash::quality::RandomState;
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::cache::entry::Held;
use crate::cache::key::{Key, Pattern};
use crate::cache::local;
use crate::sync::lock;

#[derive(Default)]
enum State {
    /// A call is at it, since then. The number tells leaders of one flight apart.
    Led { leader: u64, since: Instant },
    /// The leader left; whoever comes next takes over.
    #[default]
    Vacant,
    /// What the load brought: a value, `None`, or an error that can be shared.
    Landed(Held),
}

/// One load, and who waits for it.
pub(crate) struct Flight {
    key: Key,
    superseded: AtomicBool,
    seats: Mutex<Seats>,
    woken: Notify,
    woken_blocking: Condvar,
}

#[derive(Default)]
struct Seats {
    state: State,
    waiters: usize,
    leaders: u64,
    /// How often a leader that was not polled lost the lead.
    takeovers: u32,
}

impl Flight {
    fn new(key: Key) -> Arc<Self> {
        Arc::new(Self {
            key,
            superseded: AtomicBool::new(false),
            seats: Mutex::new(Seats {
                state: State::Led { leader: 0, since: Instant::now() },
                ..Seats::default()
            }),
            woken: Notify::new(),
            woken_blocking: Condvar::new(),
        })
    }

    pub(crate) fn key(&self) -> &Key {
        &self.key
    }

    fn superseded(&self) -> bool {
        self.superseded.load(Ordering::Acquire)
    }

    fn wake_one(&self) {
        self.woken.notify_one();
        self.woken_blocking.notify_one();
    }

    fn wake_all(&self) {
        self.woken.notify_waiters();
        self.woken_blocking.notify_all();
    }
}

const SHARDS: usize = 64;

type Shard = HashMap<Key, Arc<Flight>, RandomState>;

/// The flights that are under way in one manager.
pub(crate) struct Flights {
    shards: Box<[Mutex<Shard>]>,
    hasher: RandomState,
}

/// What a call does about a key that it missed.
pub(crate) enum Seat {
    /// Nobody loads it: this call does.
    Lead(Lead),
    /// Somebody does.
    Wait(Waiter),
    /// This very call chain does: the body has to run beside the cache.
    Inside,
}

impl Flights {
    pub(crate) fn new() -> Self {
        let hasher = RandomState::default();
        let shard = || Mutex::new(HashMap::with_hasher(hasher.clone()));
        Self { shards: (0..SHARDS).map(|_| shard()).collect(), hasher }
    }

    fn shard(&self, key: &Key) -> MutexGuard<'_, Shard> {
        let hash = self.hasher.hash_one(key);
        #[expect(clippy::cast_possible_truncation, reason = "the low bits are what is wanted")]
        let index = (hash >> 16) as usize % SHARDS;
        lock(&self.shards[index])
    }

    /// A seat in the flight of `key`; or what `settled` finds under the lock, because a load that
    /// landed between the caller's look and now has stored its entry before it left the table.
    pub(crate) fn board<T>(
        self: &Arc<Self>,
        key: &Key,
        settled: impl FnOnce() -> Option<T>,
    ) -> Result<Seat, T> {
        let mut shard = self.shard(key);
        if let Some(flight) = shard.get(key) {
            return Ok(self.join(flight));
        }
        if let Some(found) = settled() {
            return Err(found);
        }
        let flight = Flight::new(key.clone());
        shard.insert(key.clone(), flight.clone());
        drop(shard);
        Ok(Seat::Lead(Lead::new(self, &flight, 0)))
    }

    fn join(self: &Arc<Self>, flight: &Arc<Flight>) -> Seat {
        if local::inside_load_of(flight) {
            return Seat::Inside;
        }
        let mut seats = lock(&flight.seats);
        if let State::Vacant = seats.state {
            return Seat::Lead(Lead::new(self, flight, seats.take_lead()));
        }
        seats.waiters += 1;
        let takeovers = seats.takeovers;
        Seat::Wait(Waiter { flights: self.clone(), flight: flight.clone(), takeovers })
    }

    /// Makes `key` the business of a new flight that the caller leads: what was under way is
    /// superseded. `change` runs under the lock.
    pub(crate) fn replace(self: &Arc<Self>, key: &Key, change: impl FnOnce()) -> Lead {
        let flight = Flight::new(key.clone());
        let mut shard = self.shard(key);
        let old = shard.insert(key.clone(), flight.clone());
        if let Some(old) = &old {
            old.superseded.store(true, Ordering::Release);
        }
        change();
        drop(shard);
        Lead::new(self, &flight, 0)
    }

    /// Supersedes the flight of `key`, and runs `change` under the same lock.
    pub(crate) fn supersede<R>(&self, key: &Key, change: impl FnOnce() -> R) -> R {
        let mut shard = self.shard(key);
        if let Some(flight) = shard.remove(key) {
            flight.superseded.store(true, Ordering::Release);
        }
        change()
    }

    /// Supersedes every flight whose key matches; `None` matches all.
    pub(crate) fn supersede_all(&self, pattern: Option<&Pattern>) {
        for shard in &self.shards {
            lock(shard).retain(|key, flight| {
                let hit = pattern.is_none_or(|pattern| pattern.matches(key.as_bytes()));
                if hit {
                    flight.superseded.store(true, Ordering::Release);
                }
                !hit
            });
        }
    }

    /// Takes `flight` off the table, unless another one stands there by now.
    fn leave<R>(&self, flight: &Arc<Flight>, change: impl FnOnce(bool) -> R) -> R {
        let mut shard = self.shard(&flight.key);
        let current = shard.get(&flight.key).is_some_and(|other| Arc::ptr_eq(other, flight));
        if current {
            shard.remove(&flight.key);
        }
        change(current && !flight.superseded())
    }
}

impl Seats {
    fn take_lead(&mut self) -> u64 {
        self.leaders += 1;
        self.state = State::Led { leader: self.leaders, since: Instant::now() };
        self.leaders
    }

    fn led_by(&self, number: u64) -> bool {
        matches!(self.state, State::Led { leader, .. } if leader == number)
    }
}

/// The duty to load a key. Dropped without an outcome, it goes to the next waiter.
pub(crate) struct Lead {
    flights: Arc<Flights>,
    flight: Arc<Flight>,
    leader: u64,
    duty: Duty,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Duty {
    /// The value is still to come.
    Load,
    /// Those who waited have it; the flight still keeps newcomers from loading again.
    Store,
    Done,
}

impl Lead {
    fn new(flights: &Arc<Flights>, flight: &Arc<Flight>, leader: u64) -> Self {
        Self { flights: flights.clone(), flight: flight.clone(), leader, duty: Duty::Load }
    }

    /// Marks that this thread runs the load, until the guard is dropped.
    pub(crate) fn enter(&self) -> local::Loading {
        local::enter_load(&self.flight)
    }

    /// Hands `landed` to everybody who waits. Refused when the lead was lost.
    pub(crate) fn land(&mut self, landed: Held) {
        let mut seats = lock(&self.flight.seats);
        if seats.led_by(self.leader) {
            seats.state = State::Landed(landed);
            self.duty = Duty::Store;
            drop(seats);
            self.flight.wake_all();
        }
    }

    /// Ends the flight: `store` runs, under the lock that every change of the key takes, if nothing
    /// has changed the key since the load began. Call after [`land`](Lead::land).
    pub(crate) fn store(mut self, store: impl FnOnce()) {
        if self.duty == Duty::Store {
            self.duty = Duty::Done;
            self.flights.leave(&self.flight, |current| {
                if current {
                    store();
                }
            });
        }
    }

    fn hand_over(&self) {
        let mut seats = lock(&self.flight.seats);
        if !seats.led_by(self.leader) {
            return;
        }
        seats.state = State::Vacant;
        let alone = seats.waiters == 0;
        drop(seats);
        if alone {
            leave_if_abandoned(&self.flights, &self.flight);
        } else {
            self.flight.wake_one();
        }
    }
}

impl Drop for Lead {
    fn drop(&mut self) {
        match self.duty {
            Duty::Load => self.hand_over(),
            Duty::Store => self.flights.leave(&self.flight, |_| ()),
            Duty::Done => (),
        }
    }
}

/// Takes a flight off the table that nobody leads and nobody waits for.
fn leave_if_abandoned(flights: &Flights, flight: &Arc<Flight>) {
    let mut shard = flights.shard(&flight.key);
    let seats = lock(&flight.seats);
    let abandoned = seats.waiters == 0 && matches!(seats.state, State::Vacant);
    if abandoned && shard.get(&flight.key).is_some_and(|other| Arc::ptr_eq(other, flight)) {
        shard.remove(&flight.key);
    }
}

/// How a wait ended.
pub(crate) enum Waited {
    Landed(Held),
    /// The lead came to this waiter.
    Lead(Lead),
    /// Its time was up, and it took the lead from a call that had it all this time.
    TakenOver(Lead),
    /// Its time was up.
    TimedOut,
}

/// A call that waits for another's load.
pub(crate) struct Waiter {
    flights: Arc<Flights>,
    flight: Arc<Flight>,
    takeovers: u32,
}

/// What a waiter does next.
enum Next {
    Done(Waited),
    Wait,
}

impl Waiter {
    fn look(&self) -> Next {
        let mut seats = lock(&self.flight.seats);
        match &seats.state {
            State::Landed(landed) => Next::Done(Waited::Landed(landed.clone())),
            State::Vacant => Next::Done(Waited::Lead(self.take_lead(&mut seats))),
            State::Led { .. } => Next::Wait,
        }
    }

    fn take_lead(&self, seats: &mut Seats) -> Lead {
        Lead::new(&self.flights, &self.flight, seats.take_lead())
    }

    /// The time is up. The first to say so takes the lead from a leader that had it all this time;
    /// the others give that one the same time once more, because a fresh leader is at work.
    fn time_is_up(&mut self, wait: Duration) -> Next {
        let mut seats = lock(&self.flight.seats);
        match &seats.state {
            State::Led { since, .. } if since.elapsed() >= wait => {
                seats.takeovers += 1;
                Next::Done(Waited::TakenOver(self.take_lead(&mut seats)))
            }
            State::Led { .. } if seats.takeovers > self.takeovers => {
                self.takeovers = u32::MAX;
                Next::Wait
            }
            State::Led { .. } => Next::Done(Waited::TimedOut),
            State::Landed(landed) => Next::Done(Waited::Landed(landed.clone())),
            State::Vacant => Next::Done(Waited::Lead(self.take_lead(&mut seats))),
        }
    }

    /// Waits for the load, at most `wait` long.
    ///
    /// Outside of a tokio runtime there is no timer, and a leader that is never polled is waited
    /// for without end.
    pub(crate) async fn wait(mut self, wait: Duration) -> Waited {
        let timed = tokio::runtime::Handle::try_current().is_ok();
        loop {
            let deadline = tokio::time::Instant::now().checked_add(wait).filter(|_| timed);
            let outcome = match deadline {
                Some(deadline) => tokio::time::timeout_at(deadline, self.woken()).await.ok(),
                None => Some(self.woken().await),
            };
            if let Some(waited) = outcome {
                return waited;
            }
            if let Next::Done(waited) = self.time_is_up(wait) {
                return waited;
            }
        }
    }

    async fn woken(&self) -> Waited {
        let flight = self.flight.clone();
        loop {
            let mut notified = std::pin::pin!(flight.woken.notified());
            notified.as_mut().enable();
            if let Next::Done(waited) = self.look() {
                return waited;
            }
            notified.await;
        }
    }

    /// Blocks this thread until the load is there, at most `wait` long.
    pub(crate) fn wait_blocking(mut self, wait: Duration) -> Waited {
        loop {
            let deadline = std::time::Instant::now().checked_add(wait);
            let mut seats = lock(&self.flight.seats);
            while let State::Led { .. } = seats.state {
                let left = deadline.map_or(Duration::MAX, |end| {
                    end.saturating_duration_since(std::time::Instant::now())
                });
                if left.is_zero() {
                    break;
                }
                let woken = self.flight.woken_blocking.wait_timeout(seats, left);
                seats = woken.unwrap_or_else(PoisonError::into_inner).0;
            }
            drop(seats);
            if let Next::Done(waited) = self.look() {
                return waited;
            }
            if let Next::Done(waited) = self.time_is_up(wait) {
                return waited;
            }
        }
    }
}

impl Drop for Waiter {
    fn drop(&mut self) {
        let mut seats = lock(&self.flight.seats);
        seats.waiters = seats.waiters.saturating_sub(1);
        let vacant = matches!(seats.state, State::Vacant);
        let alone = seats.waiters == 0;
        drop(seats);
        if vacant && alone {
            leave_if_abandoned(&self.flights, &self.flight);
        } else if vacant {
            // The wake-up may have been this waiter's.
            self.flight.wake_one();
        }
    }
}
