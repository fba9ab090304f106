//! The spans of one entry's life.

use std::time::Duration;

/// How long an entry lives, counted from now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Life {
    /// Until a reload is due, where there will be one.
    pub(crate) due: Option<Duration>,
    /// Until its time to live ends; `None` is for ever.
    pub(crate) ttl: Option<Duration>,
    /// How long it is kept after that.
    pub(crate) beyond: Duration,
    /// How long memory may answer by it at most, where Redis knows better.
    pub(crate) at_most: Option<Duration>,
    /// How long the load took that brought it, where somebody wants to know.
    pub(crate) took: Duration,
}

impl Life {
    /// An entry that answers until it ends.
    pub(crate) const fn plain(ttl: Option<Duration>) -> Self {
        Self {
            due: None,
            ttl,
            beyond: Duration::ZERO,
            at_most: None,
            took: Duration::ZERO,
        }
    }

    /// Whether nothing is to be said of it but when it ends.
    pub(crate) fn is_plain(&self) -> bool {
        self.due.is_none() && self.beyond.is_zero() && self.took.is_zero()
    }

    /// Until it is of no use to anybody.
    pub(crate) fn whole(&self) -> Option<Duration> {
        self.ttl.map(|ttl| ttl.saturating_add(self.beyond))
    }

    /// The same in memory, where Redis has it too.
    #[cfg(feature = "redis")]
    pub(crate) fn at_most(self, most: Duration) -> Self {
        Self {
            at_most: Some(most),
            ..self
        }
    }
}

/// A span of which up to this share is taken away, by chance: entries that were stored together do
/// not end together.
pub(crate) fn jittered(span: Duration, share: f64) -> Duration {
    if share <= 0.0 {
        return span;
    }
    scaled(span, 1.0 - share * fastrand::f64())
}

/// A share of a span, and never more than all of it.
pub(super) fn scaled(span: Duration, share: f64) -> Duration {
    Duration::try_from_secs_f64(span.as_secs_f64() * share).map_or(span, |part| part.min(span))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jitter_takes_away_no_more_than_its_share_and_adds_nothing() {
        let span = Duration::from_secs(100);
        let drawn: Vec<Duration> = (0..1_000).map(|_| jittered(span, 0.1)).collect();
        assert!(
            drawn
                .iter()
                .all(|drawn| (span * 9 / 10..=span).contains(drawn))
        );
        assert!(drawn.iter().any(|other| *other != drawn[0]));
        assert_eq!(jittered(span, 0.0), span);
        assert!(jittered(Duration::MAX, 0.5) <= Duration::MAX);
    }
}
