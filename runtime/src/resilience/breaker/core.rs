//! Admission, results and transitions.
//!
//! A closed circuit is one word that is read: who is admitted takes it along, and a result counts if
//! the word is still the same when it comes. All else goes through one short lock, which is never
//! held over user code or an await.

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::changes::{Changes, StateChange, StateChanges};
use super::counts::{Counts, Done, Results};
use super::permit::{self, Outcome};
use super::policy::{BreakerPolicy, Decided};
use super::probes::Probes;
use super::state::{State, Word};
use super::streak::Streak;
use super::window::{Recent, When};
use crate::clock::{Clock, Tick};
use crate::resilience::name::Name;
use crate::resilience::rejected::{CircuitOpen, Rejected};
use crate::sync::modelled::{AtomicU64, Mutex, lock};
use crate::tally::Tally;

const CALLS: usize = 0;
const FAILURES: usize = 1;
const SLOW: usize = 2;
const REJECTED: usize = 3;
const TALLIES: usize = 4;

/// One circuit.
#[derive(Debug)]
pub(super) struct Core {
    name: Name,
    policy: BreakerPolicy,
    clock: Clock,
    /// The [`Word`]. Written under the lock of `machine`, after the two times.
    word: AtomicU64,
    /// When the state began: a [`Tick`].
    since: AtomicU64,
    /// When an open circuit lets probes through, and a half-open one has waited long enough.
    until: AtomicU64,
    streak: Streak,
    recent: Recent,
    /// Whether an admission carries the time.
    asks_for_begin: bool,
    /// All that was ever counted.
    tally: Tally<TALLIES>,
    machine: Mutex<Machine>,
    changes: Changes,
}

#[derive(Debug, Default)]
struct Machine {
    probes: Probes,
    /// How often the circuit opened since it was closed last.
    opened: u32,
    /// What had been counted when the circuit opened last.
    opened_by: Option<Counts>,
    /// What `tally` showed when the state began.
    base: [u64; TALLIES],
}

/// That a call may be made, and what its result will be told by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Admission {
    word: Word,
    /// When it was admitted, if somebody asks for it later; else [`Tick::NEVER`].
    begun: Tick,
}

impl Core {
    pub(super) fn new(name: Name, policy: BreakerPolicy, clock: Clock) -> Self {
        let now = clock.now();
        let recent = Recent::new(policy.window);
        Self {
            name,
            word: AtomicU64::new(Word::FIRST.bits()),
            since: AtomicU64::new(now.bits()),
            until: AtomicU64::new(Tick::NEVER.bits()),
            streak: Streak::new(),
            asks_for_begin: policy.slow.is_some() || recent.asks_for_begin(),
            recent,
            tally: Tally::new(),
            machine: Mutex::new(Machine::default()),
            changes: Changes::new(),
            policy,
            clock,
        }
    }

    pub(super) fn name(&self) -> &Name {
        &self.name
    }

    pub(super) fn listen(&self) -> StateChanges {
        self.changes.listen()
    }

    fn word(&self) -> Word {
        Word::from_bits(self.word.load(Ordering::Acquire))
    }

