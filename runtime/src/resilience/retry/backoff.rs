//! The waits between attempts.

use std::time::Duration;

/// How long to wait before each retry.
///
/// | | the wait before the `n`th retry, before jitter |
/// |---|---|
/// | [`fixed(d)`](Self::fixed) | `d` |
/// | [`linear(d)`](Self::linear) | `d * n`, or `d + step * (n - 1)` |
/// | [`exponential(d)`](Self::exponential) | `d * 2^(n - 1)`, or by another [`factor`](Self::factor) |
/// | [`decorrelated(d)`](Self::decorrelated) | between `d` and three times the last wait |
///
/// [Full jitter](Jitter::Full) is the default, so that callers which failed together do not come
/// back together. No wait is longer than [`max`](Self::max), jitter included. The algorithms are
/// those of "Exponential Backoff And Jitter" (M. Brooker, AWS Architecture Blog, 2015).
///
/// ```
/// use std::time::Duration;
/// use gambeson::resilience::{Backoff, Jitter};
///
/// let ms = Duration::from_millis;
/// let backoff = Backoff::exponential(ms(50)).max(ms(300)).jitter(Jitter::None);
/// let waits: Vec<Duration> = backoff.delays().take(5).collect();
/// assert_eq!(waits, [ms(50), ms(100), ms(200), ms(300), ms(300)]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backoff {
    kind: Kind,
    max: Duration,
    jitter: Jitter,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Fixed(Duration),
    Linear { first: Duration, step: Duration },
    Exponential { first: Duration, factor: f64 },
    Decorrelated { first: Duration },
}

/// What chance does to a wait. A [decorrelated](Backoff::decorrelated) one is made by chance, and
/// takes no jitter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Jitter {
    /// Nothing: it is as long as written.
    None,
    /// Anything from zero to as long as written, all equally likely.
    #[default]
    Full,
    /// At least half, and the other half by chance.
    Equal,
}

/// The longest wait, where nothing is said.
const LONGEST: Duration = Duration::from_secs(30);

impl Backoff {
    /// No wait at all.
    #[must_use]
    pub const fn none() -> Self {
        Self::of(Kind::Fixed(Duration::ZERO)).jitter(Jitter::None)
    }

    /// The same each time. It has no longest wait but itself.
    #[must_use]
    pub const fn fixed(wait: Duration) -> Self {
        Self::of(Kind::Fixed(wait)).max(wait)
    }

    /// Longer by the same span each time.
    #[must_use]
    pub const fn linear(first: Duration) -> Self {
        Self::of(Kind::Linear { first, step: first })
    }

    /// Twice as long each time.
    #[must_use]
    pub const fn exponential(first: Duration) -> Self {
        Self::of(Kind::Exponential { first, factor: 2.0 })
    }

    /// Between `first` and three times the last wait.
    #[must_use]
    pub const fn decorrelated(first: Duration) -> Self {
        Self::of(Kind::Decorrelated { first })
    }

    const fn of(kind: Kind) -> Self {
        Self {
            kind,
            max: LONGEST,
            jitter: Jitter::Full,
        }
    }

    /// The longest wait: 30 s unless said, 5 s of the default.
    #[must_use]
    pub const fn max(self, max: Duration) -> Self {
        Self { max, ..self }
    }

    /// By how much each wait is longer than the last, of a linear backoff.
    #[must_use]
    pub const fn step(self, step: Duration) -> Self {
        match self.kind {
            Kind::Linear { first, .. } => Self {
                kind: Kind::Linear { first, step },
                ..self
            },
            _ => self,
        }
    }

    /// How many times as long each wait is as the last, of an exponential backoff.
    #[must_use]
    pub const fn factor(self, factor: f64) -> Self {
        match self.kind {
            Kind::Exponential { first, .. } => Self {
                kind: Kind::Exponential { first, factor },
                ..self
            },
            _ => self,
        }
    }

    /// What chance does to each wait.
    #[must_use]
    pub const fn jitter(self, jitter: Jitter) -> Self {
        Self { jitter, ..self }
    }

    /// The waits before the first retry, the second, and so on without end.
    pub fn delays(self) -> Delays {
        Delays {
            backoff: self,
            retries: 0,
            last: Duration::ZERO,
        }
    }

    /// What cannot be.
    pub(super) fn fault(&self) -> Option<&'static str> {
        let first = match self.kind {
            Kind::Fixed(_) => return None,
            Kind::Exponential { factor, .. } if !(factor.is_finite() && factor >= 1.0) => {
                return Some("the factor is at least 1");
            }
            Kind::Linear { first, .. }
            | Kind::Exponential { first, .. }
            | Kind::Decorrelated { first } => first,
        };
        if first.is_zero() {
            return Some("the first wait is longer than zero");
        }
        (self.max < first).then_some("the longest wait is at least as long as the first")
    }

    /// The wait before the `retry`th retry, from 1. `random` gives a number from the first to the
    /// second, both included; `last` is the wait before.
    pub(super) fn delay(
        &self,
        retry: u32,
        last: Duration,
        random: impl FnOnce(u64, u64) -> u64,
    ) -> Duration {
        let before = retry.saturating_sub(1);
        let written = match self.kind {
            Kind::Fixed(wait) => wait,
            Kind::Linear { first, step } => {
                let more = step.checked_mul(before).unwrap_or(Duration::MAX);
                first.saturating_add(more)
            }
            Kind::Exponential { first, factor } => {
                let power = factor.powi(i32::try_from(before).unwrap_or(i32::MAX));
                let seconds = first.as_secs_f64() * power;
                Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
            }
            Kind::Decorrelated { first } => {
                let longest = last.max(first).saturating_mul(3).min(self.max);
                return between(first, longest, random).min(self.max);
            }
        };
        let written = written.min(self.max);
        let jittered = match self.jitter {
            Jitter::None => written,
            Jitter::Full => between(Duration::ZERO, written, random),
            Jitter::Equal => between(written / 2, written, random),
        };
        jittered.min(self.max)
    }
}

impl Default for Backoff {
    /// From 50 ms on, twice as long each time, 5 s at most.
    fn default() -> Self {
        Self::exponential(Duration::from_millis(50)).max(Duration::from_secs(5))
    }
}

fn between(least: Duration, most: Duration, random: impl FnOnce(u64, u64) -> u64) -> Duration {
    let nanos = |span: Duration| u64::try_from(span.as_nanos()).unwrap_or(u64::MAX);
    if most <= least {
        return most;
    }
    Duration::from_nanos(random(nanos(least), nanos(most)))
}

/// By the thread's generator.
pub(super) fn chance(least: u64, most: u64) -> u64 {
    fastrand::u64(least..=most)
}

/// The waits of a [`Backoff`].
#[derive(Clone, Debug)]
pub struct Delays {
    backoff: Backoff,
    retries: u32,
    last: Duration,
}

impl Iterator for Delays {
    type Item = Duration;

    fn next(&mut self) -> Option<Duration> {
        self.retries = self.retries.saturating_add(1);
        self.last = self.backoff.delay(self.retries, self.last, chance);
        Some(self.last)
    }
}

#[cfg(test)]
mod tests;
