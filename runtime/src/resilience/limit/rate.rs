//! How many, in how long, and how many of them at once.

use std::error::Error;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// So many in so much time, and how many of them may come at once.
///
/// ```
/// use std::time::Duration;
/// use gambeson::resilience::Rate;
///
/// const SEARCHES: Rate = Rate::per_second(100).burst(20);
/// assert_eq!(SEARCHES.interval(), Duration::from_millis(10));
///
/// let logins: Rate = "5/15m".parse()?;
/// assert_eq!(logins, Rate::new(5, Duration::from_secs(900)));
/// assert_eq!(logins.bursts(), 5);
/// # Ok::<(), gambeson::resilience::RateError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rate {
    limit: u32,
    period: Duration,
    burst: u32,
}

impl Rate {
    /// `limit` in each `period`; as many may come at once, unless [`burst`](Self::burst) says
    /// otherwise.
    pub const fn new(limit: u32, period: Duration) -> Self {
        Self {
            limit,
            period,
            burst: limit,
        }
    }

    /// So many each second.
    pub const fn per_second(limit: u32) -> Self {
        Self::new(limit, Duration::from_secs(1))
    }

    /// So many each minute.
    pub const fn per_minute(limit: u32) -> Self {
        Self::new(limit, Duration::from_secs(60))
    }

    /// So many each hour.
    pub const fn per_hour(limit: u32) -> Self {
        Self::new(limit, Duration::from_secs(3_600))
    }

    /// How many may come at once, after nobody came for a while.
    #[must_use]
    pub const fn burst(mut self, burst: u32) -> Self {
        self.burst = burst;
        self
    }

    /// How many in a period.
    pub const fn limit(self) -> u32 {
        self.limit
    }

    /// In how much time.
    pub const fn period(self) -> Duration {
        self.period
    }

    /// How many at once.
    pub const fn bursts(self) -> u32 {
        self.burst
    }

    /// The time from one to the next: the period by the limit, rounded up to nanoseconds, so that
    /// rounding never lets more through.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a part of the period has no more seconds than the period"
    )]
    pub const fn interval(self) -> Duration {
        let limit = if self.limit == 0 { 1 } else { self.limit };
        let whole = self.period.as_nanos();
        let nanos = whole.div_ceil(limit as u128);
        let subsec = (nanos % 1_000_000_000) as u32;
        Duration::new((nanos / 1_000_000_000) as u64, subsec)
    }

    /// What keeps it from being a rate.
    pub(crate) fn fault(self) -> Option<RateError> {
        if self.limit == 0 {
            Some(RateError("a rate lets at least one through"))
        } else if self.period.is_zero() {
            Some(RateError("a rate spans some time"))
        } else if self.burst == 0 {
            Some(RateError("a burst of 0 would let nothing through"))
        } else {
            None
        }
    }
}

/// As it is parsed: `100/1s`, and `burst 20` behind it where that is not the limit.
impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{:?}", self.limit, self.period)?;
        if self.burst == self.limit {
            Ok(())
        } else {
            write!(f, " burst {}", self.burst)
        }
    }
}

/// A text that is no rate, or a rate that cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateError(&'static str);

impl fmt::Display for RateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Error for RateError {}

/// `"100/s"`, `"100/15m"`, `"5/1h30m"`: a number, and a unit or a span of time (`ns`, `us`, `ms`,
/// `s`, `m`, `h`, `d`).
impl FromStr for Rate {
    type Err = RateError;

    fn from_str(text: &str) -> Result<Self, RateError> {
        let (limit, period) = text
            .split_once('/')
            .ok_or(RateError("a rate is written `100/s`"))?;
        let limit = limit
            .trim()
            .parse()
            .map_err(|_| RateError("the limit is a whole number, as in `100/s`"))?;
        let period = period_of(period.trim()).ok_or(RateError(
            "the time is a unit or a span, as in `100/s`, `100/15m`",
        ))?;
        let rate = Self::new(limit, period);
        rate.fault().map_or(Ok(rate), Err)
    }
}

const UNITS: [(&str, u64); 7] = [
    ("ns", 1),
    ("us", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
    ("d", 86_400_000_000_000),
];

/// `s`, `15m`, `1h30m`.
fn period_of(text: &str) -> Option<Duration> {
    if let Some((_, nanos)) = UNITS.iter().find(|(unit, _)| *unit == text) {
        return Some(Duration::from_nanos(*nanos));
    }
    let mut sum = 0_u64;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, after) = rest.split_at(digits);
        let end = after
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(after.len());
        let (unit, after) = after.split_at(end);
        let (_, scale) = UNITS.iter().find(|(known, _)| *known == unit)?;
        let part = number.parse::<u64>().ok()?.checked_mul(*scale)?;
        sum = sum.checked_add(part)?;
        rest = after;
    }
    Some(Duration::from_nanos(sum)).filter(|span| !span.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_read_as_it_is_written() {
        let rate = |text: &str| text.parse::<Rate>().unwrap();
        assert_eq!(rate("100/s"), Rate::per_second(100));
        assert_eq!(rate("100/15m"), Rate::new(100, Duration::from_secs(900)));
        assert_eq!(rate("5/1h30m"), Rate::new(5, Duration::from_secs(5_400)));
        assert_eq!(rate("1/d").interval(), Duration::from_secs(86_400));
        assert_eq!(rate("1000000000/s").interval(), Duration::from_nanos(1));
    }

    #[test]
    fn what_is_no_rate_is_refused() {
        for text in [
            "100", "/s", "s/100", "0/s", "100/0s", "100/x", "1.5/s", "100/", "-1/s",
        ] {
            assert!(text.parse::<Rate>().is_err(), "{text}");
        }
    }

    #[test]
    fn an_interval_is_never_too_short() {
        let rate = Rate::per_second(3);
        assert!(rate.interval() * 3 >= rate.period());
        assert_eq!(Rate::new(0, Duration::MAX).interval(), Duration::MAX);
    }
}
