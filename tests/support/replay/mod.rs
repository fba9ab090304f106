//! Replays a file of cases against the masker.
//!
//! A row that expects something passes when, its kind switched on by name beside the defaults,
//! findings cover every letter and digit of it, and the masked text no longer has it at that
//! place. A row that expects nothing passes when its kind alone finds nothing. `ANY` is the default
//! masker, which has to leave the text as it is; `FIELD_NAME` and `COOKIE_NAME` are names.

mod judge;
mod row;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use judge::Judge;
use serde_json::Value;

pub use row::{Expected, Place, Row};

/// What came of a file.
#[derive(Debug, Default)]
pub struct Report {
    /// In the order of the file.
    pub failed: Vec<Failure>,
    /// Rows passed and failed, by what they are about.
    pub counts: BTreeMap<String, Count>,
    /// Rows that were not looked at.
    pub skipped: usize,
    /// What the masker does not have.
    pub unknown: BTreeSet<String>,
    /// Entries that are no rows, by their places in the file: counted from one.
    pub unread: Vec<usize>,
}

/// How many rows came out how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// As expected.
    pub passed: usize,
    /// Not as expected.
    pub failed: usize,
}

/// A row that did not pass.
#[derive(Debug)]
pub struct Failure {
    /// The number of the row, or its name.
    pub id: String,
    /// What it is about.
    pub entity: String,
    /// What was to be found.
    pub expected: String,
    /// What was.
    pub got: String,
}

/// What is to be done with a row.
enum Tier {
    Usual,
    Strict,
    Skipped,
}

fn tier(row: &Row) -> Tier {
    match row.tier.as_deref() {
        Some("extended" | "validator-only" | "hard-negative") => Tier::Skipped,
        Some(tier) if tier.starts_with("strict") => Tier::Strict,
        _ => Tier::Usual,
    }
}

/// Replays the rows of a file. What is no row is skipped.
///
/// # Errors
///
/// When it is no file of cases, which is one array.
pub fn replay(json: &str) -> Result<Report, serde_json::Error> {
    let entries: Vec<Value> = serde_json::from_str(json.trim_start_matches('\u{feff}'))?;
    let mut report = Report::default();
    for (entry, number) in entries.into_iter().zip(1..) {
        if let Ok(row) = serde_json::from_value::<Row>(entry) {
            report.add(number, &row);
        } else {
            report.skipped += 1;
            report.unread.push(number);
        }
    }
    Ok(report)
}

impl Report {
    /// The row that stands at a place in the file, after which it is called if it has no name.
    fn add(&mut self, number: usize, row: &Row) {
        let strict = match tier(row) {
            Tier::Skipped => {
                self.skipped += 1;
                return;
            }
            tier => matches!(tier, Tier::Strict),
        };
        let Some(judge) = Judge::of(&row.entity, strict) else {
            self.skipped += 1;
            self.unknown.insert(row.entity.clone());
            return;
        };
        let count = self.counts.entry(row.entity.clone()).or_default();
        match judge.row(row) {
            Ok(()) => count.passed += 1,
            Err(got) => {
                count.failed += 1;
                self.failed.push(Failure {
                    id: match row.id.as_str() {
                        "" => format!("row {number}"),
                        id => id.to_owned(),
                    },
                    entity: row.entity.clone(),
                    expected: row.to_string(),
                    got,
                });
            }
        }
    }

    /// Rows of some subjects together; of all, if there are none.
    pub fn count(&self, entities: &[&str]) -> Count {
        let wanted = |entity: &str| entities.is_empty() || entities.contains(&entity);
        let counts = self.counts.iter().filter(|(entity, _)| wanted(entity));
        counts.fold(Count::default(), |sum, (_, count)| Count {
            passed: sum.passed + count.passed,
            failed: sum.failed + count.failed,
        })
    }
}

impl Count {
    /// Rows passed of a hundred.
    pub fn percent(self) -> usize {
        100 * self.passed / (self.passed + self.failed).max(1)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for failure in &self.failed {
            let Failure {
                id,
                entity,
                expected,
                got,
            } = failure;
            writeln!(f, "{id} {entity}: expected {expected}, got {got}")?;
        }
        for (entity, Count { passed, failed }) in &self.counts {
            writeln!(f, "{entity}: {passed} passed, {failed} failed")?;
        }
        if !self.unknown.is_empty() {
            let unknown: Vec<_> = self.unknown.iter().map(String::as_str).collect();
            writeln!(f, "skipped kinds: {}", unknown.join(", "))?;
        }
        if !self.unread.is_empty() {
            let unread: Vec<_> = self.unread.iter().map(usize::to_string).collect();
            writeln!(f, "skipped entries that are no rows: {}", unread.join(", "))?;
        }
        let Count { passed, failed } = self.count(&[]);
        let skipped = self.skipped;
        write!(f, "{passed} passed, {failed} failed, {skipped} skipped")
    }
}
