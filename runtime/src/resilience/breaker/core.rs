//! Admission and results.
//!
//! A closed circuit is one word that is read: who is admitted takes it along, and a result counts if
//! the word is still the same when it comes. All else goes through one short lock, which is never
//! held over user code or an await.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::changes::{Changes, StateChanges};
use super::counts::{Counts, Done};
use super::permit::Outcome;
use super::policy::{AbandonedAs, BreakerPolicy};
use super::probes::Probes;
use super::state::{State, Word};
use super::streak::Streak;
use super::totals::{
    ABANDONED, Counter, FAILURES, IGNORED, OF_A_STATE, OTHER_FAILURES, OTHER_SUCCESSES, REJECTED,
    SLOW, SUCCESSES, Totals,
};
use super::window::{Recent, When};
use crate::clock::{Clock, Tick};
use crate::resilience::name::Name;
use crate::resilience::rejected::{CircuitOpen, Rejected};
use crate::sync::modelled::{AtomicU64, Mutex, lock};

/// One circuit.
#[derive(Debug)]
pub(super) struct Core {
    pub(super) name: Name,
    /// The key whose circuit it is, where each key has one.
    pub(super) key: Option<Arc<str>>,
    pub(super) policy: BreakerPolicy,
    pub(super) clock: Clock,
    /// The [`Word`]. Written under the lock of `machine`, after the times.
    pub(super) word: AtomicU64,
    /// When the state began: a [`Tick`].
    pub(super) since: AtomicU64,
    /// When an open circuit lets probes through: read without the lock, so it belongs to no other
    /// state.
    pub(super) until: AtomicU64,
    pub(super) streak: Streak,
    pub(super) recent: Recent,
    /// Whether an admission carries the time.
    asks_for_begin: bool,
    pub(super) counter: Counter,
    pub(super) machine: Mutex<Machine>,
    pub(super) changes: Changes,
}

#[derive(Debug, Default)]
pub(super) struct Machine {
    pub(super) probes: Probes,
    /// When a half-open circuit has waited long enough: a [`Tick`].
    pub(super) half_open_until: u64,
    /// How often the circuit opened since it was closed last.
    pub(super) opened: u32,
    /// What had been counted when the circuit opened last.
    pub(super) opened_by: Option<Counts>,
    /// What `counter` showed when the state began.
    pub(super) base: [u64; OF_A_STATE],
}

/// That a call may be made, and what its result will be told by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Admission {
    pub(super) word: Word,
    /// When it was admitted, if somebody asks for it later; else [`Tick::NEVER`].
    begun: Tick,
}

impl Core {
    pub(super) fn new(name: Name, policy: BreakerPolicy, clock: Clock) -> Self {
        Self::made(name.clone(), None, policy, clock, Counter::alone(name))
    }

    /// The circuit of a key, which counts together with those of the others.
    pub(super) fn of_key(
        key: Arc<str>,
        policy: BreakerPolicy,
        clock: Clock,
        totals: &Arc<Totals>,
    ) -> Self {
        Self::made(
            totals.name().clone(),
            Some(key),
            policy,
            clock,
            Counter::among(totals),
        )
    }

    fn made(
        name: Name,
        key: Option<Arc<str>>,
        policy: BreakerPolicy,
        clock: Clock,
        counter: Counter,
    ) -> Self {
        let now = clock.now();
        let recent = Recent::new(policy.window);
        Self {
            name,
            key,
            word: AtomicU64::new(Word::FIRST.bits()),
            since: AtomicU64::new(now.bits()),
            until: AtomicU64::new(Tick::NEVER.bits()),
            streak: Streak::new(),
            asks_for_begin: policy.slow.is_some() || recent.asks_for_begin(),
            recent,
            counter,
            machine: Mutex::new(Machine::default()),
            changes: Changes::default(),
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

    pub(super) fn word(&self) -> Word {
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
                let now = self.clock.now();
                if now < self.until()
                    && let Some(left) = self.left_until(now)
                {
                    return Err(self.reject(Some(left)));
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
            State::Open => Err(self.left_until(self.clock.now())),
            State::HalfOpen | State::ForcedOpen => Err(None),
        };
        drop(machine);
        self.tell(changes);
        admitted.map_err(|retry_after| self.reject(retry_after))
    }

    /// How long the circuit is open. `None` if that has no end.
    fn left_until(&self, now: Tick) -> Option<Duration> {
        let until = self.until();
        (until != Tick::NEVER).then(|| until.since(now))
    }

    fn reject(&self, retry_after: Option<Duration>) -> Rejected {
        self.counter.add(REJECTED);
        Rejected::CircuitOpen(CircuitOpen {
            name: self.name.clone(),
            key: self.key.clone(),
            retry_after,
        })
    }

    /// Tells how an admitted call ended. One of an earlier generation changes nothing.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn finish(&self, admission: Admission, outcome: Outcome) {
        let failed = match outcome {
            Outcome::Success => false,
            Outcome::Failure => true,
            Outcome::Ignored => return self.left(admission, IGNORED),
        };
        match admission.word.state() {
            State::Closed | State::MetricsOnly if self.word() == admission.word => {
                self.count(admission, failed);
            }
            _ => self.finish_apart(admission, failed),
        }
    }

    /// A result of a probe, or one that no longer counts.
    #[cold]
    fn finish_apart(&self, admission: Admission, failed: bool) {
        self.counter.add(if failed {
            OTHER_FAILURES
        } else {
            OTHER_SUCCESSES
        });
        if self.word() == admission.word && admission.word.state() == State::HalfOpen {
            self.probed(admission, Some(self.done(admission, failed)));
        }
    }

    /// The call was dropped before its end.
    #[cold]
    pub(super) fn abandon(&self, admission: Admission) {
        match self.policy.abandoned {
            AbandonedAs::Ignored => self.left(admission, ABANDONED),
            AbandonedAs::Failure => self.finish(admission, Outcome::Failure),
        }
    }

    /// The call has ended without a result: a probe's place is free again.
    #[cold]
    fn left(&self, admission: Admission, number: usize) {
        self.counter.add(number);
        if self.word() == admission.word && admission.word.state() == State::HalfOpen {
            self.probed(admission, None);
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn done(&self, admission: Admission, failed: bool) -> Done {
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
        if done.slow {
            self.counter.add(SLOW);
        }
        self.recent
            .record(generation, self.when(admission.begun), done);
        let streak = if failed {
            self.counter.add(FAILURES);
            self.streak.failed(generation)
        } else {
            self.counter.add(SUCCESSES);
            self.streak.succeeded(generation);
            0
        };
        if self.policy.asks_after(failed, done.slow) {
            self.judge(admission.word, streak);
        }
    }

    pub(super) fn when(&self, begun: Tick) -> When {
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

    fn since(&self) -> Tick {
        Tick::from_bits(self.since.load(Ordering::Relaxed))
    }

    pub(super) fn until(&self) -> Tick {
        Tick::from_bits(self.until.load(Ordering::Relaxed))
    }
}

impl Drop for Core {
    fn drop(&mut self) {
        self.counter.gone(self.word().state());
    }
}
