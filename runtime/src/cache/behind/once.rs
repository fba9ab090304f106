//! What a writer needs to write each change exactly once.
//!
//! A change comes again when the process ends between the writer's commit and the queue's knowing
//! of it. A writer that keeps the ids of what it has written in the same store, and in the same
//! transaction, passes over what comes again:
//!
//! 1. begin a transaction that other writers wait for (`SQLite`: `BEGIN IMMEDIATE`; `PostgreSQL`: the primary key of the table
//!    makes a second writer of the same change wait);
//! 2. read which of [`ids`] stand in the table;
//! 3. write [`unwritten`], in order;
//! 4. put all of [`ids`] that were not there into the table; commit.
//!
//! The table, in any SQL database, is [`TABLE`]. A row may go when its change cannot come again:
//! [`KEEP`] after it was written, counted while the program runs.
//!
//! ```
//! use std::collections::HashSet;
//! use gambeson::write_behind::{Change, ChangeId, once};
//!
//! /// What a database does, with one transaction.
//! #[derive(Default)]
//! struct Store {
//!     names: Vec<String>,
//!     written: HashSet<ChangeId>,
//! }
//!
//! fn save(store: &mut Store, batch: Vec<Change<String>>) {
//!     let ids = once::ids(&batch);
//!     let known: Vec<ChangeId> = ids.iter().copied().filter(|id| store.written.contains(id)).collect();
//!     for change in once::unwritten(batch, known) {
//!         store.names.extend(change.value().cloned());
//!     }
//!     store.written.extend(ids);
//! }
//!
//! let mut store = Store::default();
//! let batch = vec![Change::put("user:1", "Ada".to_owned())];
//! save(&mut store, batch.clone());
//! // The process ended before the queue knew, and the batch comes again.
//! save(&mut store, batch);
//! assert_eq!(store.names, ["Ada"]);
//! ```

use std::collections::HashSet;
use std::time::Duration;

use super::change::{Change, ChangeId};

/// The table of what was written: the change's id as 32 hexadecimal digits, and when, in seconds
/// since 1970.
///
/// ```
/// assert!(gambeson::write_behind::once::TABLE.contains("gambeson_written"));
/// ```
pub const TABLE: &str =
    "CREATE TABLE IF NOT EXISTS gambeson_written (id CHAR(32) PRIMARY KEY, at BIGINT NOT NULL)";

/// How long a row of [`TABLE`] is needed at least: 7 days. A change comes again as soon as a worker
/// runs again, so this is the longest time that all workers may be away after one of them was
/// killed.
///
/// ```
/// assert_eq!(gambeson::write_behind::once::KEEP.as_secs(), 7 * 24 * 60 * 60);
/// ```
pub const KEEP: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// The ids of all changes that a batch stands for: its own, and those of the changes that were
/// overtaken by a later one of their key and are not given to the writer.
///
/// ```
/// use gambeson::write_behind::{Change, once};
///
/// let change = Change::put("user:1", "Ada");
/// assert_eq!(once::ids([&change]), [change.id()]);
/// ```
pub fn ids<'a, V: 'a>(batch: impl IntoIterator<Item = &'a Change<V>>) -> Vec<ChangeId> {
    batch.into_iter().flat_map(Change::ids).collect()
}

/// What of a batch is to be written, in order, where `written` are the ids of it that stand in the
/// table.
///
/// ```
/// use gambeson::write_behind::{Change, once};
///
/// let batch = vec![Change::put("user:1", "Ada"), Change::put("user:2", "Bob")];
/// let known = [batch[0].id()];
/// let left = once::unwritten(batch, known);
/// assert_eq!(left[0].value(), Some(&"Bob"));
/// assert_eq!(left.len(), 1);
/// ```
pub fn unwritten<V>(
    mut batch: Vec<Change<V>>,
    written: impl IntoIterator<Item = ChangeId>,
) -> Vec<Change<V>> {
    let written: HashSet<ChangeId> = written.into_iter().collect();
    batch.retain(|change| !written.contains(&change.id()));
    batch
}
