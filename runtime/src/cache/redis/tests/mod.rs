//! The tier against a real server, and against one behind a proxy that misbehaves.

mod clear;
mod entries;
mod failures;
mod hold;
mod outage;
mod refusals;
mod restart;
mod writes;

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::redis_server::{RedisServer, Reply};
use super::server::Server;
use super::{Commit, Extra, Read, RedisOptions, RedisState, Ticket, Want};
use crate::CacheError;
use crate::cache::key::Key;

/// What a load wants of a read.
const LOAD: Want = Want {
    time_left: false,
    lease: true,
};
/// What a look wants.
const LOOK: Want = Want {
    time_left: false,
    lease: false,
};

/// Settings that a busy machine does not take for an outage.
fn options(url: &str) -> RedisOptions {
    RedisOptions {
        prefix: "t".to_owned(),
        settle: Duration::from_millis(50),
        response_timeout: Duration::from_secs(5),
        connect_timeout: Duration::from_secs(5),
        ..RedisOptions::new(url)
    }
}

/// Settings with the default time-outs, for those that are paid.
fn quick(url: &str) -> RedisOptions {
    let defaults = RedisOptions::new(url);
    RedisOptions {
        response_timeout: defaults.response_timeout,
        connect_timeout: defaults.connect_timeout,
        ..options(url)
    }
}

/// A server by itself, as a tier starts it.
async fn begin(options: RedisOptions) -> Result<Arc<Server>, CacheError> {
    let server = Server::new(options)?;
    match server.start(true).await {
        Err(reason) if server.options().require => Err(CacheError::Unreachable {
            reason: server.core.without_secrets(&reason),
        }),
        _ => Ok(server),
    }
}

async fn connect(options: RedisOptions) -> Arc<Server> {
    begin(options)
        .await
        .expect("a tier that is not required always starts")
}

async fn tier(server: &RedisServer) -> Arc<Server> {
    let tier = connect(options(&server.url())).await;
    assert_eq!(tier.health().state, RedisState::Up);
    tier
}

fn key(text: &str) -> Key {
    Key::from(text)
}

/// The ticket of a load that begins now.
async fn ticket(tier: &Server, key: &Key) -> Ticket {
    match tier.read(key, LOAD).await {
        Read::Miss(Some(ticket)) => ticket,
        other => panic!("{other:?} is no ticket"),
    }
}

/// Loads and stores a value.
async fn store(tier: &Server, key: &Key, payload: &[u8]) {
    let ticket = ticket(tier, key).await;
    assert_eq!(
        tier.commit(key, &ticket, payload, Some(MINUTE), &Extra::default())
            .await,
        Commit::Stored
    );
}

/// The payload that a read finds, if it is a hit.
async fn look(tier: &Server, key: &Key) -> Option<Vec<u8>> {
    match tier.read(key, LOOK).await {
        Read::Hit { payload, .. } => Some(payload),
        _ => None,
    }
}

const MINUTE: Duration = Duration::from_secs(60);

/// Waits for something that must come, and says how long it took.
async fn until(what: &str, mut come: impl FnMut() -> bool) -> Duration {
    let begun = Instant::now();
    while !come() {
        assert!(
            begun.elapsed() < Duration::from_secs(30),
            "it never came: {what}"
        );
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    begun.elapsed()
}

async fn until_up(tier: &Server) -> Duration {
    until("the tier is up", || tier.health().state == RedisState::Up).await
}

async fn until_down(tier: &Server) -> Duration {
    until("the tier is down", || {
        tier.health().state == RedisState::Down
    })
    .await
}

/// What stands in the server, past the tier.
fn raw(server: &RedisServer, name: &str) -> Reply {
    server.command(&["GET", name])
}

/// How often the server has carried out a command.
fn calls(server: &RedisServer, command: &str) -> u64 {
    let stats = server.command(&["INFO", "commandstats"]).text();
    stats
        .lines()
        .find_map(|line| line.strip_prefix(&format!("cmdstat_{command}:calls=")))
        .and_then(|rest| rest.split(',').next()?.parse().ok())
        .unwrap_or(0)
}

/// A thousand reads of a tier that is down: none goes near the network.
async fn assert_calls_cost_nothing(tier: &Server) {
    let key = key("anything");
    let begun = Instant::now();
    for _ in 0..1_000 {
        assert_eq!(tier.read(&key, LOAD).await, Read::Skip);
    }
    let each = begun.elapsed() / 1_000;
    assert!(each < Duration::from_micros(50), "a call paid {each:?}");
}
