//! One connection to the server, or several that take turns, and what is known about it.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::coherence::Coherence;
use redis::aio::MultiplexedConnection;
use sha2::{Digest as _, Sha256};

/// How many time-outs or refusals in a row make an outage.
const IN_A_ROW: u32 = 3;

/// What was established at one connect. It is never mended: the next connect makes another.
pub(super) struct Link {
    /// Unlike that of any other link of this process; from 1.
    pub(super) generation: u64,
    connections: Vec<MultiplexedConnection>,
    turn: AtomicUsize,
    /// Whether the server takes `SET NX GET`: from 7.0.
    pub(super) leases_by_set: bool,
    /// The server's own identity, empty when it is not told or not asked for.
    run_id: String,
    incarnation: AtomicU64,
    /// Whether it is a node of a cluster: what one command names must then be in one slot.
    pub(super) is_node: bool,
    /// How often something happened that another process may have seen as an outage.
    doubts: AtomicU64,
    /// The number of doubts up to which entries are vouched for. Equal to `doubts`: served.
    vouched: AtomicU64,
    silent: AtomicU32,
    refusing: AtomicU32,
    /// False once the driver has said that the connection is gone.
    pub(super) open: std::sync::Arc<AtomicBool>,
    clock: ServerClock,
    pub(super) since: Instant,
    /// How other processes' changes are heard of.
    pub(super) coherence: Coherence,
    /// The epoch has changed: it is to be read before the heart beats of itself.
    pub(super) overdue: AtomicBool,
    /// Of the last heartbeat, in ns; 0 before the first.
    round_trip: AtomicU64,
    /// Held while the epoch is read or written and its consequence noted, so that an older
    /// reading never replaces a newer one.
    pub(super) epoch: tokio::sync::Mutex<()>,
}

/// What the handshake found. Of a connection for calls: nothing.
pub(super) struct Greeting {
    pub(super) run_id: String,
    pub(super) major: u32,
    pub(super) epoch: Vec<u8>,
    pub(super) clock: ServerClock,
    pub(super) is_node: bool,
    pub(super) coherence: Coherence,
}

impl Greeting {
    /// Of a connection for calls.
    pub(super) fn nothing() -> Self {
        Self {
            run_id: String::new(),
            major: 0,
            epoch: Vec::new(),
            clock: ServerClock::default(),
            is_node: false,
            coherence: Coherence::Off,
        }
    }
}

impl Link {
    pub(super) fn new(
        generation: u64,
        connections: Vec<MultiplexedConnection>,
        open: std::sync::Arc<AtomicBool>,
        greeting: Greeting,
        trusted: bool,
    ) -> Self {
        let incarnation = incarnation(&greeting.run_id, &greeting.epoch);
        Self {
            generation,
            connections,
            turn: AtomicUsize::new(0),
            leases_by_set: greeting.major >= 7,
            run_id: greeting.run_id,
            incarnation: AtomicU64::new(incarnation),
            is_node: greeting.is_node,
            doubts: AtomicU64::new(0),
            vouched: AtomicU64::new(if trusted { 0 } else { u64::MAX }),
            silent: AtomicU32::new(0),
            refusing: AtomicU32::new(0),
            open,
            clock: greeting.clock,
            since: Instant::now(),
            coherence: greeting.coherence,
            overdue: AtomicBool::new(false),
            round_trip: AtomicU64::new(0),
            epoch: tokio::sync::Mutex::new(()),
        }
    }

    /// The connection whose turn it is.
    pub(super) fn connection(&self) -> Option<MultiplexedConnection> {
        let turn = if self.connections.len() > 1 {
            self.turn.fetch_add(1, Ordering::Relaxed) % self.connections.len()
        } else {
            0
        };
        self.connections.get(turn).cloned()
    }

    /// All of its connections.
    pub(super) fn connections(&self) -> &[MultiplexedConnection] {
        &self.connections
    }

    /// The state of the server that entries must have been written under to be served.
    pub(super) fn incarnation(&self) -> u64 {
        self.incarnation.load(Ordering::Acquire)
    }

    /// Notes the epoch that stands in the server. True if it is another one.
    pub(super) fn set_epoch(&self, epoch: &[u8]) -> bool {
        let now = incarnation(&self.run_id, epoch);
        self.incarnation.swap(now, Ordering::AcqRel) != now
    }

    /// Whether entries are served.
    pub(super) fn trusted(&self) -> bool {
        self.doubts() == self.vouched.load(Ordering::Acquire)
    }

    pub(super) fn doubts(&self) -> u64 {
        self.doubts.load(Ordering::Acquire)
    }

