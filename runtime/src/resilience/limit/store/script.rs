//! The one step that the server does for a check: GCRA by its own clock.

use std::sync::LazyLock;
use std::time::Duration;

use redis::{Cmd, Value};

use crate::cache::redis::{By, Lua};
use crate::resilience::limit::Rate;

/// The generic cell rate algorithm: at a key stands the time at which all that was granted is worked
/// off. It is told in units of which the server's clock shows 4 × 10^15 before it begins anew: a
/// number of Lua holds no more than 53 bits, and ns since 1970 take 61. So two times that are less
/// than half of that apart are told in their order, and a key expires when it is worked off.
///
/// Arguments: the time from one permit to the next in units, and how many may come at once; then, where
/// a call does not ask for one permit in ns, how many are wanted, how many are needed, units in a µs.
/// As many as there are are granted, but nothing at all where there are fewer than needed; that writes
/// nothing. Returns how many were granted, how many
/// are left, and in units: until what is needed will be there, until all is worked off.
const SOURCE: &str = r"local call = redis.call
local time, unit = call('TIME'), (ARGV[5] or 1000) + 0
local now = time[1] % (4e9 / unit) * (1000000 * unit) + time[2] * unit
local interval, needed = ARGV[1] + 0, (ARGV[4] or 1) + 0
local most = interval * ARGV[2]
local ahead = (call('GET', KEYS[1]) or now) - now
if ahead < -2e15 then ahead = ahead + 4e15 elseif ahead > 2e15 then ahead = ahead - 4e15 end
if ahead < 0 then ahead = 0 elseif ahead > most then ahead = most end
local free = (most - ahead) / interval
free = free - free % 1
if free < needed then return {0, free, ahead + needed * interval - most, ahead} end
local granted = (ARGV[3] or 1) + 0
if granted > free then granted = free end
ahead = ahead + granted * interval
local millis = ahead / (1000 * unit)
call('SET', KEYS[1], string.format('%.0f', (now + ahead) % 4e15), 'PX', millis - millis % 1 + 1)
return {granted, free - granted, 0, ahead}";

static SCRIPT: Lua = Lua::new(SOURCE, LazyLock::new(|| Lua::digest_of(SOURCE)));

/// The longest burst that is counted in ns: half of what the clock shows then.
const LONGEST: u64 = 2_000_000_000_000_000;

/// A rate as the server counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Grain {
    /// In units.
    interval: u64,
    burst: u32,
    unit: Unit,
}

/// What the server counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Nanos,
    /// Where a whole burst takes longer than 23 days.
    Micros,
}

impl Unit {
    fn nanos(self) -> u64 {
        match self {
            Self::Nanos => 1,
            Self::Micros => 1_000,
        }
    }

    fn in_a_micro(self) -> u64 {
        1_000 / self.nanos()
    }
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
    /// The interval is rounded up, so that rounding never lets more through.
    pub(super) fn of(rate: Rate) -> Self {
        let (burst, interval) = (rate.bursts(), nanos(rate.interval()).max(1));
        let unit = if interval.saturating_mul(u64::from(burst)) <= LONGEST {
            Unit::Nanos
        } else {
            Unit::Micros
        };
        Self {
            interval: interval.div_ceil(unit.nanos()),
            burst,
            unit,
        }
    }

    /// What the names of its keys have behind the limiter's: times in different units must not be
    /// taken for each other when a rate is changed.
    pub(super) fn mark(self) -> &'static str {
        match self.unit {
            Unit::Nanos => "",
            Unit::Micros => "%us",
        }
    }

    /// How many may come at once.
    pub(super) fn burst(self) -> u32 {
        self.burst
    }

    /// The time in which so many come at this rate.
    pub(super) fn span(self, permits: u32) -> Duration {
        self.time(self.interval.saturating_mul(u64::from(permits)))
    }

    /// How many whole permits come in this time.
    pub(super) fn permits_in(self, span: Duration) -> u32 {
        let interval = self.interval.saturating_mul(self.unit.nanos());
        u32::try_from(nanos(span) / interval).unwrap_or(u32::MAX)
    }

    fn time(self, units: u64) -> Duration {
        match self.unit {
            Unit::Nanos => Duration::from_nanos(units),
            Unit::Micros => Duration::from_micros(units),
        }
    }

    /// The command of a check.
    pub(super) fn command(self, by: By, name: &[u8], ask: Ask) -> Cmd {
        let mut command = SCRIPT.call(by, name);
        command.arg(self.interval).arg(self.burst);
        // What is usual is left out: each argument costs both sides something.
        if ask != Ask::whole(1) || self.unit != Unit::Nanos {
            command
                .arg(ask.wanted)
                .arg(ask.needed)
                .arg(self.unit.in_a_micro());
        }
        command
    }

    /// Reads the server's answer.
    pub(super) fn grant(self, answer: &Value) -> Option<Grant> {
        let Value::Array(parts) = answer else {
            return None;
        };
        let mut numbers = parts.iter().map(|part| match part {
            Value::Int(number) => u64::try_from(*number).ok(),
            _ => None,
        });
        let mut next = || numbers.next()?;
        let (granted, left) = (next()?, next()?);
        Some(Grant {
            granted: u32::try_from(granted).ok()?,
            left: u32::try_from(left).ok()?,
            retry_after: self.time(next()?),
            reset: self.time(next()?),
        })
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

fn nanos(span: Duration) -> u64 {
    u64::try_from(span.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_window_counts_in_ns_and_a_long_one_in_micros() {
        let fast = Grain::of(Rate::per_second(3_000_000));
        assert_eq!((fast.interval, fast.unit), (334, Unit::Nanos));
        let year = Duration::from_secs(365 * 86_400);
        let slow = Grain::of(Rate::new(7_000, year));
        assert_eq!(slow.unit, Unit::Micros);
        assert!(slow.span(7_000) >= year);
        assert_eq!(slow.permits_in(year), 6_999);
    }

    #[test]
    fn only_four_numbers_are_an_answer() {
        let of = |numbers: &[i64]| {
            let numbers = numbers.iter().copied().map(Value::Int);
            Grain::of(Rate::per_second(1)).grant(&Value::Array(numbers.collect()))
        };
        assert_eq!(
            of(&[1, 9, 0, 1_000]),
            Some(Grant {
                granted: 1,
                left: 9,
                retry_after: Duration::ZERO,
                reset: Duration::from_micros(1),
            })
        );
        assert_eq!(of(&[1, 9, 0]), None);
        assert_eq!(of(&[-1, 9, 0, 0]), None);
        assert_eq!(Grain::of(Rate::per_second(1)).grant(&Value::Okay), None);
    }
}
