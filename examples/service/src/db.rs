//! The database file: opened, or created and filled.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use std::{fmt, io};

use sqlx::ConnectOptions as _;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

use crate::seed;

/// A pool of connections to the database file. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Db {
    pool: SqlitePool,
}

impl Db {
    /// Opens the file in `directory`; creates both, and fills the file, when they are not there.
    ///
    /// Several processes may do so at once: one fills it, the others wait.
    ///
    /// # Errors
    ///
    /// When the directory cannot be created, or the file is not one that `SQLite` can use.
    pub async fn open(directory: &Path) -> Result<Self, OpenError> {
        let file = directory.join("airports.sqlite");
        Self::open_file(&file)
            .await
            .map_err(|cause| OpenError { file, cause })
    }

    async fn open_file(file: &Path) -> Result<Self, DbError> {
        let _lock = lock(file.with_extension("lock")).await?;
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            // Readers go on while an edit is written.
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .busy_timeout(Duration::from_secs(10))
            // The driver hands rows over from a thread of its own: in few and large portions.
            .row_buffer_size(1024)
            .disable_statement_logging();
        let pool = SqlitePoolOptions::new()
            .max_connections(4)
            // A file does not hang up.
            .test_before_acquire(false)
            .acquire_timeout(Duration::from_secs(5))
            .connect_with(options)
            .await?;
        seed::fill_if_empty(&pool).await?;
        Ok(Self { pool })
    }

    /// Where queries run.
    pub(crate) fn pool(&self) -> &SqlitePool {
        &self.pool
    }

    /// Asks the database for a constant.
    ///
    /// # Errors
    ///
    /// When no connection is to be had, or the file has gone bad.
    pub async fn ping(&self) -> Result<(), DbError> {
        sqlx::query("SELECT 1").execute(&self.pool).await?;
        Ok(())
    }

    /// Closes all connections, once their queries have ended.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// Waits for the lock that lets one process at a time create the file: turning a new file into one
/// with a write-ahead log does not wait for others, it fails. Given back when the file is dropped.
async fn lock(file: PathBuf) -> Result<File, io::Error> {
    let locked = tokio::task::spawn_blocking(move || {
        if let Some(directory) = file.parent() {
            std::fs::create_dir_all(directory)?;
        }
        let file = File::create(file)?;
        file.lock()?;
        Ok(file)
    });
    locked.await.map_err(io::Error::other)?
}

/// Why a query failed.
///
/// `Clone`, so that everybody who waited for the same query can have it.
#[derive(Debug, Clone)]
pub struct DbError(Arc<sqlx::Error>);

impl DbError {
    /// Whether it is likely to work a little later: nothing is broken, there is only too much to do.
    pub fn is_busy(&self) -> bool {
        match &*self.0 {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => true,
            // SQLITE_BUSY, with its extended codes.
            sqlx::Error::Database(error) => error
                .code()
                .and_then(|code| code.parse::<u32>().ok())
                .is_some_and(|code| code & 0xff == 5),
            _ => false,
        }
    }
}

impl fmt::Display for DbError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for DbError {}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        Self(Arc::new(error))
    }
}

impl From<io::Error> for DbError {
    fn from(error: io::Error) -> Self {
        sqlx::Error::Io(error).into()
    }
}

/// Why the database could not be opened, and which file it was.
#[derive(Debug)]
pub struct OpenError {
    file: PathBuf,
    cause: DbError,
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "cannot open the database {}: {}",
            self.file.display(),
            self.cause
        )
    }
}

impl std::error::Error for OpenError {}