    /// Entries are served again, unless there were more doubts than these.
    pub(super) fn vouch(&self, doubts: u64) {
        self.vouched.store(doubts, Ordering::Release);
    }

    /// An answer came, whatever it says.
    pub(super) fn spoke(&self) {
        if self.silent.load(Ordering::Relaxed) != 0 {
            self.silent.store(0, Ordering::Relaxed);
        }
    }

    /// A write was carried out. Reads do not show it: a demoted master goes on serving them.
    pub(super) fn wrote(&self) {
        if self.refusing.load(Ordering::Relaxed) != 0 {
            self.refusing.store(0, Ordering::Relaxed);
        }
    }

    /// Something happened that another process may have seen as an outage.
    pub(super) fn doubt(&self) {
        self.doubts.fetch_add(1, Ordering::AcqRel);
    }

    /// No answer came in time. True: once too often.
    pub(super) fn timed_out(&self) -> bool {
        self.doubt();
        self.silent.fetch_add(1, Ordering::Relaxed) + 1 >= IN_A_ROW
    }

    /// The server serves nobody, or only readers. True: once too often.
    pub(super) fn refused(&self) -> bool {
        self.refusing.fetch_add(1, Ordering::Relaxed) + 1 >= IN_A_ROW
    }

    pub(super) fn clock(&self) -> &ServerClock {
        &self.clock
    }

    pub(super) fn set_round_trip(&self, took: Duration) {
        let nanos = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX).max(1);
        self.round_trip.store(nanos, Ordering::Relaxed);
    }

    pub(super) fn round_trip(&self) -> Option<Duration> {
        match self.round_trip.load(Ordering::Relaxed) {
            0 => None,
            nanos => Some(Duration::from_nanos(nanos)),
        }
    }
}

/// One number for the server's identity and the prefix's epoch; the same in every process.
fn incarnation(run_id: &str, epoch: &[u8]) -> u64 {
    let mut hash = Sha256::new();
    hash.update(run_id.as_bytes());
    hash.update([0]);
    hash.update(epoch);
    let digest = hash.finalize();
    digest
        .first_chunk::<8>()
        .map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// The server's clock, told from what it last said and the time that has passed here.
///
/// What it tells is never ahead of the server (the answer took some time to arrive), unless the
/// server's clock has been set back since.
pub(super) struct ServerClock {
    start: Instant,
    /// Server's µs since 1970 at `start`.
    offset: AtomicI64,
}

impl Default for ServerClock {
    fn default() -> Self {
        Self::new(0)
    }
}

impl ServerClock {
    /// A clock from the server's `TIME`, which has just arrived.
    pub(super) fn new(server_micros: i64) -> Self {
        Self {
            start: Instant::now(),
            offset: AtomicI64::new(server_micros),
        }
    }

    /// Corrects it by a time that has just arrived.
    pub(super) fn set(&self, server_micros: i64) {
        let passed = micros(self.start.elapsed());
        self.offset
            .store(server_micros.saturating_sub(passed), Ordering::Relaxed);
    }

    /// The server's µs since 1970 at an instant.
    pub(super) fn at(&self, instant: Instant) -> i64 {
        let passed = micros(instant.saturating_duration_since(self.start));
        self.offset.load(Ordering::Relaxed).saturating_add(passed)
    }

    /// When what is stored now for `ttl` ends.
    pub(super) fn end_of(&self, ttl: Option<Duration>) -> Option<i64> {
        ttl.map(|ttl| self.at(Instant::now()).saturating_add(micros(ttl)))
    }

    /// How long it is until then.
    pub(super) fn until(&self, end: i64) -> Duration {
        let left = end.saturating_sub(self.at(Instant::now()));
        Duration::from_micros(u64::try_from(left).unwrap_or(0))
    }
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_server_or_another_epoch_is_another_incarnation() {
        let one = incarnation("run", b"epoch");
        assert_eq!(one, incarnation("run", b"epoch"));
        assert_ne!(one, incarnation("run2", b"epoch"));
        assert_ne!(one, incarnation("run", b"epoch2"));
        assert_ne!(incarnation("ab", b"c"), incarnation("a", b"bc"));
    }

    #[test]
    fn the_clock_follows_the_server_wherever_that_is_set() {
        let clock = ServerClock::new(1_000_000);
        assert!(clock.at(Instant::now()) >= 1_000_000);
        clock.set(500);
        let now = clock.at(Instant::now());
        assert!((500..900_000).contains(&now), "{now}");
        assert_eq!(
            clock.at(Instant::now() + Duration::from_secs(1)) / 1_000_000,
            1
        );
    }
}
