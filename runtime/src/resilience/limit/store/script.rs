//! The one step that the server does for a check: GCRA by its own clock.

use std::sync::LazyLock;
use std::time::Duration;

use redis::{Cmd, Value};

use crate::cache::redis::{By, Lua};
use crate::resilience::limit::Rate;

/// The generic cell rate algorithm: at a key stands the time at which all that was granted is worked
/// off, in ns since 1970, as the digits of whole µs and three digits behind them. A number of Lua
/// holds no more than 53 bits, so the sum is made of the distance from now, and never of the whole.
///
/// Arguments: the time from one permit to the next in ns, how many may come at once, how many are
/// wanted, how many are needed. As many as there are are granted, but nothing at all where there are
/// fewer than needed; that writes nothing. Returns how many were granted, how many are left, and in
/// ns: until what is needed will be there, until all is worked off.
const SOURCE: &str = r"local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local interval, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local wanted, needed = tonumber(ARGV[3]), tonumber(ARGV[4])
local ahead, most = 0, interval * burst
local held = redis.call('GET', KEYS[1])
if held then
  ahead = ((tonumber(string.sub(held, 1, -4)) or 0) - now) * 1000 + (tonumber(string.sub(held, -3)) or 0)
  if ahead < 0 then ahead = 0 elseif ahead > most then ahead = most end
end
local free = math.floor((most - ahead) / interval)
if free < needed then return {0, free, ahead + needed * interval - most, ahead} end
if wanted > free then wanted = free end
ahead = ahead + wanted * interval
redis.call('SET', KEYS[1], string.format('%.0f%03d', now + math.floor(ahead / 1000), ahead % 1000),
  'PX', math.max(1, math.ceil(ahead / 1000000)))
return {wanted, free - wanted, 0, ahead}";

static SCRIPT: Lua = Lua::new(SOURCE, LazyLock::new(|| Lua::digest_of(SOURCE)));

/// Above this a number of Lua does not hold every ns.
const EXACT: u64 = 1 << 53;

/// A rate as the server counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Grain {
    interval: u64,
    burst: u32,
}

/// How many permits a check is after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ask {
    /// As many as there are, up to so many.
    pub(super) wanted: u32,
    /// Nothing unless there are so many.
    pub(super) needed: u32,
}

/// What the server has answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Grant {
    pub(super) granted: u32,
    pub(super) left: u32,
    pub(super) retry_after: Duration,
    pub(super) reset: Duration,
}

impl Grain {
    /// The interval in ns, rounded up; to µs where the whole burst takes longer than 104 days, so
    /// that the sums stay exact.
    pub(super) fn of(rate: Rate) -> Self {
        let burst = rate.bursts();
        let interval = nanos(rate.interval()).max(1);
        let interval = if interval.saturating_mul(u64::from(burst)) < EXACT {
            interval
        } else {
            interval.div_ceil(1_000).saturating_mul(1_000)
        };
        Self { interval, burst }
    }

    /// How many may come at once.
    pub(super) fn burst(self) -> u32 {
        self.burst
    }

    /// The time in which so many come at this rate.
    pub(super) fn span(self, permits: u32) -> Duration {
        Duration::from_nanos(self.interval.saturating_mul(u64::from(permits)))
    }

    /// How many whole permits come in this time.
    pub(super) fn permits_in(self, span: Duration) -> u32 {
        u32::try_from(nanos(span) / self.interval).unwrap_or(u32::MAX)
    }

    /// The command of a check.
    pub(super) fn command(self, by: By, name: &[u8], ask: Ask) -> Cmd {
        let mut command = SCRIPT.call(by, name);
        command
            .arg(self.interval)
            .arg(self.burst)
            .arg(ask.wanted)
            .arg(ask.needed);
        command
    }
}

impl Ask {
    /// All or nothing.
    pub(super) fn whole(cost: u32) -> Self {
        Self {
            wanted: cost,
            needed: cost,
        }
    }
}

impl Grant {
    /// Reads the server's answer.
    pub(super) fn of(answer: &Value) -> Option<Self> {
        let Value::Array(parts) = answer else {
            return None;
        };
        let mut numbers = parts.iter().map(|part| match part {
            Value::Int(number) => u64::try_from(*number).ok(),
            _ => None,
        });
        let mut next = || numbers.next()?;
        let (granted, left) = (next()?, next()?);
        Some(Self {
            granted: u32::try_from(granted).ok()?,
            left: u32::try_from(left).ok()?,
            retry_after: Duration::from_nanos(next()?),
            reset: Duration::from_nanos(next()?),
        })
    }
}

fn nanos(span: Duration) -> u64 {
    u64::try_from(span.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_window_counts_in_ns_and_a_long_one_in_micros() {
        let fast = Grain::of(Rate::per_second(3_000_000));
        assert_eq!(fast.interval, 334);
        let slow = Grain::of(Rate::new(1_000, Duration::from_secs(365 * 86_400)));
        assert_eq!(slow.interval % 1_000, 0);
        assert!(slow.span(1_000) >= Duration::from_secs(365 * 86_400));
    }

    #[test]
    fn only_four_numbers_are_an_answer() {
        let numbers =
            |numbers: &[i64]| Value::Array(numbers.iter().copied().map(Value::Int).collect());
        assert_eq!(
            Grant::of(&numbers(&[1, 9, 0, 1_000])),
            Some(Grant {
                granted: 1,
                left: 9,
                retry_after: Duration::ZERO,
                reset: Duration::from_micros(1),
            })
        );
        assert_eq!(Grant::of(&numbers(&[1, 9, 0])), None);
        assert_eq!(Grant::of(&numbers(&[-1, 9, 0, 0])), None);
        assert_eq!(Grant::of(&Value::Okay), None);
    }
}
