//! `metrics_uninstalled`: a closed breaker in a program with the feature `metrics` and no recorder. The peer is the same
//! program without the feature.

use std::path::PathBuf;
use std::process::Command;

use crate::harness::scratch::Scratch;
use crate::harness::{Bench, Failure, Unit};

const PROGRAM: &str = include_str!("program.rs");

pub(super) fn run(bench: &Bench) -> Result<(), Failure> {
    if !bench.wants("metrics_uninstalled") {
        return Ok(());
    }
    let with = program("with_metrics", "\"resilience\", \"metrics\"")?;
    let without = program("without_metrics", "\"resilience\"")?;
    // A program measures for a moment only.
    let rounds = bench.effort().rounds;
    let names = ["ours", "without_metrics"];
    bench.compare_whole(
        "metrics_uninstalled",
        Unit::Time,
        rounds,
        &names,
        |name, _| {
            let program = if name == "ours" { &with } else { &without };
            let output = Command::new(program).output()?;
            if !output.status.success() {
                return Err(format!("{name}: {}", String::from_utf8_lossy(&output.stderr)).into());
            }
            Ok(String::from_utf8(output.stdout)?.trim().parse()?)
        },
    )
}

fn program(name: &str, features: &str) -> Result<PathBuf, Failure> {
    let dependency = format!("gambeson = {{ {{gambeson}}, features = [{features}] }}");
    Scratch::create("metrics_uninstalled", name, &dependency)?.program(PROGRAM)
}
