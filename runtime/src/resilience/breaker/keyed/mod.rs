//! A circuit for each key, in a bounded registry.

mod registry;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::core::Core;
use super::face::CircuitBreaker;
use super::policy::BreakerPolicy;
use super::totals::Totals;
use crate::cache::IntoKeyBuf;
use crate::cache::key::KeyBuf;
use crate::clock::Clock;
use crate::resilience::name::Name;
use registry::Registry;

/// How many keys are kept, unless said.
pub(super) const MAX_KEYS: usize = 10_000;

/// How long a key is kept that nobody asks for, unless said.
pub(super) const IDLE: Duration = Duration::from_secs(3_600);

/// A [`CircuitBreaker`] for each key: hosts, tenants, accounts of which some fail while others do not.
///
/// At most as many keys are kept as the builder said, 10,000 otherwise. A key goes that nobody has
/// asked for in an hour (or [`idle`](super::BreakerBuilder::idle)), and when there is no room, the key
/// that was asked for longest ago; one whose circuit is not closed goes last, so that a flood of
/// keys does not close what is open. Calls that are under way when their key goes end as they would, and change
/// nothing any more.
///
/// A clone is the same registry.
///
/// ```
/// use gambeson::resilience::{CircuitBreaker, Outcome, State};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let hosts = CircuitBreaker::builder()
///     .name("webhooks")
///     .consecutive(1)
///     .max_keys(1_000)
///     .build_keyed()?;
/// hosts.breaker("down.example").try_acquire()?.finish(Outcome::Failure);
/// assert_eq!(hosts.breaker("down.example").state(), State::Open);
/// assert_eq!(hosts.breaker("up.example").state(), State::Closed);
/// assert_eq!(hosts.len(), 2);
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct KeyedBreakers {
    inner: Arc<Inner>,
}

/// The circuits of one name.
pub(super) struct Inner {
    policy: BreakerPolicy,
    clock: Clock,
    totals: Arc<Totals>,
    registry: Registry,
}

impl KeyedBreakers {
    pub(super) fn new(
        name: Name,
        policy: BreakerPolicy,
        clock: Clock,
        max_keys: usize,
        idle: Duration,
    ) -> Self {
        let inner = Arc::new(Inner {
            policy,
            clock,
            totals: Arc::new(Totals::new(name)),
            registry: Registry::new(max_keys, idle),
        });
        super::watch::keyed(&inner);
        Self { inner }
    }

    pub(super) fn of_inner(inner: Arc<Inner>) -> Self {
        Self { inner }
    }

    /// The breaker of `key`, which is made if there is none. What is there already costs no
    /// allocation.
    ///
    /// A text is the key as it is; other keys are written as in `#[cached]`, and
    /// [`key!`](macro@crate::key) writes that of a template.
    pub fn breaker(&self, key: impl IntoKeyBuf) -> CircuitBreaker {
        self.of_buf(key.into_key_buf())
    }

    pub(in crate::resilience::breaker) fn of_buf(&self, mut key: KeyBuf) -> CircuitBreaker {
        key.settle();
        self.of_text(&String::from_utf8_lossy(key.as_bytes()))
    }

    fn of_text(&self, key: &str) -> CircuitBreaker {
        let Inner {
            policy,
            clock,
            totals,
            registry,
        } = &*self.inner;
        registry.get_or_make(key, clock.now(), |key| {
            CircuitBreaker::new(Core::of_key(key, policy.clone(), clock.clone(), totals))
        })
    }

    /// The breaker of `key`, if it has been asked for and is still kept.
    pub fn get(&self, key: impl IntoKeyBuf) -> Option<CircuitBreaker> {
        let mut key = key.into_key_buf();
        key.settle();
        self.inner
            .registry
            .get(&String::from_utf8_lossy(key.as_bytes()))
    }

    /// The name of them all.
    pub fn name(&self) -> &str {
        self.inner.totals.name()
    }

    /// How many keys are kept.
    pub fn len(&self) -> usize {
        self.inner.registry.len()
    }

    /// Whether no key is kept.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The breakers of all keys that are kept, in no order; each knows its
    /// [`key`](CircuitBreaker::key).
    pub fn all(&self) -> Vec<CircuitBreaker> {
        self.inner.registry.all()
    }
}

impl Inner {
    pub(super) fn totals(&self) -> &Arc<Totals> {
        &self.totals
    }
}

impl fmt::Debug for KeyedBreakers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyedBreakers")
            .field("name", &self.name())
            .field("keys", &self.len())
            .finish_non_exhaustive()
    }
}
