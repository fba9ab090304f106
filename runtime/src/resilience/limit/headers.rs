//! What a web layer tells callers of a limit.

use std::time::Duration;

use super::rate::Rate;
use super::scope::LimitSeen;
use crate::resilience::rejected::RateLimited;

/// A header's name, in lower case, and its value.
pub type Header = (&'static str, String);

impl LimitSeen {
    /// The headers of an answer: `x-ratelimit-limit`, `x-ratelimit-remaining`, `x-ratelimit-reset` (in
    /// seconds from now), `ratelimit-policy` and `ratelimit` as in draft 11 of the IETF's *`RateLimit`
    /// header fields for HTTP*, and `retry-after` where the call was refused and may come again.
    ///
    /// ```
    /// use gambeson::resilience::{Rate, RateLimiter, RateLimits};
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), gambeson::resilience::PolicyError> {
    /// let limiter = RateLimiter::builder().name("search").rate(Rate::per_minute(100)).build()?;
    /// let (_, limits) = RateLimits::observe(async { limiter.check() }).await;
    /// for limit in limits.tightest() {
    ///     for (name, value) in limit.headers() {
    ///         println!("{name}: {value}");
    ///     }
    ///     assert!(limit.headers().contains(&("x-ratelimit-remaining", "99".to_owned())));
    /// }
    /// # Ok(()) }
    /// ```
    pub fn headers(&self) -> Vec<Header> {
        let decision = self.decision;
        let refused = (!decision.admitted).then_some(decision.retry_after);
        let mut headers = figures(
            &self.name,
            decision.limit,
            decision.remaining,
            decision.reset,
        );
        headers.push(("ratelimit-policy", policy(&self.name, self.rate)));
        headers.extend(refused.and_then(retry_after));
        headers
    }
}

impl RateLimited {
    /// The headers of the answer to a call that was refused: those of
    /// [`LimitSeen::headers`](super::LimitSeen::headers), but for the policy, which a rejection does
    /// not know.
    pub fn headers(&self) -> Vec<Header> {
        let mut headers = figures(&self.name, self.limit, self.remaining, self.reset);
        headers.extend(retry_after(self.retry_after));
        headers
    }
}

fn figures(name: &str, limit: u32, remaining: u32, reset: Duration) -> Vec<Header> {
    let reset = seconds(reset);
    vec![
        ("x-ratelimit-limit", limit.to_string()),
        ("x-ratelimit-remaining", remaining.to_string()),
        ("x-ratelimit-reset", reset.to_string()),
        (
            "ratelimit",
            format!("{};r={remaining};t={reset}", quoted(name)),
        ),
    ]
}

fn policy(name: &str, rate: Rate) -> String {
    let (quota, window) = (rate.limit(), seconds(rate.period()).max(1));
    format!("{};q={quota};w={window}", quoted(name))
}

fn retry_after(span: Duration) -> Option<Header> {
    (span != Duration::MAX).then(|| ("retry-after", seconds(span).max(1).to_string()))
}

/// Whole seconds, rounded up: who comes then does not come too early. No more than fit in an integer
/// of a structured field.
fn seconds(span: Duration) -> u64 {
    const MOST: u64 = 999_999_999_999_999;
    let whole = span.as_secs();
    let more = u64::from(span.subsec_nanos() > 0);
    whole.saturating_add(more).min(MOST)
}

/// A string of a structured field (RFC 9651): printable ASCII, of which two have to be escaped.
fn quoted(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 2);
    text.push('"');
    for c in name.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            ' '..='~' => text.push(c),
            _ => text.push('?'),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resilience::limit::Decision;
    use crate::resilience::name::Name;

    fn seen(admitted: bool, retry_after: Duration) -> Vec<Header> {
        let reset = Duration::from_millis(16_001);
        let seen = LimitSeen {
            name: Name::of("a \"b\" é"),
            rate: Rate::new(100, Duration::from_secs(60)).burst(50),
            decision: Decision::new(admitted, 50, 42, reset, retry_after),
        };
        seen.headers()
    }

    #[test]
    fn an_answer_tells_the_limit_and_what_is_left_of_it() {
        let text: Vec<_> = seen(true, Duration::ZERO)
            .into_iter()
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        assert_eq!(
            text,
            [
                "x-ratelimit-limit: 50",
                "x-ratelimit-remaining: 42",
                "x-ratelimit-reset: 17",
                "ratelimit: \"a \\\"b\\\" ?\";r=42;t=17",
                "ratelimit-policy: \"a \\\"b\\\" ?\";q=100;w=60",
            ]
        );
    }

    #[test]
    fn a_refusal_says_when_to_come_again_if_that_is_ever() {
        let after = |span| {
            let headers = seen(false, span);
            headers.into_iter().find(|(name, _)| *name == "retry-after")
        };
        assert_eq!(
            after(Duration::from_millis(1)),
            Some(("retry-after", "1".to_owned()))
        );
        assert_eq!(
            after(Duration::from_millis(2_001)),
            Some(("retry-after", "3".to_owned()))
        );
        assert_eq!(after(Duration::MAX), None);
    }
}
