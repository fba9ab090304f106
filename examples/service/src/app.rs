//! What one running instance holds.

use axum::Router;

use crate::config::Config;
use crate::db::{Db, OpenError};
use crate::routes;

/// One instance: the database, and the router over it. Cheap to clone.
#[derive(Debug, Clone)]
pub struct App {
    /// The database.
    pub db: Db,
}

impl App {
    /// Opens the database, creating and filling it when it is not there.
    ///
    /// # Errors
    ///
    /// When the directory or the file cannot be created or read.
    pub async fn start(config: &Config) -> Result<Self, OpenError> {
        Ok(Self {
            db: Db::open(&config.data).await?,
        })
    }

    /// All routes, with their limits and headers.
    pub fn router(&self) -> Router {
        routes::router(self.clone())
    }

    /// Closes what is open. Requests that still run end with an error.
    pub async fn stop(&self) {
        self.db.close().await;
    }
}
