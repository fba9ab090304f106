//! The `SQLite` file: everything that was written in order, and what was written exactly once.

use std::collections::HashSet;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use gambeson::write_behind::{Change, ChangeId, once};
use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior, params};

/// `written`: what was given to the writer, again and again after crashes. `written_once`: the
/// same, by the ids that stand in the table of [`once`].
const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS written (at INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT, key TEXT, number INTEGER);
    CREATE TABLE IF NOT EXISTS written_once (at INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT, key TEXT, number INTEGER);
";

/// How long a process waits for the others.
const BUSY: Duration = Duration::from_secs(60);

/// A connection of one process.
#[derive(Debug, Clone)]
pub(super) struct Store(Arc<Mutex<Connection>>);

impl Store {
    /// Opens the file. Where several processes begin at once, or one was killed, `SQLite` refuses to
    /// wait for a lock; so this does.
    pub(super) fn open(path: &Path) -> rusqlite::Result<Self> {
        let begun = Instant::now();
        loop {
            match Self::try_open(path) {
                Err(error)
                    if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                        && begun.elapsed() < BUSY =>
                {
                    std::thread::sleep(Duration::from_millis(10));
                }
                opened => return opened,
            }
        }
    }

    fn try_open(path: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(BUSY)?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.execute_batch(TABLES)?;
        connection.execute_batch(once::TABLE)?;
        Ok(Self(Arc::new(Mutex::new(connection))))
    }

    /// The writer.
    pub(super) async fn save(self, batch: Vec<Change<u64>>) -> Result<(), String> {
        let saved = tokio::task::spawn_blocking(move || {
            let mut connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            save(&mut connection, batch)
        });
        let saved = saved.await.map_err(|error| error.to_string())?;
        saved.map_err(|error| error.to_string())
    }
}

fn save(connection: &mut Connection, batch: Vec<Change<u64>>) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for change in &batch {
        insert(&transaction, "written", change)?;
    }
    let ids = once::ids(&batch);
    let known = known(&transaction, &ids)?;
    for id in ids.iter().filter(|id| !known.contains(id)) {
        let text = id.to_string();
        transaction.execute(
            "INSERT INTO gambeson_written (id, at) VALUES (?, unixepoch())",
            [text],
        )?;
    }
    for change in once::unwritten(batch, known) {
        insert(&transaction, "written_once", &change)?;
    }
    transaction.commit()
}

fn insert(
    transaction: &Transaction<'_>,
    table: &str,
    change: &Change<u64>,
) -> rusqlite::Result<()> {
    let insert = format!("INSERT INTO {table} (id, key, number) VALUES (?, ?, ?)");
    let number = change
        .value()
        .map(|number| i64::try_from(*number).unwrap_or(-1));
    let (id, key) = (change.id().to_string(), change.key().to_string());
    transaction
        .prepare_cached(&insert)?
        .execute(params![id, key, number])?;
    Ok(())
}

fn known(transaction: &Transaction<'_>, ids: &[ChangeId]) -> rusqlite::Result<HashSet<ChangeId>> {
    let mut select = transaction.prepare_cached("SELECT 1 FROM gambeson_written WHERE id = ?")?;
    let mut known = HashSet::new();
    for id in ids {
        if select.exists([id.to_string()])? {
            known.insert(*id);
        }
    }
    Ok(known)
}

/// What one of the tables holds, in the order in which it was written: id, key, number.
pub(super) fn rows(path: &Path, table: &str) -> rusqlite::Result<Vec<(String, String, u64)>> {
    let connection = Connection::open(path)?;
    let mut select =
        connection.prepare(&format!("SELECT id, key, number FROM {table} ORDER BY at"))?;
    let rows = select.query_map([], |row| {
        let number: i64 = row.get(2)?;
        Ok((
            row.get(0)?,
            row.get(1)?,
            u64::try_from(number).unwrap_or(u64::MAX),
        ))
    })?;
    rows.collect()
}

/// The ids of all changes that were written, those that were overtaken in their batch among them.
pub(super) fn ids(path: &Path) -> rusqlite::Result<HashSet<String>> {
    let connection = Connection::open(path)?;
    let mut select = connection.prepare("SELECT id FROM gambeson_written")?;
    let ids = select.query_map([], |row| row.get(0))?;
    ids.collect()
}
