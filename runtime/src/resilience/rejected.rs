//! What a guard answers in the place of a call.

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A call that was not made, or not finished, because a guard stood before it.
///
/// The error type of a guarded function is made of one: `impl From<Rejected> for PayError`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rejected {
    /// The circuit is open: no attempt was made.
    CircuitOpen(CircuitOpen),
}

impl Rejected {
    /// When it is worth coming again, where the guard knows.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::CircuitOpen(open) => open.retry_after,
        }
    }

    /// The name of the guard.
    pub fn name(&self) -> &str {
        match self {
            Self::CircuitOpen(open) => &open.name,
        }
    }
}

/// What is known of an open circuit.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CircuitOpen {
    /// The breaker's name.
    pub name: Arc<str>,
    /// Until a probe is let through. `None` where that is not a question of time: the circuit is
    /// forced open, or all of its probes are under way.
    pub retry_after: Option<Duration>,
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CircuitOpen(CircuitOpen { name, retry_after }) => {
                write!(f, "the circuit `{name}` is open")?;
                match retry_after {
                    Some(span) => write!(f, "; come again in {span:?}"),
                    None => Ok(()),
                }
            }
        }
    }
}

impl Error for Rejected {}
