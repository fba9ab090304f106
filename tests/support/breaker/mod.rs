//! Replays a file of scenarios against the circuit breaker, on a clock of its own.

mod scenario;
mod stage;

use std::fmt;

use scenario::{File, Scenario};
use stage::Stage;

/// What came of a file.
#[derive(Debug, Default)]
pub struct Report {
    /// Scenarios that came out as expected.
    pub passed: usize,
    /// The others, in the order of the file.
    pub failed: Vec<Failure>,
}

/// A scenario that did not pass.
#[derive(Debug)]
pub struct Failure {
    /// Its name.
    pub id: String,
    /// The step, from 1; 0 is the configuration.
    pub step: usize,
    /// What was expected, and what was got.
    pub reason: String,
}

/// Replays the scenarios of a file.
///
/// # Errors
///
/// What is not of the form of a file of scenarios.
pub fn replay(json: &str) -> Result<Report, serde_json::Error> {
    let file: File = serde_json::from_str(json)?;
    let mut report = Report::default();
    for case in file.cases {
        let id = case["id"].as_str().unwrap_or("(no id)").to_owned();
        let played = serde_json::from_value::<Scenario>(case)
            .map_err(|error| (0, error.to_string()))
            .and_then(|scenario| Stage::play(&scenario));
        match played {
            Ok(()) => report.passed += 1,
            Err((step, reason)) => report.failed.push(Failure { id, step, reason }),
        }
    }
    Ok(report)
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Failure { id, step, reason } in &self.failed {
            writeln!(f, "{id}, step {step}: {reason}")?;
        }
        write!(f, "{} passed, {} failed", self.passed, self.failed.len())
    }
}
