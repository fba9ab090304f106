//! What a guard answers in the place of a call.

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::name::Name;

/// A call that was not made, or not finished, because a guard stood before it.
///
/// The error type of a guarded function is made of one: `impl From<Rejected> for PayError`. All but
/// [`TimedOut`](Self::TimedOut) are refusals: no attempt was made, so that a retry above does not
/// try again and a breaker above counts nothing, unless asked to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rejected {
    /// The circuit is open: no attempt was made.
    CircuitOpen(CircuitOpen),
    /// There were too many calls: no attempt was made.
    RateLimited(RateLimited),
    /// Too many calls are under way: no attempt was made.
    BulkheadFull(BulkheadFull),
    /// An attempt took too long, and was dropped.
    TimedOut(TimedOut),
}

impl Rejected {
    /// When it is worth coming again, where the guard knows.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::CircuitOpen(open) => open.retry_after,
            Self::RateLimited(limited) => Some(limited.retry_after),
            Self::BulkheadFull(_) | Self::TimedOut(_) => None,
        }
    }

    /// The name of the guard.
    pub fn name(&self) -> &Name {
        match self {
            Self::CircuitOpen(open) => &open.name,
            Self::RateLimited(limited) => &limited.name,
            Self::BulkheadFull(full) => &full.name,
            Self::TimedOut(late) => &late.name,
        }
    }

    /// The key of the guard, where each key has one of its own.
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::CircuitOpen(open) => open.key.as_deref(),
            Self::RateLimited(limited) => limited.key.as_deref(),
            Self::BulkheadFull(_) | Self::TimedOut(_) => None,
        }
    }

    /// Whether no attempt was made.
    pub fn is_refusal(&self) -> bool {
        !matches!(self, Self::TimedOut(_))
    }
}

/// What is known of an open circuit.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CircuitOpen {
    /// The breaker's name.
    pub name: Name,
    /// The key whose circuit is open, where each key has one.
    pub key: Option<Arc<str>>,
    /// Until a probe is let through. `None` where that is not a question of time: the circuit is
    /// forced open, or all of its probes are under way.
    pub retry_after: Option<Duration>,
}

/// What is known of a limit that was reached.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimited {
    /// The limiter's name.
    pub name: Name,
    /// The key that was limited, where each key has a limit of its own.
    pub key: Option<Arc<str>>,
    /// How many may come at once: the burst.
    pub limit: u32,
    /// How many may come now: fewer than the call asked for.
    pub remaining: u32,
    /// Until as many may come as the limit says.
    pub reset: Duration,
    /// Until this call may come again. `Duration::MAX` if it asked for more than the limit can ever
    /// give.
    pub retry_after: Duration,
}

/// What is known of a bulkhead that is full.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BulkheadFull {
    /// The bulkhead's name.
    pub name: Name,
    /// Calls that it lets through at a time.
    pub limit: u32,
    /// How long this call has waited for a place; zero where nobody waits.
    pub waited: Duration,
}

/// What is known of a call that took too long.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimedOut {
    /// The name of the time-out.
    pub name: Name,
    /// How long the call was given. Less than was written, where a deadline further out came first.
    pub after: Duration,
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CircuitOpen(CircuitOpen {
                name, retry_after, ..
            }) => {
                write!(f, "the circuit `{name}` is open")?;
                match retry_after {
                    Some(span) => write!(f, "; come again in {:?}", rounded(*span)),
                    None => Ok(()),
                }
            }
            Self::RateLimited(RateLimited {
                name, retry_after, ..
            }) => {
                write!(f, "the rate limit `{name}` is reached")?;
                match *retry_after {
                    Duration::MAX => write!(f, "; it never allows as much as was asked for"),
                    span => write!(f, "; come again in {:?}", rounded(span)),
                }
            }
            Self::BulkheadFull(BulkheadFull { name, limit, .. }) => {
                write!(
                    f,
                    "the bulkhead `{name}` is full: {limit} calls are under way"
                )
            }
            Self::TimedOut(TimedOut { name, after }) => {
                write!(f, "`{name}` took longer than {after:?}")
            }
        }
    }
}

/// As people read it: to the ms.
fn rounded(span: Duration) -> Duration {
    const MILLI: u32 = 1_000_000;
    let nearest = span.saturating_add(Duration::from_nanos(u64::from(MILLI / 2)));
    let beyond = Duration::from_nanos(u64::from(nearest.subsec_nanos() % MILLI));
    if span < Duration::from_millis(1) {
        span
    } else {
        nearest.saturating_sub(beyond)
    }
}

impl Error for Rejected {
    /// What is known of the refusal: so it is found behind an error that passes everything on to the
    /// rejection, too (`#[error(transparent)]`).
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::CircuitOpen(open) => Some(open),
            Self::RateLimited(limited) => Some(limited),
            Self::BulkheadFull(full) => Some(full),
            Self::TimedOut(_) => None,
        }
    }
}

/// What stands behind a refusal, in a report of all sources.
macro_rules! no_attempt {
    ($($refusal:ty),*) => { $(
        impl fmt::Display for $refusal {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("no attempt was made")
            }
        }

        impl Error for $refusal {}
    )* };
}

no_attempt!(CircuitOpen, RateLimited, BulkheadFull);
