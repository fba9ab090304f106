//! What one running instance holds.

use std::fmt;
use std::time::Duration;

use axum::Router;
use gambeson::{CacheError, CacheManager};

use crate::config::Config;
use crate::db::{Db, OpenError};
use crate::routes;

/// The most time that what is left to tell Redis may take at the end.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// One instance: the database, the cache, and the router over both. Cheap to clone.
#[derive(Debug, Clone)]
pub struct App {
    /// The database.
    pub db: Db,
    /// The cache that every request of this instance is answered with.
    pub cache: CacheManager,
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
        let cache = CacheManager::from_env().await.map_err(StartError::Cache)?;
        let db = Db::open(&config.data).await.map_err(StartError::Database)?;
        Ok(Self { db, cache })
    }

    /// All routes, with their limits and headers.
    pub fn router(&self) -> Router {
        routes::router(self.clone())
    }

    /// Closes what is open. Requests that still run end with an error.
    pub async fn stop(&self) {
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
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(error) => error.fmt(f),
            Self::Cache(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for StartError {}
