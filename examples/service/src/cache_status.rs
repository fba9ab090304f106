//! How a request was answered, said in two headers: `Cache-Status` (RFC 9211), and
//! `Server-Timing` with the milliseconds that it took, and how many of them went to the database.

use std::fmt;
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use gambeson::cache::{FunctionSeen, observe};

use crate::app::App;
use crate::timing;

const CACHE_STATUS: HeaderName = HeaderName::from_static("cache-status");
const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

/// How a request was answered. `Display` writes it as the member of a `Cache-Status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// From the cache, without a query.
    Hit {
        /// The tier that had it: the farther one, if there were several hits.
        tier: Tier,
        /// How long the cache still has it; `None` if that is not bounded.
        ttl: Option<Duration>,
    },
    /// By a query.
    Loaded {
        /// What it brought is in the cache now.
        stored: bool,
        /// The query was that of another request, which this one joined.
        collapsed: bool,
    },
    /// Past the cache, because the request asks for it or the answer is never cached.
    Bypassed,
    /// By a change.
    Changed,
}

/// A tier of the cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// This process's own memory.
    Memory,
    /// Redis, which several instances share.
    Redis,
}

impl Answered {
    /// What the calls of cached functions during a request come to.
    fn by(functions: &[FunctionSeen]) -> Self {
        let sum = |count: fn(&FunctionSeen) -> u64| functions.iter().map(count).sum::<u64>();
        let loads = sum(|seen| seen.loads);
        if sum(|seen| seen.bypassed) > 0 || functions.is_empty() {
            return Self::Bypassed;
        }
        if loads + sum(|seen| seen.joined) > 0 {
            return Self::Loaded {
                stored: sum(|seen| seen.stored) > 0,
                collapsed: loads == 0,
            };
        }
        let tier = if sum(|seen| seen.hits_redis) > 0 {
            Tier::Redis
        } else {
            Tier::Memory
        };
        let ttl = functions
            .iter()
            .filter_map(|seen| seen.time_left?.span())
            .min();
        Self::Hit { tier, ttl }
    }
}

impl fmt::Display for Answered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("gambeson; ")?;
        match self {
            Self::Hit { tier, ttl } => {
                f.write_str("hit")?;
                if let Some(ttl) = ttl {
                    write!(f, "; ttl={}", ttl.as_secs())?;
                }
                f.write_str(match tier {
                    Tier::Memory => "; detail=memory",
                    Tier::Redis => "; detail=redis",
                })
            }
            Self::Loaded { stored, collapsed } => {
                f.write_str("fwd=miss")?;
                if *stored {
                    f.write_str("; stored")?;
                }
                if *collapsed {
                    f.write_str("; collapsed")?;
                }
                Ok(())
            }
            Self::Bypassed => f.write_str("fwd=bypass"),
            Self::Changed => f.write_str("fwd=method"),
        }
    }
}

/// Runs the request with this instance's cache, and writes both headers on its response.
pub(crate) async fn write(State(app): State<App>, request: Request, next: Next) -> Response {
    let start = Instant::now();
    let safe = request.method().is_safe();
    // A scope, and not `install`, so that several instances can run in one process.
    let answer = app.cache.scope(observe(next.run(request)));
    let (seen, queries) = timing::measured(answer).await;
    let answered = if safe {
        Answered::by(&seen.functions)
    } else {
        Answered::Changed
    };
    let mut response = seen.output;
    let headers = response.headers_mut();
    for (name, text) in [
        (CACHE_STATUS, answered.to_string()),
        (SERVER_TIMING, server_timing(queries, start.elapsed())),
    ] {
        if let Ok(value) = HeaderValue::try_from(text) {
            headers.insert(name, value);
        }
    }
    response
}

fn server_timing(queries: Duration, total: Duration) -> String {
    let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
    let total = format!("total;dur={:.3}", milliseconds(total));
    if queries.is_zero() {
        return total;
    }
    format!("db;dur={:.3}, {total}", milliseconds(queries))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_to_answer_is_written_as_the_rfc_spells_it() {
        for (answered, text) in [
            (
                Answered::Hit {
                    tier: Tier::Memory,
                    ttl: Some(Duration::from_millis(59_900)),
                },
                "gambeson; hit; ttl=59; detail=memory",
            ),
            (
                Answered::Hit {
                    tier: Tier::Redis,
                    ttl: None,
                },
                "gambeson; hit; detail=redis",
            ),
            (
                Answered::Loaded {
                    stored: false,
                    collapsed: false,
                },
                "gambeson; fwd=miss",
            ),
            (
                Answered::Loaded {
                    stored: true,
                    collapsed: false,
                },
                "gambeson; fwd=miss; stored",
            ),
            (
                Answered::Loaded {
                    stored: false,
                    collapsed: true,
                },
                "gambeson; fwd=miss; collapsed",
            ),
            (
                Answered::Loaded {
                    stored: true,
                    collapsed: true,
                },
                "gambeson; fwd=miss; stored; collapsed",
            ),
            (Answered::Bypassed, "gambeson; fwd=bypass"),
            (Answered::Changed, "gambeson; fwd=method"),
        ] {
            assert_eq!(answered.to_string(), text);
        }
    }

    #[test]
    fn times_are_in_milliseconds_and_a_request_without_a_query_says_nothing_of_the_database() {
        let total = Duration::from_micros(1_234_567);
        assert_eq!(server_timing(Duration::ZERO, total), "total;dur=1234.567");
        assert_eq!(
            server_timing(Duration::from_micros(1_200), total),
            "db;dur=1.200, total;dur=1234.567"
        );
    }
}
