//! How a request was answered, said in two headers: `Cache-Status` (RFC 9211), and
//! `Server-Timing` with the milliseconds that it took.

use std::fmt;
use std::time::{Duration, Instant};

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

const CACHE_STATUS: HeaderName = HeaderName::from_static("cache-status");
const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

/// How a request was answered. `Display` writes it as the member of a `Cache-Status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// From the cache, without a query.
    Hit {
        /// The tier that had it: the farther one, if there were several hits.
        tier: Tier,
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
}

/// A tier of the cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// This process's own memory.
    Memory,
    /// Redis, which several instances share.
    Redis,
}

impl fmt::Display for Answered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("gambeson; ")?;
        match self {
            Self::Hit { tier: Tier::Memory } => f.write_str("hit; detail=memory"),
            Self::Hit { tier: Tier::Redis } => f.write_str("hit; detail=redis"),
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
        }
    }
}

/// Runs the request and writes both headers on its response.
pub(crate) async fn write(request: Request, next: Next) -> Response {
    let start = Instant::now();
    let mut response = next.run(request).await;
    let answered = Answered::Bypassed;
    let headers = response.headers_mut();
    for (name, text) in [
        (CACHE_STATUS, answered.to_string()),
        (SERVER_TIMING, server_timing(start.elapsed())),
    ] {
        if let Ok(value) = HeaderValue::try_from(text) {
            headers.insert(name, value);
        }
    }
    response
}

fn server_timing(total: Duration) -> String {
    format!("total;dur={:.3}", total.as_secs_f64() * 1e3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_to_answer_is_written_as_the_rfc_spells_it() {
        for (answered, text) in [
            (
                Answered::Hit { tier: Tier::Memory },
                "gambeson; hit; detail=memory",
            ),
            (
                Answered::Hit { tier: Tier::Redis },
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
        ] {
            assert_eq!(answered.to_string(), text);
        }
    }

    #[test]
    fn times_are_in_milliseconds() {
        assert_eq!(
            server_timing(Duration::from_micros(1_234_567)),
            "total;dur=1234.567"
        );
    }
}
