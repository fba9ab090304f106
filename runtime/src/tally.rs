//! Counters of which each thread has its own, so that counting is two plain memory accesses and no
//! locked instruction.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::line::{SHARED_LINE, thread_line};

/// One thread's counters, on cache lines of their own.
#[repr(align(128))]
struct Line<const N: usize>([AtomicU64; N]);

impl<const N: usize> Line<N> {
    fn new() -> Self {
        Self([const { AtomicU64::new(0) }; N])
    }
}

/// `N` counters that only grow.
pub(crate) struct Tally<const N: usize> {
    lines: [OnceLock<Box<Line<N>>>; SHARED_LINE + 1],
}

impl<const N: usize> Tally<N> {
    pub(crate) const fn new() -> Self {
        Self {
            lines: [const { OnceLock::new() }; SHARED_LINE + 1],
        }
    }

    /// Adds one to the counter of this number.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn add(&self, number: usize) {
        let thread = thread_line();
        let Some(line) = self.lines.get(thread) else {
            return;
        };
        let line = line.get_or_init(|| Box::new(Line::new()));
        let Some(counter) = line.0.get(number) else {
            return;
        };
        if thread == SHARED_LINE {
            counter.fetch_add(1, Ordering::Relaxed);
        } else {
            // This thread is the line's only writer.
            counter.store(counter.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
        }
    }

    pub(crate) fn sum(&self, number: usize) -> u64 {
        let lines = self.lines.iter().filter_map(OnceLock::get);
        lines
            .filter_map(|line| line.0.get(number))
            .map(|counter| counter.load(Ordering::Relaxed))
            .sum()
    }

    /// All counters as they stand.
    pub(crate) fn sums(&self) -> [u64; N] {
        let mut sums = [0; N];
        for line in self.lines.iter().filter_map(OnceLock::get) {
            for (sum, counter) in sums.iter_mut().zip(&line.0) {
                *sum += counter.load(Ordering::Relaxed);
            }
        }
        sums
    }
}

impl<const N: usize> std::fmt::Debug for Tally<N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Tally").field(&self.sums()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_many_threads_count_adds_up() {
        let tally = Tally::<2>::new();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| (0..1_000).for_each(|n| tally.add(n % 2)));
            }
        });
        assert_eq!(tally.sums(), [4_000, 4_000]);
    }
}
