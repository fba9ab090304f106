//! A manager in memory alone, or with a Redis of its own behind it.

use std::fmt;
use std::time::Duration;

use gambeson::CacheManager;
use gambeson::cache::{CacheManagerBuilder, RedisState};

use super::events::keep_everything_told;
use super::redis_server::RedisServer;

/// The tiers that the managers of one test share.
#[derive(Debug)]
pub struct Tiers {
    server: Option<RedisServer>,
}

impl fmt::Display for Tiers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.server {
            None => "on memory alone",
            Some(_) => "with Redis behind it",
        })
    }
}

impl Tiers {
    /// Memory alone.
    #[must_use]
    pub fn memory() -> Self {
        keep_everything_told();
        Self { server: None }
    }

    /// Memory, and a fresh Redis behind it.
    ///
    /// # Panics
    ///
    /// When redis-server is not installed.
    #[must_use]
    pub fn redis() -> Self {
        Self::over(RedisServer::start())
    }

    /// Memory, and this Redis behind it.
    #[must_use]
    pub fn over(server: RedisServer) -> Self {
        keep_everything_told();
        Self {
            server: Some(server),
        }
    }

    /// What a promise holds on: memory alone, and with Redis.
    #[must_use]
    pub fn each() -> [Self; 2] {
        [Self::memory(), Self::redis()]
    }

    /// Whether there is a Redis.
    #[must_use]
    pub fn shared(&self) -> bool {
        self.server.is_some()
    }

    /// The Redis.
    ///
    /// # Panics
    ///
    /// On memory alone.
    pub fn server(&mut self) -> &mut RedisServer {
        self.server.as_mut().expect("these tiers have a Redis")
    }

    /// Settings of a manager on these tiers, with time-outs that a busy machine does not reach.
    pub fn builder(&self) -> CacheManagerBuilder {
        match &self.server {
            None => CacheManager::builder().key_prefix("t"),
            Some(server) => builder(&server.url()),
        }
    }

    /// A manager on these tiers: another process, as far as Redis can tell.
    ///
    /// # Panics
    ///
    /// When there is a Redis that does not answer.
    pub async fn manager(&self) -> CacheManager {
        let manager = self.builder().build().await.expect("the settings are good");
        if self.shared() {
            assert_eq!(state(&manager).await, RedisState::Up);
        }
        manager
    }
}

/// Settings of a manager with a Redis behind it, with time-outs that a busy machine does not reach.
pub fn builder(url: &str) -> CacheManagerBuilder {
    CacheManager::builder()
        .key_prefix("t")
        .redis(url)
        .settle(Duration::from_millis(50))
        .response_timeout(Duration::from_secs(5))
        .connect_timeout(Duration::from_secs(5))
}

/// The same with the default time-outs, for those that are paid.
pub fn quick(url: &str) -> CacheManagerBuilder {
    builder(url)
        .response_timeout(Duration::from_millis(200))
        .connect_timeout(Duration::from_secs(1))
}

/// The manager of these settings.
///
/// # Panics
///
/// When a setting is no good.
pub async fn built(builder: CacheManagerBuilder) -> CacheManager {
    builder
        .build()
        .await
        .expect("a Redis that is not there is no error")
}

/// How the Redis of a manager is.
///
/// # Panics
///
/// When the manager has none.
pub async fn state(manager: &CacheManager) -> RedisState {
    manager
        .health()
        .await
        .redis
        .expect("the manager has a Redis")
        .state
}

/// Waits until the Redis of a manager is in a state, and says how long it took.
///
/// # Panics
///
/// When that does not come.
pub async fn until_state(manager: &CacheManager, wanted: RedisState) -> Duration {
    let begun = std::time::Instant::now();
    while state(manager).await != wanted {
        assert!(
            begun.elapsed() < super::PATIENCE,
            "the Redis tier is never {wanted:?}"
        );
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    begun.elapsed()
}
