//! What the answers add up to.

use std::time::Duration;

use super::plan::Kind;

/// One answer, as the client saw it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answer {
    kind: Kind,
    took: Duration,
    how: How,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    Hit,
    /// Somebody else's query.
    Joined,
    /// A query of its own.
    Loaded,
}

impl Answer {
    /// `cache_status` is the response's header.
    pub(crate) fn new(kind: Kind, took: Duration, cache_status: &str) -> Self {
        let mut words = cache_status.split(';').map(str::trim);
        let how = match words.find(|word| matches!(*word, "hit" | "collapsed")) {
            Some("hit") => How::Hit,
            Some(_) => How::Joined,
            None => How::Loaded,
        };
        Self { kind, took, how }
    }
}

/// All answers of one side.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    answers: Vec<Answer>,
    /// How many requests each round had, and how long it took.
    rounds: Vec<(usize, Duration)>,
}

impl Tally {
    /// Adds a round that took so long.
    pub(crate) fn add(&mut self, answers: &[Answer], took: Duration) {
        self.answers.extend_from_slice(answers);
        self.rounds.push((answers.len(), took));
    }

    /// Requests per second, all kinds and rounds together.
    pub(crate) fn rate(&self) -> f64 {
        rate(&self.rounds)
    }

    /// Requests per second in the last round, when the cache is warm.
    pub(crate) fn last_rate(&self) -> f64 {
        rate(self.rounds.last().map_or(&[], std::slice::from_ref))
    }

    /// What the answers of one kind add up to, or of all kinds.
    pub(crate) fn summary(&self, kind: Option<Kind>) -> Summary {
        let of_kind = || {
            self.answers
                .iter()
                .filter(|answer| kind.is_none_or(|kind| answer.kind == kind))
        };
        let count = |how| of_kind().filter(|answer| answer.how == how).count();
        let mut took: Vec<Duration> = of_kind().map(|answer| answer.took).collect();
        took.sort_unstable();
        Summary {
            requests: took.len(),
            p50: percentile(&took, 50),
            p95: percentile(&took, 95),
            p99: percentile(&took, 99),
            hits: count(How::Hit),
            loads: count(How::Loaded),
        }
    }
}

/// What a table's row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Summary {
    pub(crate) requests: usize,
    pub(crate) p50: Duration,
    pub(crate) p95: Duration,
    pub(crate) p99: Duration,
    pub(crate) hits: usize,
    pub(crate) loads: usize,
}

fn rate(rounds: &[(usize, Duration)]) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "at most ten million")]
    let requests = rounds.iter().map(|(requests, _)| requests).sum::<usize>() as f64;
    let took: Duration = rounds.iter().map(|(_, took)| took).sum();
    requests / took.as_secs_f64().max(f64::EPSILON)
}

/// The smallest of the sorted times that so many percent do not exceed (nearest rank).
pub(super) fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted
        .get(rank.saturating_sub(1))
        .copied()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_times_that_occurred() {
        let times: Vec<Duration> = (1..=200).map(Duration::from_millis).collect();
        assert_eq!(percentile(&times, 50), Duration::from_millis(100));
        assert_eq!(percentile(&times, 95), Duration::from_millis(190));
        assert_eq!(percentile(&times, 99), Duration::from_millis(198));
        assert_eq!(percentile(&times[..1], 99), Duration::from_millis(1));
        assert_eq!(percentile(&[], 50), Duration::ZERO);
    }

    #[test]
    fn the_header_says_what_counts_as_a_hit_and_what_as_a_load() {
        let answers = [
            "gambeson; hit; detail=memory",
            "gambeson; fwd=miss; stored",
            "gambeson; fwd=miss; stored; collapsed",
            "gambeson; fwd=bypass",
        ]
        .map(|status| Answer::new(Kind::Airport, Duration::from_millis(1), status));
        let mut tally = Tally::default();
        tally.add(&answers, Duration::from_secs(2));
        let summary = tally.summary(Some(Kind::Airport));
        assert_eq!((summary.requests, summary.hits, summary.loads), (4, 1, 2));
        assert_eq!(tally.summary(Some(Kind::Search)).requests, 0);
    }

    #[test]
    fn the_rate_is_that_of_all_rounds_and_the_last_rate_that_of_the_last() {
        let answer = Answer::new(Kind::Search, Duration::from_millis(1), "gambeson; fwd=miss");
        let mut tally = Tally::default();
        assert!(tally.last_rate() < 1e-9);
        tally.add(&[answer; 4], Duration::from_secs(4));
        tally.add(&[answer; 8], Duration::from_secs(2));
        assert!((tally.rate() - 2.0).abs() < 1e-9);
        assert!((tally.last_rate() - 4.0).abs() < 1e-9);
    }
}
