//! What is seen of a circuit.

use super::core::{Core, Machine};
use super::counts::{Counts, Results};
use super::state::{State, Word};
use super::totals::{FAILURES, REJECTED, SLOW, SUCCESSES};
use crate::clock::Tick;
use crate::sync::modelled::lock;

impl Core {
    /// The state, after the transitions that time has brought about.
    pub(super) fn state(&self) -> State {
        self.settled(|_| self.word().state())
    }

    pub(super) fn counts(&self) -> Counts {
        self.settled(|machine| self.counts_of(self.word(), machine))
    }

    pub(super) fn opened_by(&self) -> Option<Counts> {
        lock(&self.machine).opened_by
    }

    pub(super) fn is_closed(&self) -> bool {
        self.word().state() == State::Closed
    }

    /// Whether the circuit does something that is lost if it is forgotten: it refuses calls, is being
    /// tried, or does what somebody has told it.
    pub(super) fn is_in_force(&self, now: Tick) -> bool {
        match self.word().state() {
            State::Closed => false,
            State::Open => now < self.until(),
            State::HalfOpen => now.bits() < lock(&self.machine).half_open_until,
            State::ForcedOpen | State::Disabled | State::MetricsOnly => true,
        }
    }

    /// Looks at the circuit once a half-open one that has waited too long is no longer so.
    fn settled<R>(&self, look: impl FnOnce(&Machine) -> R) -> R {
        let mut machine = lock(&self.machine);
        let changes = match self.word().state() {
            State::HalfOpen => self.due(&mut machine),
            _ => [None, None],
        };
        let seen = look(&machine);
        drop(machine);
        self.tell(changes);
        seen
    }

    pub(super) fn counts_of(&self, word: Word, machine: &Machine) -> Counts {
        let mut since = self.counter.of_a_state();
        for (now, base) in since.iter_mut().zip(machine.base) {
            *now = now.saturating_sub(base);
        }
        let generation = word.generation();
        let mut counts = match word.state() {
            State::Closed | State::MetricsOnly => {
                let all = || Results {
                    calls: since[SUCCESSES] + since[FAILURES],
                    failures: since[FAILURES],
                    slow: since[SLOW],
                };
                let results = self.recent.results(generation, self.when(Tick::NEVER));
                Counts::of(results.unwrap_or_else(all), self.policy.min_calls)
            }
            State::HalfOpen => machine.probes.counts(&self.policy),
            State::Open | State::ForcedOpen | State::Disabled => Counts::default(),
        };
        counts.consecutive_failures = self.streak.length(generation);
        counts.rejected = since[REJECTED];
        counts
    }
}
