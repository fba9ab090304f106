//! Interleaved rounds and their medians.
//!
//! A shared machine drifts by more than the differences that matter. So all subjects of a case take turns, one short
//! round each, in an order that rotates; each is judged by the median of its rounds.

use std::time::Duration;

use super::Failure;
use super::report::{self, Unit};

/// How long a run may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Effort {
    /// Rounds of each subject.
    pub(crate) rounds: usize,
    /// What one round of a subject should take.
    pub(crate) round: Duration,
    /// Rounds of what takes a second or more: compilations, child processes.
    pub(crate) long_rounds: usize,
}

impl Effort {
    pub(crate) const FULL: Effort = Effort {
        rounds: 41,
        round: Duration::from_millis(15),
        long_rounds: 7,
    };
    pub(crate) const QUICK: Effort = Effort {
        rounds: 7,
        round: Duration::from_millis(10),
        long_rounds: 2,
    };
}

/// One of the things compared: what runs `n` calls and says how long they took.
pub(crate) struct Subject<'a> {
    name: &'static str,
    run: Box<dyn FnMut(u64) -> Duration + 'a>,
}

impl<'a> Subject<'a> {
    pub(crate) fn new(name: &'static str, run: impl FnMut(u64) -> Duration + 'a) -> Self {
        Subject {
            name,
            run: Box::new(run),
        }
    }

    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// So many calls that nobody times.
    pub(crate) fn calls(&mut self, calls: u64) {
        (self.run)(calls);
    }

    /// How long so many calls take.
    pub(crate) fn time(&mut self, calls: u64) -> Duration {
        (self.run)(calls)
    }

    /// How many calls fill a round. Runs the subject, and so warms it up.
    fn calibrate(&mut self, round: Duration) -> u64 {
        let mut calls = 1;
        loop {
            // The shorter of two: one that was interrupted would look like a full round of few calls.
            let took = (self.run)(calls).min((self.run)(calls));
            if took >= round / 4 {
                let exact = u128::from(calls) * round.as_nanos() / took.as_nanos().max(1);
                return u64::try_from(exact).unwrap_or(u64::MAX).max(1);
            }
            // Short runs are mostly start-up: approach the round instead of extrapolating from them.
            calls *= if took < round / 40 { 8 } else { 2 };
        }
    }
}

/// Which cases run, and for how long.
#[derive(Debug)]
pub(crate) struct Bench {
    group: &'static str,
    only: String,
    effort: Effort,
}

impl Bench {
    /// The cases of `group` whose names begin with `only`.
    pub(crate) fn new(group: &'static str, only: &str, effort: Effort) -> Self {
        Bench {
            group,
            only: only.to_owned(),
            effort,
        }
    }

    pub(crate) fn group(&self) -> &'static str {
        self.group
    }

    pub(crate) fn effort(&self) -> Effort {
        self.effort
    }

    /// Whether `case` was asked for.
    pub(crate) fn wants(&self, case: &str) -> bool {
        case.starts_with(&self.only)
    }

    /// Measures the subjects, the first of which is ours, and prints a line for each of the others.
    pub(crate) fn compare(&self, case: &str, mut subjects: Vec<Subject<'_>>) {
        let calls: Vec<u64> = subjects
            .iter_mut()
            .map(|subject| subject.calibrate(self.effort.round))
            .collect();
        let mut times = vec![Vec::with_capacity(self.effort.rounds); subjects.len()];
        for round in 0..self.effort.rounds {
            for turn in 0..subjects.len() {
                let index = (round + turn) % subjects.len();
                let took = (subjects[index].run)(calls[index]);
                times[index].push(nanoseconds(took) / count(calls[index]));
            }
        }
        let results: Vec<_> = subjects
            .iter()
            .map(|subject| subject.name)
            .zip(times.iter().map(|of| median(of)))
            .collect();
        self.print(case, Unit::Time, &results);
    }

    /// The same for what is measured whole: `measure` gives one figure of one subject, `rounds` times each.
    pub(crate) fn compare_whole(
        &self,
        case: &str,
        unit: Unit,
        rounds: usize,
        names: &[&'static str],
        mut measure: impl FnMut(&'static str, usize) -> Result<f64, Failure>,
    ) -> Result<(), Failure> {
        let mut figures = vec![Vec::with_capacity(rounds); names.len()];
        for round in 0..rounds {
            for turn in 0..names.len() {
                let index = (round + turn) % names.len();
                figures[index].push(measure(names[index], round)?);
            }
        }
        let results: Vec<_> = names
            .iter()
            .copied()
            .zip(figures.iter().map(|of| median(of)))
            .collect();
        self.print(case, unit, &results);
        Ok(())
    }

    fn print(&self, case: &str, unit: Unit, results: &[(&'static str, f64)]) {
        let [(_, ours), peers @ ..] = results else {
            return;
        };
        for (peer, theirs) in peers {
            println!(
                "{}",
                report::line(
                    &format!("{}/{case}", self.group),
                    unit,
                    *ours,
                    peer,
                    *theirs
                )
            );
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "no round lasts the 104 days that 53 bits of nanoseconds hold"
)]
fn nanoseconds(time: Duration) -> f64 {
    time.as_nanos() as f64
}

#[expect(clippy::cast_precision_loss, reason = "no round makes 2^53 calls")]
fn count(calls: u64) -> f64 {
    calls as f64
}

/// The middle one; of an even number the mean of the two in the middle.
fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len().is_multiple_of(2) {
        f64::midpoint(sorted[middle - 1], sorted[middle])
    } else {
        sorted[middle]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_not_moved_by_one_slow_round() {
        assert!((median(&[3.0, 1.0, 900.0]) - 3.0).abs() < f64::EPSILON);
        assert!((median(&[3.0, 1.0, 2.0, 900.0]) - 2.5).abs() < f64::EPSILON);
    }

    #[test]
    fn calibration_fills_a_round() {
        let mut calls = 0;
        let mut subject = Subject::new("fixed", |n| {
            calls = n;
            Duration::from_nanos(100 * n + 10_000)
        });
        let found = subject.calibrate(Duration::from_millis(10));
        assert!(
            (90_000..=110_000).contains(&found),
            "{found} calls of 100 ns for 10 ms"
        );
    }

    #[test]
    fn subjects_take_turns_and_each_round_begins_with_another() {
        use std::cell::RefCell;
        let order = RefCell::new(String::new());
        let bench = Bench::new("test", "", Effort::QUICK);
        bench
            .compare_whole("turns", Unit::Count, 3, &["a", "b", "c"], |name, _| {
                order.borrow_mut().push_str(name);
                Ok(1.0)
            })
            .expect("no measure fails");
        assert_eq!(*order.borrow(), "abcbcacab");
    }
}
