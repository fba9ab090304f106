//! Write-behind under `kill -9`: processes that put changes and write them to one `SQLite` file,
//! and are killed while they do.
//!
//! | file | subject |
//! |---|---|
//! | `process` | one process: producers and workers |
//! | `journal` | what a producer has tried and what was acknowledged, in a file that outlives its process |
//! | `store` | the `SQLite` file, and the writer |
//! | `drive` | starts, kills, and starts again |
//! | `check` | what must hold in the end |

mod check;
mod drive;
mod journal;
mod process;
mod store;

pub use drive::{Plan, run};
pub use process::main as process;

use std::path::{Path, PathBuf};

/// How many producers a process has. Each has keys of its own, and puts one change after another.
const PRODUCERS: usize = 16;
/// How many keys a producer has.
const KEYS: u64 = 4;

/// The key of a change, by the producer and its number: the numbers of a key rise.
fn key(producer: &str, number: u64) -> String {
    format!("{producer}:{}", number % KEYS)
}

fn producer(slot: usize, task: usize) -> String {
    format!("{slot}-{task}")
}

fn journal_path(directory: &Path, producer: &str) -> PathBuf {
    directory.join(format!("journal-{producer}"))
}

fn store_path(directory: &Path) -> PathBuf {
    directory.join("store.sqlite")
}
