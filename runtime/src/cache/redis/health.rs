//! What the tier says of itself.

use std::time::{Duration, Instant};

use super::Coherence;

/// Whether the tier serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RedisState {
    /// Entries are served and stored.
    Up,
    /// The server is back from an outage: entries are stored, and not served yet, because
    /// another process may still hold an invalidation that it remembers.
    Settling,
    /// Calls return at once, without an answer.
    Down,
}

/// The state of the tier, for a status page.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RedisHealth {
    /// Whether it serves.
    pub state: RedisState,
    /// For how long it has been up (settling included) or down.
    pub since: Duration,
    /// How long the last heartbeat took.
    pub round_trip: Option<Duration>,
    /// How this process learns of others' changes; `Off` while it is down.
    pub coherence: Coherence,
    /// Why it is down, without a password.
    pub why: Option<String>,
}

/// Since when the tier is down, and why.
#[derive(Debug, Clone)]
pub(super) struct Outage {
    pub(super) since: Instant,
    pub(super) why: String,
}
