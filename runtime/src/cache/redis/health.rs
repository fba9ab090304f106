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
    /// Of a cluster, some nodes are down: calls for their keys return at once, without an answer, and
    /// the others serve.
    Partly,
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
    /// How long the last heartbeat took; of a cluster the longest.
    pub round_trip: Option<Duration>,
    /// How this process learns of others' changes; `Off` while it is down, and of a cluster while a
    /// node is.
    pub coherence: Coherence,
    /// Why it is down, without a password. Of a cluster: which node, and why.
    pub why: Option<String>,
}

/// The state of all servers as one, given with where each is.
pub(super) fn together(mut each: Vec<(String, RedisHealth)>) -> RedisHealth {
    if each.len() == 1
        && let Some((_, health)) = each.pop()
    {
        return health;
    }
    let is = |state: RedisState| {
        each.iter()
            .filter(|(_, health)| health.state == state)
            .count()
    };
    let down = is(RedisState::Down);
    let state = if down == each.len() {
        RedisState::Down
    } else if down > 0 {
        RedisState::Partly
    } else if is(RedisState::Settling) > 0 {
        RedisState::Settling
    } else {
        RedisState::Up
    };
    // For as long as it is the way it is now.
    let since = each.iter().map(|(_, health)| health.since).min();
    let why: Vec<_> = each
        .iter()
        .filter_map(|(server, health)| Some(format!("{server}: {}", health.why.as_ref()?)))
        .collect();
    RedisHealth {
        state,
        since: since.unwrap_or_default(),
        round_trip: each
            .iter()
            .filter_map(|(_, health)| health.round_trip)
            .max(),
        // As the least of them.
        coherence: each
            .iter()
            .map(|(_, health)| health.coherence)
            .reduce(|one, other| if one == other { one } else { Coherence::Off })
            .unwrap_or(Coherence::Off),
        why: (!why.is_empty()).then(|| why.join("; ")),
    }
}

/// Since when the tier is down, and why.
#[derive(Debug, Clone)]
pub(super) struct Outage {
    pub(super) since: Instant,
    pub(super) why: String,
}
