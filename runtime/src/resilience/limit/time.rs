//! What time it is for a limiter, in ticks of 2⁻³² seconds.
//!
//! | timing | reads | is behind the true time by |
//! |---|---|---|
//! | coarse | the coarse clock, as all guards of a call | less than [`LAG`], now more and now less |
//! | fine | the precise clock, five times as dear | always the same |
//! | manual | a test's clock | nothing |
//!
//! Where the lag does not stay the same, a window may seem longer than it is by as much. So a limit
//! of which more than one permit comes due within the lag counts each call as if it came that much
//! later; and where that would cost it more than a hundredth of its burst, it reads the precise
//! clock instead.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::clock::{Clock, Tick};
use crate::resilience::stack::Call;

/// More than the coarse clock is ever behind.
pub(super) const LAG: Duration = Duration::from_millis(10);

/// The share of a burst that the lag may cost.
const DEAREST: u64 = 100;

/// A manual clock loses up to a tick each time that it is advanced.
const MANUAL_GRACE: u64 = 1 << 12;

/// How a limiter reads the time.
#[derive(Clone, Debug)]
pub(super) enum Timing {
    Coarse,
    Fine,
    Manual(Clock),
}

impl Timing {
    /// For a limit with so many ticks from permit to permit, and so many for a whole burst.
    pub(super) fn of(clock: Clock, interval: u64, whole: u64) -> Self {
        let lag = ticks(LAG);
        match clock {
            clock @ Clock::Manual(_) => Self::Manual(clock),
            Clock::System if interval >= lag || whole / DEAREST >= lag => Self::Coarse,
            Clock::System => Self::Fine,
        }
    }

    /// For a window that is never to hold one too many.
    pub(super) fn exact(clock: Clock) -> Self {
        match clock {
            clock @ Clock::Manual(_) => Self::Manual(clock),
            Clock::System => Self::Fine,
        }
    }

    /// By how much later a call is counted than it came.
    pub(super) fn slack(&self, interval: u64) -> u64 {
        match self {
            Self::Coarse if interval < ticks(LAG) => ticks(LAG),
            _ => 0,
        }
    }

    /// By how much earlier a permit may be had than it is due.
    pub(super) fn grace(&self, interval: u64) -> u64 {
        match self {
            Self::Manual(_) if interval > 2 * MANUAL_GRACE => MANUAL_GRACE,
            _ => 0,
        }
    }

    /// The time for a first look.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn now(&self, call: Option<Call<'_>>) -> u64 {
        match self {
            Self::Coarse => match call {
                Some(call) => call.now(&Clock::System).bits(),
                None => Clock::System.now().bits(),
            },
            Self::Fine => precise(),
            Self::Manual(clock) => clock.now().bits(),
        }
    }

    /// A closer look, before a call is refused or made to wait by `first`.
    pub(super) fn closer(&self, first: u64) -> u64 {
        match self {
            Self::Coarse => between(first),
            Self::Fine | Self::Manual(_) => first,
        }
    }
}

/// `span`, rounded down.
pub(super) fn ticks(span: Duration) -> u64 {
    Tick::from_bits(0).after(span).bits()
}

/// `ticks`, rounded up to a span that is at least as many ticks.
pub(super) fn span(ticks: u64) -> Duration {
    let span = Tick::from_bits(ticks).since(Tick::from_bits(0));
    if self::ticks(span) < ticks {
        span + Duration::from_nanos(1)
    } else {
        span
    }
}

/// Ticks of the precise clock since the first look at it, and a second.
fn precise() -> u64 {
    static FIRST: OnceLock<Instant> = OnceLock::new();
    let first = *FIRST.get_or_init(Instant::now);
    ticks(first.elapsed() + Duration::from_secs(1))
}

/// The coarse clock's time by the precise one: never before `coarse`, never after the true time by
/// the coarse clock, and never farther from `coarse` than the lag.
fn between(coarse: u64) -> u64 {
    // By how much the coarse clock is ahead of the precise one, as far as was ever seen. The true
    // distance is a bit more, because the coarse clock stands still between two of its steps.
    static AHEAD: AtomicU64 = AtomicU64::new(0);
    let precise = precise();
    let seen = coarse.saturating_sub(precise);
    let ahead = AHEAD.fetch_max(seen, Ordering::Relaxed).max(seen);
    precise
        .saturating_add(ahead)
        .clamp(coarse, coarse.saturating_add(ticks(LAG)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_never_shorter_than_its_ticks() {
        for count in [0, 1, 3, 858_993_460, u64::MAX / 3] {
            assert!(ticks(span(count)) >= count);
        }
    }

    #[test]
    fn a_closer_look_never_shows_an_earlier_time() {
        let timing = Timing::Coarse;
        for _ in 0..1_000 {
            let first = timing.now(None);
            let closer = timing.closer(first);
            assert!(closer >= first && closer <= first + ticks(LAG));
        }
    }
}
