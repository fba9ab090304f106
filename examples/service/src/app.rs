//! What one running instance holds.

use std::time::Duration;
use std::{fmt, io};

use axum::Router;
use gambeson::cache::CacheManagerBuilder;
use gambeson::{CacheError, CacheManager};

use crate::airports::visits::Visits;
use crate::config::Config;
use crate::db::{Db, OpenError};
use crate::payments::gateway::Gateway;
use crate::payments::provider::Provider;
use crate::routes;

/// The most time that what is left to write, and then what is left to tell Redis, may take at the end.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// One instance: the database, the cache, who is paid, and the router over all. Cheap to clone.
#[derive(Debug, Clone)]
pub struct App {
    /// The database.
    pub db: Db,
    /// The cache that every request of this instance is answered with.
    pub cache: CacheManager,
    /// How often each airport was asked for.
    pub visits: Visits,
    /// The provider that is paid, in this program too.
    pub provider: Provider,
    /// The way to it.
    pub payments: Gateway,
}

impl App {
    /// Opens the database, creating and filling it when it is not there, and builds the cache that
    /// the environment asks for.
    ///
    /// # Errors
    ///
    /// When the directory or the file cannot be created or read, or a variable of the environment
    /// holds what it cannot take. A Redis that is not there is no error.
    pub async fn start(config: &Config) -> Result<Self, StartError> {
        // Without Redis, visits that are not written yet are kept in a file beside the database.
        let cache = CacheManagerBuilder::from_env()
            .map_err(StartError::Cache)?
            .queue_log(config.data.join("visits.redb"));
        let cache = cache.build().await.map_err(StartError::Cache)?;
        let db = Db::open(&config.data).await.map_err(StartError::Database)?;
        Self::new(db, cache).await
    }

    /// An instance over this database and cache, with a provider of its own.
    ///
    /// # Errors
    ///
    /// When the cache has nowhere to keep visits that are not written yet, or there is no port for the provider.
    pub async fn new(db: Db, cache: CacheManager) -> Result<Self, StartError> {
        let visits = Visits::start(db.clone(), cache.clone()).await;
        let visits = visits.map_err(StartError::Visits)?;
        let provider = Provider::start().await.map_err(StartError::Provider)?;
        let payments = Gateway::to(provider.address());
        Ok(Self {
            db,
            cache,
            visits,
            provider,
            payments,
        })
    }

    /// All routes, with their limits and headers.
    pub fn router(&self) -> Router {
        routes::router(self.clone())
    }

    /// Closes what is open. Requests that still run end with an error.
    pub async fn stop(&self) {
        self.visits.stop(LAST_WORDS).await;
        self.cache.shutdown(LAST_WORDS).await;
        self.db.close().await;
    }
}

/// Why an instance could not start.
#[derive(Debug)]
pub enum StartError {
    /// The database could not be opened.
    Database(OpenError),
    /// The cache could not be built.
    Cache(CacheError),
    /// Visits that are not written yet could not be kept anywhere.
    Visits(CacheError),
    /// There was no port for the provider.
    Provider(io::Error),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(error) => error.fmt(f),
            Self::Cache(error) => error.fmt(f),
            Self::Visits(error) => write!(f, "visits cannot be counted: {error}"),
            Self::Provider(error) => write!(f, "the provider has no port: {error}"),
        }
    }
}

impl std::error::Error for StartError {}
