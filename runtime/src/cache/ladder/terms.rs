//! What an attribute says of entries that are near their end or beyond it.

use std::time::Duration;

use super::life::{Life, scaled};

/// Who runs the body again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReloadBy {
    /// A task of its own.
    Background,
    /// The call that notices.
    Caller,
}

/// When an entry is loaded again although its time has not ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Early {
    /// Never.
    Never,
    /// From this share of its ttl on.
    At(f64),
    /// At a moment before its end that is drawn by how long the load took, times this.
    ///
    /// Vattani, Chierichetti, Lowenstein: "Optimal Probabilistic Cache Stampede Prevention", 2015.
    /// There each read draws; here each process draws once for the entry that it keeps, which is the
    /// same distribution for each of them, does not depend on how often the key is read, and
    /// costs a hit nothing.
    Xfetch(f64),
}

/// What an attribute says of entries that are near their end or beyond it.
#[derive(Debug, Clone, Copy)]
pub struct Ladder {
    /// When an entry is loaded again although its time has not ended.
    pub early: Early,
    /// Who runs the body then, and during `while_revalidate`.
    pub reload: ReloadBy,
    /// How long after its end an entry answers while one reload runs.
    pub while_revalidate: Option<Duration>,
    /// How long after its end an entry answers when the load fails.
    pub if_error: Option<Duration>,
    /// How long after a failure nothing is tried.
    pub retry_after: Option<Duration>,
    /// How long a call waits before it takes what is stale.
    pub soft: Option<Duration>,
    /// How long a body may run.
    pub hard: Option<Duration>,
}

/// How long after a failure nothing is tried, unless the attribute says so.
const RETRY_AFTER: Duration = Duration::from_secs(10);

impl Ladder {
    /// Nothing: an entry answers until its end, and is a miss from then on.
    pub const NONE: Self = Self {
        early: Early::Never,
        reload: ReloadBy::Caller,
        while_revalidate: None,
        if_error: None,
        retry_after: None,
        soft: None,
        hard: None,
    };

    /// The life of a value whose load `took` so long, from now on.
    pub(crate) fn life(&self, ttl: Option<Duration>, took: Duration) -> Life {
        let Some(span) = ttl else {
            return Life::plain(None);
        };
        Life {
            due: self.due(span, took),
            ttl,
            beyond: self.while_revalidate.max(self.if_error).unwrap_or_default(),
            at_most: None,
            took: if self.early == Early::Never {
                Duration::ZERO
            } else {
                took
            },
        }
    }

    /// How long it is until a reload is due, where `left` is left of the ttl.
    fn due(&self, left: Duration, took: Duration) -> Option<Duration> {
        match self.early {
            Early::Never => None,
            Early::At(share) => Some(scaled(left, share)),
            Early::Xfetch(beta) => Some(left.saturating_sub(drawn(took, beta))),
        }
    }

    /// The life of what another process has stored: it says itself when a reload is due, unless that
    /// is drawn.
    #[cfg(feature = "redis")]
    pub(crate) fn life_of_found(&self, found: Life) -> Life {
        match (self.early, found.ttl) {
            (Early::Never, _) => Life { due: None, ..found },
            (Early::Xfetch(_), Some(left)) => Life {
                due: self.due(left, found.took),
                ..found
            },
            _ => found,
        }
    }

    /// How long after a failure nothing is tried: what was written, else 10 s or a tenth of the ttl,
    /// whichever is shorter.
    pub(crate) fn retry_after(&self, ttl: Option<Duration>) -> Duration {
        self.retry_after
            .unwrap_or_else(|| ttl.map_or(RETRY_AFTER, |ttl| RETRY_AFTER.min(ttl / 10)))
    }

    /// Whether an entry can be loaded again while it answers.
    #[cfg(feature = "redis")]
    pub(crate) fn reloads(&self) -> bool {
        self.early != Early::Never || self.while_revalidate.is_some()
    }
}

/// `took * beta`, times a draw from the exponential distribution of mean 1.
fn drawn(took: Duration, beta: f64) -> Duration {
    // In (0, 1]: its logarithm is finite.
    let uniform = 1.0 - fastrand::f64();
    let seconds = took.as_secs_f64() * beta * -uniform.ln();
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TTL: Duration = Duration::from_secs(100);

    #[test]
    fn a_reload_is_due_at_the_share_that_was_written() {
        let ladder = Ladder {
            early: Early::At(0.8),
            ..Ladder::NONE
        };
        let life = ladder.life(Some(TTL), Duration::ZERO);
        assert_eq!(life.due, Some(Duration::from_secs(80)));
        assert_eq!(life.whole(), Some(TTL));
        assert!(ladder.life(None, Duration::ZERO).is_plain());
    }

    #[test]
    fn a_draw_lies_before_the_end_by_the_time_of_the_load_on_average() {
        let ladder = Ladder {
            early: Early::Xfetch(1.0),
            ..Ladder::NONE
        };
        let draws = 20_000;
        let ahead = |_| {
            let life = ladder.life(Some(TTL), Duration::from_secs(2));
            TTL.saturating_sub(life.due.expect("it is drawn"))
                .as_secs_f64()
        };
        let mean = (0..draws).map(ahead).sum::<f64>() / f64::from(draws);
        // Ten standard errors.
        assert!((mean - 2.0).abs() < 10.0 * 2.0 / f64::from(draws).sqrt());
    }

    #[test]
    fn a_failure_is_not_tried_again_for_ten_seconds_or_a_tenth_of_the_ttl() {
        assert_eq!(Ladder::NONE.retry_after(Some(TTL * 10)), RETRY_AFTER);
        assert_eq!(Ladder::NONE.retry_after(Some(TTL / 10)), TTL / 100);
        assert_eq!(Ladder::NONE.retry_after(None), RETRY_AFTER);
    }
}
