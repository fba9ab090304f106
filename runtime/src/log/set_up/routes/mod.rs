//! Which events are wanted, and where they go.
//!
//! The table is swapped as a whole when the level is changed. Nobody waits for that: a thread asks
//! what it has found out before, and looks at the table once for each callsite and table.

mod found;
mod table;
#[cfg(test)]
mod tests;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use tracing::level_filters::LevelFilter;
use tracing::{Level, Metadata};

use super::destinations::Destinations;
use super::filter::Filter;
use crate::sync::lock;

pub(super) use table::Rule;
use table::Table;

/// The table that counts.
#[derive(Debug)]
pub(super) struct Routes {
    /// The number of the table. No two tables of the process have the same.
    number: AtomicU64,
    table: Mutex<Arc<Table>>,
}

/// Zero is no table's.
static NEXT_NUMBER: AtomicU64 = AtomicU64::new(1);

fn next_number() -> u64 {
    NEXT_NUMBER.fetch_add(1, Ordering::Relaxed)
}

impl Routes {
    /// `rules` are those of the outputs, each at its place.
    pub(super) fn new(filter: Filter, rules: Vec<Rule>) -> Self {
        Self {
            number: AtomicU64::new(next_number()),
            table: Mutex::new(Arc::new(Table::new(filter, rules.into()))),
        }
    }

    /// Whether a line of this callsite goes anywhere; whether fields of this span may stand in lines.
    pub(super) fn is_enabled(&self, meta: &Metadata<'_>) -> bool {
        !self.at(*meta.level(), meta.target()).is_nowhere()
    }

    /// Where lines of this callsite go.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn of(&self, meta: &'static Metadata<'static>) -> Destinations {
        let number = self.number.load(Ordering::Acquire);
        match found::get(meta, number) {
            Some(to) => to,
            None => self.look_up(meta, number),
        }
    }

    #[cold]
    fn look_up(&self, meta: &'static Metadata<'static>, number: u64) -> Destinations {
        let to = self.at(*meta.level(), meta.target());
        found::keep(meta, number, to);
        to
    }

    /// Where lines of this level and target go. For what has no callsite of its own, as records of
    /// the `log` crate.
    pub(super) fn at(&self, level: Level, target: &str) -> Destinations {
        let number = self.number.load(Ordering::Acquire);
        found::with_table(number, || self.table(), |table| table.at(level, target))
    }

    /// The level above which nothing goes anywhere.
    pub(super) fn max_level(&self) -> LevelFilter {
        self.table().most()
    }

    /// The filter that counts, as it is written.
    pub(super) fn filter(&self) -> String {
        self.table().filter().to_string()
    }

    /// From now on by another filter. The caller tells `tracing`.
    pub(super) fn set_filter(&self, filter: Filter) {
        let mut table = lock(&self.table);
        *table = Arc::new(table.with_filter(filter));
        // Who sees the number sees the table or a later one: it is read under the lock.
        self.number.store(next_number(), Ordering::Release);
    }

    fn table(&self) -> Arc<Table> {
        Arc::clone(&lock(&self.table))
    }
}
