//! Verdicts as lines that one program writes and another reads.

use std::fmt::Write as _;

use crate::scenarios::{ALL, Verdict, run};
use crate::subject::Subject;

/// What one cache did in all scenarios, in the order of [`ALL`].
#[derive(Debug)]
pub(crate) struct Column {
    /// The cache.
    pub(crate) name: String,
    /// Its verdicts.
    pub(crate) verdicts: Vec<Verdict>,
}

/// Runs all scenarios on a cache.
pub(crate) async fn column(subject: &dyn Subject) -> Column {
    let mut verdicts = Vec::new();
    for scenario in &ALL {
        let (name, right) = (scenario.name, scenario.right);
        eprintln!("{}: {name} ({right})", subject.name());
        verdicts.push(run(scenario, subject).await);
    }
    Column {
        name: subject.name().to_owned(),
        verdicts,
    }
}

impl Column {
    /// One line.
    pub(crate) fn line(&self) -> String {
        let mut line = self.name.clone();
        for verdict in &self.verdicts {
            let (mark, seen) = match verdict {
                Verdict::Good(seen) => ('+', seen.as_str()),
                Verdict::Bad(seen) => ('-', seen.as_str()),
                Verdict::Without => (' ', ""),
            };
            // Writing to a text cannot fail.
            _ = write!(line, "\t{mark}{}", seen.replace(['\t', '\n'], " "));
        }
        line
    }

    /// Reads a line.
    pub(crate) fn read(line: &str) -> Option<Self> {
        let mut cells = line.split('\t');
        let name = cells.next()?.to_owned();
        let verdicts: Vec<_> = cells
            .map(|cell| {
                let mut letters = cell.chars();
                let mark = letters.next();
                let seen = letters.as_str().to_owned();
                match mark {
                    Some('+') => Verdict::Good(seen),
                    Some('-') => Verdict::Bad(seen),
                    _ => Verdict::Without,
                }
            })
            .collect();
        (verdicts.len() == ALL.len()).then_some(Self { name, verdicts })
    }
}

/// The table of all: a row for each scenario, a column for each cache.
pub(crate) fn table(columns: &[Column]) -> String {
    let mut out = String::from("| scenario |");
    for column in columns {
        _ = write!(out, " {} |", column.name);
    }
    out.push_str("\n|---|");
    columns.iter().for_each(|_| out.push_str("---|"));
    out.push('\n');
    for (row, scenario) in ALL.iter().enumerate() {
        _ = write!(out, "| {} |", scenario.name);
        for column in columns {
            let cell = match column.verdicts.get(row) {
                Some(Verdict::Good(seen)) => format!("yes: {seen}"),
                Some(Verdict::Bad(seen)) => format!("**no**: {}", short(seen)),
                Some(Verdict::Without) | None => "has none".to_owned(),
            };
            _ = write!(out, " {cell} |");
        }
        out.push('\n');
    }
    out
}

/// A verdict is a cell, whatever an error says.
fn short(seen: &str) -> String {
    if seen.chars().count() <= 48 {
        return seen.to_owned();
    }
    seen.chars().take(47).chain(['\u{2026}']).collect()
}
