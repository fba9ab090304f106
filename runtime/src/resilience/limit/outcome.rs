//! What a check has come to, before anybody asks for its figures.

use std::time::Duration;

use super::decision::Decision;
use super::time::{Moment, span};

/// What a check has come to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outcome {
    pub(super) verdict: Verdict,
    pub(super) moment: Moment,
    pub(super) level: Level,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Admitted,
    /// Admitted, but not before this time.
    AdmittedAt(u64),
    /// Not before this time.
    Refused(u64),
    /// It asks for more than there can ever be.
    Never,
}

/// How full the bucket is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Level {
    /// The time at which it is whole again, before and after the check.
    Smooth { before: u64, after: u64 },
    Exact {
        remaining: u32,
        /// When nothing of it will be used any more.
        whole_at: u64,
    },
}

impl Outcome {
    /// Where nothing is limited.
    pub(super) fn unlimited(moment: Moment) -> Self {
        Self {
            verdict: Verdict::Admitted,
            moment,
            level: Level::Smooth {
                before: 0,
                after: 0,
            },
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn is_admitted(&self) -> bool {
        matches!(self.verdict, Verdict::Admitted | Verdict::AdmittedAt(_))
    }

    /// With the figures that the bucket has told.
    pub(super) fn decision(&self, limit: u32, remaining: u32, whole_at: u64) -> Decision {
        let retry_after = match self.verdict {
            Verdict::Admitted | Verdict::AdmittedAt(_) => Duration::ZERO,
            Verdict::Refused(at) => span(at.saturating_sub(self.moment.now)),
            Verdict::Never => Duration::MAX,
        };
        Decision::new(
            self.is_admitted(),
            limit,
            remaining,
            span(whole_at.saturating_sub(self.moment.now)),
            retry_after,
        )
    }
}
