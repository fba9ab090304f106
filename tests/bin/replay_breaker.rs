//! Replays a file of breaker scenarios: `replay-breaker FILE`.

use std::process::ExitCode;

use gambeson_tests::breaker::replay;

fn main() -> ExitCode {
    let Some(file) = std::env::args().nth(1) else {
        eprintln!("usage: replay-breaker FILE");
        return ExitCode::from(2);
    };
    let json = match std::fs::read_to_string(&file) {
        Ok(json) => json,
        Err(error) => {
            eprintln!("{file}: {error}");
            return ExitCode::from(2);
        }
    };
    match replay(&json) {
        Ok(report) => {
            println!("{report}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{file}: {error}");
            ExitCode::from(2)
        }
    }
}
