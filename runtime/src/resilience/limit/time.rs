//! What time it is for a limiter, in ticks of 2⁻³² seconds.
//!
//! | timing | reads | is behind the true time by |
//! |---|---|---|
//! | coarse | the coarse clock, as all guards of a call | less than [`LAG`], now more and now less |
//! | fine | the precise clock, five times as dear | always the same |
//! | a test's | the test's clock | nothing |
//!
//! Where the lag does not stay the same, a window may seem longer than it is by as much. So a limit
//! of which more than one permit comes due within the lag counts each call as if it came that much
//! later; and where that would cost it more than a hundredth of its burst, it reads the precise
//! clock instead.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::clock::{Clock, Tick, is_replaced};
use crate::stack::Call;

/// More than the coarse clock is ever behind.
pub(super) const LAG: Duration = Duration::from_millis(10);

/// The share of a burst that the lag may cost.
const DEAREST: u64 = 100;

/// A test's clock loses up to a tick each time that it is advanced: so much is made up for.
const GRACE: u64 = 1 << 12;

/// How a limiter reads the time.
#[derive(Clone, Debug)]
pub(super) enum Timing {
    /// The ticks by which a call is counted later than it came.
    Coarse(u64),
    Fine,
    Manual(Clock),
}

/// A reading.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    pub(super) now: u64,
    /// By how much later a call is counted than it came.
    pub(super) slack: u64,
    /// By how much earlier a permit may be had than it is due.
    pub(super) grace: u64,
    /// Whether a closer look may show a later time.
    behind: bool,
}

impl Timing {
    /// For a limit with so many ticks from permit to permit, and so many for a whole burst.
    pub(super) fn of(clock: Clock, interval: u64, whole: u64) -> Self {
        let lag = ticks(LAG);
        match clock {
            clock @ Clock::Manual(_) => Self::Manual(clock),
            Clock::System if interval >= lag => Self::Coarse(0),
            Clock::System if whole / DEAREST >= lag => Self::Coarse(lag),
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

    /// The time for a first look, for a limit with so many ticks from permit to permit.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn now(&self, call: Option<Call<'_>>, interval: u64) -> Moment {
        match self {
            Self::Manual(clock) => Moment::of_test(clock.now(), interval),
            _ if is_replaced() => Moment::of_test(Clock::System.now(), interval),
            Self::Fine => Moment::of_system(precise().0, 0),
            Self::Coarse(slack) => {
                let now = match call {
                    Some(call) => call.now(&Clock::System),
                    None => Clock::System.now(),
                };
                Moment {
                    behind: true,
                    ..Moment::of_system(now.bits(), *slack)
                }
            }
        }
    }
}

impl Moment {
    /// Where nobody asks for the time.
    pub(super) const NEVER: Self = Self {
        now: 0,
        slack: 0,
        grace: 0,
        behind: false,
    };

    fn of_system(now: u64, slack: u64) -> Self {
        Self {
            now,
            slack,
            grace: 0,
            behind: false,
        }
    }

    #[cold]
    fn of_test(now: Tick, interval: u64) -> Self {
        Self {
            grace: if interval > 2 * GRACE { GRACE } else { 0 },
            ..Self::of_system(now.bits(), 0)
        }
    }

    /// A closer look, before a call is refused or made to wait.
    pub(super) fn closer(self) -> Option<Self> {
        if !self.behind {
            return None;
        }
        Some(Self {
            now: between(self.now),
            behind: false,
            ..self
        })
    }
}

/// `span`, rounded down.
pub(super) fn ticks(span: Duration) -> u64 {
    Tick::from_bits(0).after(span).bits()
}

/// `ticks`, rounded up to a span that is at least as many ticks.
#[cfg_attr(not(debug_assertions), inline)]
pub(super) fn span(ticks: u64) -> Duration {
    let span = Tick::from_bits(ticks).since(Tick::from_bits(0));
    if self::ticks(span) < ticks {
        span + Duration::from_nanos(1)
    } else {
        span
    }
}

/// The precise clock, on the scale of the coarse one as it was at the first look; and how far it has
/// come since.
fn precise() -> (u64, u64) {
    static FIRST: OnceLock<(Instant, u64)> = OnceLock::new();
    let (first, coarse) = *FIRST.get_or_init(|| (Instant::now(), Clock::System.now().bits()));
    let since = ticks(first.elapsed());
    (coarse.saturating_add(since), since)
}

/// The time of the coarse clock as the precise one shows it: not before `coarse`, not after the true
/// time, and never farther from `coarse` than the lag.
fn between(coarse: u64) -> u64 {
    // How far the coarse clock is ahead of what the precise one has run, as far as was ever seen. In
    // truth it is a bit more, because the coarse clock stands still between two of its steps.
    static AHEAD: AtomicU64 = AtomicU64::new(0);
    let (_, since) = precise();
    let seen = coarse.saturating_sub(since);
    let mut ahead = AHEAD.load(Ordering::Relaxed);
    if seen > ahead {
        ahead = AHEAD.fetch_max(seen, Ordering::Relaxed).max(seen);
    }
    since
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
        for _ in 0..1_000 {
            let first = Timing::Coarse(0).now(None, u64::MAX);
            if let Some(closer) = first.closer() {
                assert!(closer.now >= first.now && closer.now <= first.now + ticks(LAG));
            }
        }
    }

    #[test]
    fn the_dear_clock_is_read_where_the_lag_would_cost_too_much() {
        let of = |interval, burst: u64| {
            let interval = ticks(Duration::from_micros(interval)) + 1;
            Timing::of(Clock::System, interval, interval * burst)
        };
        assert!(matches!(of(10_000, 100), Timing::Coarse(0)));
        assert!(matches!(of(1_000, 1_000), Timing::Coarse(slack) if slack > 0));
        assert!(matches!(of(1_000, 20), Timing::Fine));
    }
}
