//! Guards as they are seen from outside: metrics, events, and the list of all.
//!
//! One recorder serves the whole process, as in a program; each test has names of its own.

mod breaker;
mod catalogue;
mod list;
mod second;

use gambeson::Rejected;

/// What the functions of these tests fail with.
#[derive(Clone, Debug, PartialEq)]
enum Fault {
    Down,
    Rejected(Rejected),
}

impl From<Rejected> for Fault {
    fn from(rejected: Rejected) -> Self {
        Self::Rejected(rejected)
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for Fault {}
