//! What the tests share.

pub mod breaker;
pub mod log_events;
pub mod redis_server;
pub mod replay;
pub mod strategies;
pub mod torture;
pub mod truth;

mod events;
mod recorded;
mod source;
mod staleness;
mod tiers;

pub use events::{Event, Events};
pub use recorded::Recorded;
pub use source::Source;
pub use staleness::{Seen, Truth};
pub use tiers::{Tiers, builder, built, quick, state, until_state};

use std::time::{Duration, Instant};

use redis_server::RedisServer;

/// For how long something may take that must come, on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Waits for something that must come, and says how long it took.
///
/// # Panics
///
/// When it does not come.
pub async fn until(what: &str, mut come: impl FnMut() -> bool) -> Duration {
    let begun = Instant::now();
    while !come() {
        assert!(begun.elapsed() < PATIENCE, "it never came: {what}");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    begun.elapsed()
}

/// How often the server has carried out a command, which is written in small letters.
pub fn calls(server: &RedisServer, command: &str) -> u64 {
    let stats = server.command(&["INFO", "commandstats"]).text();
    stats
        .lines()
        .find_map(|line| line.strip_prefix(&format!("cmdstat_{command}:calls=")))
        .and_then(|rest| rest.split(',').next()?.parse().ok())
        .unwrap_or(0)
}

/// What stands under a name in the server, past every manager.
pub fn raw(server: &RedisServer, name: &str) -> Option<Vec<u8>> {
    server.command(&["GET", name]).bytes().map(<[u8]>::to_vec)
}

/// Whether a value stands under a name, and not only the lease of a load.
pub fn holds_value(server: &RedisServer, name: &str) -> bool {
    raw(server, name).is_some_and(|bytes| matches!(bytes.first(), Some(1 | 4)))
}
