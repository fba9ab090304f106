//! How a circuit goes from one state to another: all under its one short lock.

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::changes::StateChange;
use super::core::{Admission, Core, Machine};
use super::counts::Done;
use super::policy::Decided;
use super::probes::Probes;
use super::state::{State, Word};
use crate::clock::Clock;
use crate::sync::modelled::lock;

impl Core {
    /// The transitions that time has brought about. Open goes over to half-open when a probe comes.
    pub(super) fn due(&self, machine: &mut Machine) -> [Option<StateChange>; 2] {
        let now = self.clock.now();
        match self.word().state() {
            State::Open if now >= self.until() => {
                [Some(self.enter(machine, State::HalfOpen)), None]
            }
            State::HalfOpen if now.bits() >= machine.half_open_until => {
                let then = self.decided(machine, self.policy.half_open.then);
                [Some(then), None]
            }
            _ => [None, None],
        }
    }

    /// Opens the circuit if the results so far say so.
    #[cold]
    pub(super) fn judge(&self, word: Word, streak: u64) {
        if word.state() != State::Closed {
            return;
        }
        let by_streak = self.policy.trips_by_streak(streak);
        if !by_streak && !self.policy.has_rate() {
            return;
        }
        let mut machine = lock(&self.machine);
        // Another was faster.
        if self.word() != word {
            return;
        }
        let counts = self.counts_of(word, &machine);
        if !by_streak && !self.policy.trips_by_rate(&counts) {
            return;
        }
        let change = self.open(&mut machine);
        drop(machine);
        self.tell([Some(change), None]);
    }

    /// A probe has ended; without a result if `done` is `None`.
    #[cold]
    pub(super) fn probed(&self, admission: Admission, done: Option<Done>) {
        let mut machine = lock(&self.machine);
        let mut changes = self.due(&mut machine);
        if self.word() == admission.word {
            let decided = if let Some(done) = done {
                machine.probes.ended(done, &self.policy)
            } else {
                machine.probes.returned();
                None
            };
            changes[1] = decided.map(|decided| self.decided(&mut machine, decided));
        }
        drop(machine);
        self.tell(changes);
    }

    fn decided(&self, machine: &mut Machine, decided: Decided) -> StateChange {
        match decided {
            Decided::Open => self.open(machine),
            Decided::Closed => self.enter(machine, State::Closed),
        }
    }

    fn open(&self, machine: &mut Machine) -> StateChange {
        machine.opened = machine.opened.saturating_add(1);
        machine.opened_by = Some(self.counts_of(self.word(), machine));
        self.enter(machine, State::Open)
    }

    /// Ends the present state and begins another.
    fn enter(&self, machine: &mut Machine, to: State) -> StateChange {
        let word = self.word();
        let change = StateChange {
            name: self.name.clone(),
            key: self.key.clone(),
            from: word.state(),
            to,
            counts: self.counts_of(word, machine),
            number: word.generation() - Word::FIRST.generation(),
        };
        self.counter.changed(word.state(), to);
        if to == State::Closed {
            machine.opened = 0;
        }
        machine.probes = Probes::default();
        machine.base = self.counter.of_a_state();
        let now = self.clock.now();
        match to {
            State::Open => {
                let wait = self.policy.open_for(machine.opened, self.chance(word));
                self.until.store(now.after(wait).bits(), Ordering::Relaxed);
            }
            State::HalfOpen => {
                machine.half_open_until = now.after(self.policy.half_open.max_wait).bits();
            }
            _ => {}
        }
        self.since.store(now.bits(), Ordering::Relaxed);
        self.word.store(word.next(to).bits(), Ordering::Release);
        change
    }

    /// From 0 to 1, another in each generation. By a clock of a test it is the same in each run.
    fn chance(&self, word: Word) -> f64 {
        match self.clock {
            Clock::System => fastrand::f64(),
            Clock::Manual(_) => fastrand::Rng::with_seed(word.generation()).f64(),
        }
    }

    pub(super) fn tell(&self, changes: [Option<StateChange>; 2]) {
        for change in changes.into_iter().flatten() {
            self.changes.tell(change);
        }
    }

    /// Goes to a state on somebody's word. An open circuit is not opened again, so that its wait
    /// does not begin anew.
    pub(super) fn force(&self, to: State) {
        let mut machine = lock(&self.machine);
        let from = self.word().state();
        if from == to && to != State::Closed {
            return;
        }
        let change = match to {
            State::Open => self.open(&mut machine),
            to => self.enter(&mut machine, to),
        };
        drop(machine);
        self.tell([Some(change), None]);
    }

    /// Opens the circuit for a span of its own.
    pub(super) fn trip_for(&self, span: Duration) {
        let mut machine = lock(&self.machine);
        let change = match self.word().state() {
            State::Open => None,
            _ => Some(self.open(&mut machine)),
        };
        let until = self.clock.now().after(span);
        self.until.store(until.bits(), Ordering::Relaxed);
        drop(machine);
        self.tell([change, None]);
    }

    /// Lets probes through before the wait of an open circuit is over. Whether it was open.
    pub(super) fn force_half_open(&self) -> bool {
        let mut machine = lock(&self.machine);
        if self.word().state() != State::Open {
            return false;
        }
        let change = self.enter(&mut machine, State::HalfOpen);
        drop(machine);
        self.tell([Some(change), None]);
        true
    }
}
