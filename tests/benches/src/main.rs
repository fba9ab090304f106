//! gambeson beside its peers: `scripts/bench [GROUP | GROUP/CASE] [--quick]`.

mod cache;
mod harness;
mod log;
mod mask;
mod resilience;
mod strategies;

use std::process::ExitCode;

use harness::{Bench, Effort, Failure};

type Group = fn(&Bench) -> Result<(), Failure>;

const USAGE: &str = "scripts/bench [GROUP | GROUP/CASE] [--quick]     groups: cache, log, mask, resilience, strategies";

fn main() -> ExitCode {
    // Some cases start this program again, for what one process can measure once only.
    if let Some(code) = harness::compile::timed_rustc()
        .or_else(cache::resident::child)
        .or_else(log::child)
    {
        return code;
    }
    let mut effort = Effort::FULL;
    let mut wanted = None;
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--quick" => effort = Effort::QUICK,
            _ if argument.starts_with('-') || wanted.is_some() => return usage(&argument),
            _ => wanted = Some(argument),
        }
    }
    let wanted = wanted.unwrap_or_default();
    let (group, case) = wanted.split_once('/').unwrap_or((&wanted, ""));
    let groups: [(&'static str, Group); 5] = [
        ("cache", cache::run),
        ("log", log::run),
        ("mask", mask::run),
        ("resilience", resilience::run),
        ("strategies", strategies::run),
    ];
    let chosen: Vec<_> = groups
        .into_iter()
        .filter(|(name, _)| group.is_empty() || *name == group)
        .collect();
    if chosen.is_empty() {
        return usage(group);
    }
    let mut code = ExitCode::SUCCESS;
    for (name, run) in chosen {
        // A group that cannot be measured keeps no other from being measured.
        if let Err(error) = run(&Bench::new(name, case, effort)) {
            eprintln!("bench: {error}");
            code = ExitCode::FAILURE;
        }
    }
    code
}

fn usage(argument: &str) -> ExitCode {
    eprintln!("bench: `{argument}` is no group\n{USAGE}");
    ExitCode::FAILURE
}
