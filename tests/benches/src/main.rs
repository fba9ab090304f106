//! gambeson beside its peers: `scripts/bench [GROUP | GROUP/CASE] [--quick]`.

mod cache;
mod harness;

use std::process::ExitCode;

use harness::{Bench, Effort};

const USAGE: &str = "scripts/bench [GROUP | GROUP/CASE] [--quick]     groups: cache";

fn main() -> ExitCode {
    // Some cases start this program again, for what one process can measure once only.
    if let Some(code) = cache::compile::timed_rustc().or_else(cache::resident::child) {
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
    match group {
        "" | "cache" => match cache::run(&Bench::new("cache", case, effort)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("bench: {error}");
                ExitCode::FAILURE
            }
        },
        _ => usage(group),
    }
}

fn usage(argument: &str) -> ExitCode {
    eprintln!("bench: `{argument}` is no group\n{USAGE}");
    ExitCode::FAILURE
}
