//! `#[log_exceptions]`: which failures are told, how often, and what becomes of them.
#![deny(warnings, clippy::all, clippy::pedantic)]

mod beside;
mod conversions;
mod forms;
mod once;
mod outcomes;
mod repeated;
mod selected;
mod swallowed;
mod tasks;
mod told;

use std::error::Error;
use std::fmt;

/// What the functions here fail with.
#[derive(Debug)]
enum PayError {
    NotFound,
    Declined(&'static str),
    Bank(BankError),
}

#[derive(Debug)]
struct BankError;

impl fmt::Display for PayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("there is no such order"),
            Self::Declined(why) => write!(f, "declined: {why}"),
            Self::Bank(_) => f.write_str("the bank has not answered"),
        }
    }
}

impl Error for PayError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Bank(error) => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for BankError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("connection refused")
    }
}

impl Error for BankError {}
