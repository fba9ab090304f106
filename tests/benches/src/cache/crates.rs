//! `crates`: how many crates a memory cache with Redis behind it brings along, by `cargo tree -e normal`.

use std::collections::BTreeSet;

use super::Failure;
use crate::harness::scratch::Scratch;
use crate::harness::{Bench, Unit};

pub(crate) fn run(bench: &Bench) -> Result<(), Failure> {
    if !bench.wants("crates") {
        return Ok(());
    }
    let names = ["ours", "cached"];
    bench.compare_whole("crates", Unit::Count, 1, &names, |name, _| match name {
        "ours" => count("ours", "gambeson = { {gambeson}, features = [\"redis\"] }"),
        _ => count(
            "cached",
            "cached = { version = \"4.1\", features = [\"async\", \"redis_tokio\"] }",
        ),
    })
}

fn count(name: &str, dependency: &str) -> Result<f64, Failure> {
    let tree = Scratch::create("crates", name, dependency)?
        .cargo(&["tree", "-e", "normal", "--prefix", "none"], &[])?;
    let crates: BTreeSet<&str> = tree
        .lines()
        .filter_map(|line| line.strip_suffix(" (*)").or(Some(line)))
        .filter(|line| !line.is_empty() && !line.starts_with("scratch "))
        .collect();
    Ok(f64::from(u32::try_from(crates.len())?))
}
