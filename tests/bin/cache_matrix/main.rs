//! What caches do when things go wrong: the same scenarios on gambeson and on others as published.
//!
//!     cargo run --release -p gambeson-tests --bin cache-matrix              all
//!     cargo run --release -p gambeson-tests --bin cache-matrix -- gambeson  without the others
//!
//! The others are built in a workspace of their own (`tests/matrix/`). Prints a table in Markdown.
//! The exit code is 1 if gambeson fails a scenario.

mod gambeson;
#[expect(
    dead_code,
    reason = "the other program writes the lines, this one reads them"
)]
#[path = "../../matrix/src/report.rs"]
mod report;
#[path = "../../matrix/src/scenarios.rs"]
mod scenarios;
#[path = "../../matrix/src/source.rs"]
mod source;
#[path = "../../matrix/src/subject.rs"]
mod subject;

use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

use gambeson_tests::redis_server;
use report::{Column, column, table};
use scenarios::Verdict;

#[tokio::main]
async fn main() -> ExitCode {
    // Panics are part of the scenarios.
    std::panic::set_hook(Box::new(|_| {}));
    let alone = std::env::args()
        .nth(1)
        .is_some_and(|word| word == "gambeson");
    let ours = column(&gambeson::Gambeson).await;
    let good = ours
        .verdicts
        .iter()
        .all(|verdict| matches!(verdict, Verdict::Good(_)));
    let mut columns = vec![ours];
    if !alone {
        match rivals() {
            Ok(others) => columns.extend(others),
            Err(error) => {
                eprintln!("cache-matrix: the others could not be run: {error}");
                return ExitCode::FAILURE;
            }
        }
    }
    print!("{}", table(&columns));
    if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Builds and runs the others.
fn rivals() -> std::io::Result<Vec<Column>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("matrix");
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["run", "--quiet", "--release", "--locked", "--manifest-path"])
        .arg(folder.join("Cargo.toml"))
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(std::io::Error::other(format!("{}", output.status)));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.lines().filter_map(Column::read).collect())
}