    /// Admits a call.
    ///
    /// # Errors
    ///
    /// What a caller is told that is not admitted.
    #[expect(clippy::inline_always, reason = "an admission stays in registers then")]
    #[inline(always)]
    pub(super) fn acquire(&self) -> Result<Admission, Rejected> {
        let word = self.word();
        match word.state() {
            State::Closed | State::MetricsOnly | State::Disabled => Ok(self.admit(word)),
            State::Open | State::HalfOpen | State::ForcedOpen => self.acquire_guarded(word),
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn admit(&self, word: Word) -> Admission {
        let begun = if self.asks_for_begin {
            self.clock.now()
        } else {
            Tick::NEVER
        };
        Admission { word, begun }
    }

    #[cold]
    fn acquire_guarded(&self, word: Word) -> Result<Admission, Rejected> {
        match word.state() {
            State::ForcedOpen => return Err(self.reject(None)),
            State::Open => {
                let (now, until) = (self.clock.now(), self.until());
                if now < until {
                    return Err(self.reject(Some(until.since(now))));
                }
            }
            _ => {}
        }
        let mut machine = lock(&self.machine);
        let changes = self.due(&mut machine);
        let word = self.word();
        let admitted = match word.state() {
            State::Closed | State::MetricsOnly | State::Disabled => Ok(self.admit(word)),
            State::HalfOpen if machine.probes.admit(&self.policy) => Ok(self.admit(word)),
            State::Open => Err(Some(self.until().since(self.clock.now()))),
            State::HalfOpen | State::ForcedOpen => Err(None),
        };
        drop(machine);
        self.tell(changes);
        admitted.map_err(|retry_after| self.reject(retry_after))
    }

    fn reject(&self, retry_after: Option<Duration>) -> Rejected {
        self.tally.add(REJECTED);
        Rejected::CircuitOpen(CircuitOpen {
            name: self.name.clone(),
            key: None,
            retry_after,
        })
    }

    /// The transitions that time has brought about. Open goes over to half-open when a probe comes.
    fn due(&self, machine: &mut Machine) -> [Option<StateChange>; 2] {
        let word = self.word();
        let now = self.clock.now();
        if now < self.until() {
            return [None, None];
        }
        match word.state() {
            State::Open => [Some(self.enter(machine, State::HalfOpen)), None],
            State::HalfOpen => {
                let then = self.decided(machine, self.policy.half_open.then);
                [Some(then), None]
            }
            _ => [None, None],
        }
    }

    /// Tells how an admitted call ended. One of an earlier generation changes nothing.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn finish(&self, admission: Admission, outcome: Outcome) {
        if self.word() != admission.word {
            return;
        }
        let failed = match outcome {
            Outcome::Success => false,
            Outcome::Failure => true,
            Outcome::Ignored => return self.returned(admission),
        };
        match admission.word.state() {
            State::Closed | State::MetricsOnly => self.count(admission, failed),
            State::HalfOpen => self.probed(admission, Some(self.done(admission, failed))),
            State::Open | State::ForcedOpen | State::Disabled => {}
        }
    }

    /// The call was dropped before its end.
    #[cold]
    pub(super) fn abandon(&self, admission: Admission) {
        self.finish(admission, permit::abandoned(self.policy.abandoned));
    }

    fn returned(&self, admission: Admission) {
        if admission.word.state() == State::HalfOpen {
            self.probed(admission, None);
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn done(&self, admission: Admission, failed: bool) -> Done {
        let slow = self
            .policy
            .slow
            .is_some_and(|limit| self.clock.now().since(admission.begun) > limit);
        Done { failed, slow }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn count(&self, admission: Admission, failed: bool) {
        let done = self.done(admission, failed);
        let generation = admission.word.generation();
        self.tally.add(CALLS);
        if done.slow {
            self.tally.add(SLOW);
        }
        self.recent
            .record(generation, self.when(admission.begun), done);
        let streak = if failed {
            self.tally.add(FAILURES);
            self.streak.failed(generation)
        } else {
            self.streak.succeeded(generation);
            0
        };
        if self.policy.asks_after(failed, done.slow) {
            self.judge(admission.word, streak);
        }
    }

    fn when(&self, begun: Tick) -> When {
        let now = if self.recent.asks_for_now() {
            self.clock.now()
        } else {
            Tick::NEVER
        };
        When {
            since: self.since(),
            begun,
            now,
        }
    }

    /// Opens the circuit if the results so far say so.
    #[cold]
    fn judge(&self, word: Word, streak: u64) {
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
    fn probed(&self, admission: Admission, done: Option<Done>) {
        let mut machine = lock(&self.machine);
        let mut changes = self.due(&mut machine);
        if self.word() == admission.word {
            let decided = match done {
                Some(done) => machine.probes.ended(done, &self.policy),
                None => {
                    machine.probes.returned();
                    None
                }
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
            from: word.state(),
            to,
            counts: self.counts_of(word, machine),
            number: word.generation() - Word::FIRST.generation(),
        };
        if to == State::Closed {
            machine.opened = 0;
        }
        machine.probes = Probes::default();
        machine.base = self.tally.sums();
        let now = self.clock.now();
        let until = match to {
            State::Open => now.after(self.policy.open_for(machine.opened, self.chance(word))),
            State::HalfOpen => now.after(self.policy.half_open.max_wait),
            _ => Tick::NEVER,
        };
        self.since.store(now.bits(), Ordering::Relaxed);
        self.until.store(until.bits(), Ordering::Relaxed);
        self.word.store(word.next(to).bits(), Ordering::Release);
        change
    }

    /// From 0 to 1, another in each generation. With a test's clock it is the same in each run.
    #[expect(
        clippy::cast_precision_loss,
        reason = "53 bits, which is what a fraction has"
    )]
    fn chance(&self, word: Word) -> f64 {
        let seed = match self.clock {
            Clock::System => fastrand::u64(..),
            Clock::Manual(_) => word.generation(),
        };
        (fastrand::Rng::with_seed(seed).u64(..) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn tell(&self, changes: [Option<StateChange>; 2]) {
        for change in changes.into_iter().flatten() {
            self.changes.tell(change);
        }
    }

    fn since(&self) -> Tick {
        Tick::from_bits(self.since.load(Ordering::Relaxed))
    }

    fn until(&self) -> Tick {
        Tick::from_bits(self.until.load(Ordering::Relaxed))
    }

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

    fn counts_of(&self, word: Word, machine: &Machine) -> Counts {
        let mut since = self.tally.sums();
        for (now, base) in since.iter_mut().zip(machine.base) {
            *now = now.saturating_sub(base);
        }
        let generation = word.generation();
        let mut counts = match word.state() {
            State::Closed | State::MetricsOnly => {
                let all = || Results {
                    calls: since[CALLS],
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
