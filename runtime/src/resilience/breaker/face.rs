//! The breaker as users hold it.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use super::build::BreakerBuilder;
use super::changes::StateChanges;
use super::core::Core;
use super::counts::Counts;
use super::permit::{Outcome, Permit};
use super::policy::BreakerPolicy;
use super::run::{Guard, Run};
use super::state::State;
use super::watch;
use crate::clock::Clock;
use crate::resilience::name::Name;
use crate::resilience::rejected::Rejected;

/// A circuit breaker: while a service keeps failing, it is not called.
///
/// A clone is the same breaker. Nothing here blocks, panics or waits.
///
/// ```
/// use std::time::Duration;
/// use gambeson::resilience::{CircuitBreaker, OpenFor, Rejected, State};
///
/// #[derive(Debug)]
/// enum PayError { Down, Rejected(Rejected) }
///
/// impl From<Rejected> for PayError {
///     fn from(rejected: Rejected) -> Self { Self::Rejected(rejected) }
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let breaker = CircuitBreaker::builder()
///     .name("payments")
///     .consecutive(2)
///     .open_for(OpenFor::Fixed(Duration::from_secs(30)))
///     .build()?;
/// for _ in 0..2 {
///     let _ = breaker.run(async { Err::<(), _>(PayError::Down) }).await;
/// }
/// assert_eq!(breaker.state(), State::Open);
/// let refused = breaker.run(async { Ok::<_, PayError>("not called") }).await;
/// assert!(matches!(refused, Err(PayError::Rejected(_))));
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct CircuitBreaker {
    core: Arc<Core>,
}

impl CircuitBreaker {
    /// Five failures in a row open the circuit for a minute, unless said otherwise.
    pub fn builder() -> BreakerBuilder {
        BreakerBuilder::default()
    }

    pub(super) fn new(core: Core) -> Self {
        Self::of_core(Arc::new(core))
    }

    pub(super) fn of_core(core: Arc<Core>) -> Self {
        Self { core }
    }

    /// One that stands in the list of all.
    pub(super) fn listed(core: Core) -> Self {
        let breaker = Self::new(core);
        watch::alone(&breaker.core);
        breaker
    }

    /// With a policy that was checked.
    pub(super) fn named(name: &'static str, policy: BreakerPolicy) -> Self {
        Self::listed(Core::new(Name::of(name), policy, Clock::System))
    }

    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn core(&self) -> &Core {
        &self.core
    }

    /// Admits a call; who calls says by the permit how it ended.
    ///
    /// # Errors
    ///
    /// [`Rejected::CircuitOpen`].
    pub fn try_acquire(&self) -> Result<Permit, Rejected> {
        let admission = self.core.acquire()?;
        Ok(Permit::new(self.core.clone(), admission))
    }

    /// Runs `body` if the circuit lets it through. `Ok` is a success, `Err` a failure. Dropped
    /// before its end, the call counts as abandoned; a panic counts as a failure.
    ///
    /// # Errors
    ///
    /// That of `body`, or of the rejection.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn run<T, E, F>(&self, body: F) -> impl Future<Output = Result<T, E>> + use<'_, T, E, F>
    where
        F: Future<Output = Result<T, E>>,
        E: From<Rejected>,
    {
        self.run_as(body, Outcome::of)
    }

    /// The same; `judge` says what a result counts as.
    ///
    /// # Errors
    ///
    /// That of `body`, or of the rejection.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn run_as<T, E, F, J>(
        &self,
        body: F,
        judge: J,
    ) -> impl Future<Output = Result<T, E>> + use<'_, T, E, F, J>
    where
        F: Future<Output = Result<T, E>>,
        E: From<Rejected>,
        J: FnOnce(&Result<T, E>) -> Outcome,
    {
        Run::new(&self.core, body, judge)
    }

    /// The same for what is not async.
    ///
    /// # Errors
    ///
    /// That of `body`, or of the rejection.
    pub fn call<T, E: From<Rejected>>(&self, body: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let admission = self.core.acquire()?;
        let guard = Guard {
            core: &self.core,
            admission,
        };
        let result = body();
        guard.finish(Outcome::of(&result));
        result
    }

    /// What the circuit does with calls now.
    pub fn state(&self) -> State {
        self.core.state()
    }

    /// The results of the present state, as far as the window reaches.
    pub fn counts(&self) -> Counts {
        self.core.counts()
    }

    /// What had been counted when the circuit opened last.
    pub fn opened_by(&self) -> Option<Counts> {
        self.core.opened_by()
    }

    /// What events, labels and rejections call it.
    pub fn name(&self) -> &str {
        self.core.name()
    }

    /// The key whose circuit it is, where each key has one.
    pub fn key(&self) -> Option<&str> {
        self.core.key.as_deref()
    }

    /// The changes of state from now on.
    pub fn changes(&self) -> StateChanges {
        self.core.listen()
    }

    /// Opens the circuit, as failures would, whatever it was: one that was forced open lets probes
    /// through again after its wait. One that is open stays so, and its wait goes on.
    pub fn trip(&self) {
        self.core.force(State::Open);
    }

    /// The same, for this long, whatever the policy says. One that is open goes on for this long.
    pub fn trip_for(&self, span: Duration) {
        self.core.trip_for(span);
    }

    /// Lets probes through now. Whether the circuit was open; else nothing happens.
    pub fn half_open(&self) -> bool {
        self.core.force_half_open()
    }

    /// Refuses every call, and lets no probe through, until somebody says otherwise, by
    /// [`reset`](Self::reset) or another of these.
    pub fn force_open(&self) {
        self.core.force(State::ForcedOpen);
    }

    /// Closes the circuit, whatever it was. It counts from the beginning, and may open again.
    pub fn force_closed(&self) {
        self.core.force(State::Closed);
    }

    /// Lets every call through and counts nothing, until [`reset`](Self::reset) or another of these.
    pub fn disable(&self) {
        self.core.force(State::Disabled);
    }

    /// Lets every call through and counts, but never opens by itself, until [`reset`](Self::reset) or
    /// another of these.
    pub fn metrics_only(&self) {
        self.core.force(State::MetricsOnly);
    }

    /// As it was built: closed, and nothing counted.
    pub fn reset(&self) {
        self.core.force(State::Closed);
    }
}

impl fmt::Debug for CircuitBreaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CircuitBreaker")
            .field("name", &self.name())
            .field("state", &self.state())
            .field("counts", &self.counts())
            .finish_non_exhaustive()
    }
}
