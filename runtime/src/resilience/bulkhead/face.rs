//! The bulkhead as users hold it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::places::Places;
use crate::resilience::name::Name;
use crate::resilience::rejected::Rejected;
use crate::resilience::seen::watch;

/// A bulkhead: so many calls at a time, so that what is slow does not take everything with it.
///
/// A clone is the same bulkhead. Places are handed out in the order in which calls came, and come
/// back whatever happens to a call.
///
/// ```
/// use std::time::Duration;
/// use gambeson::resilience::{Bulkhead, Rejected};
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Rejected> {
/// let bulkhead = Bulkhead::builder(2)
///     .name("reports")
///     .queue(1)
///     .wait(Duration::from_millis(10))
///     .build();
/// let first = bulkhead.try_acquire()?;
/// let second = bulkhead.acquire().await?;
/// assert!(matches!(bulkhead.try_acquire(), Err(Rejected::BulkheadFull(_))));
/// drop(first);
/// let answer: Result<u32, Rejected> = bulkhead.run(async { Ok(7) }).await;
/// assert_eq!(answer, Ok(7));
/// assert_eq!(bulkhead.in_use(), 1);
/// # drop(second);
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Bulkhead {
    places: Arc<Places>,
}

impl Bulkhead {
    /// Lets `limit` calls through at a time, and refuses all others at once. With a limit of zero it
    /// refuses every call.
    pub fn new(limit: u32) -> Self {
        Self::builder(limit).build()
    }

    /// Lets `limit` calls through at a time.
    pub fn builder(limit: u32) -> BulkheadBuilder {
        BulkheadBuilder {
            name: Name::of("bulkhead"),
            limit,
            queue: 0,
            wait: None,
        }
    }

    /// Takes a place, if one is free for which nobody waits.
    ///
    /// # Errors
    ///
    /// [`Rejected::BulkheadFull`].
    pub fn try_acquire(&self) -> Result<BulkheadPermit, Rejected> {
        if self.places.try_enter() {
            Ok(self.permit())
        } else {
            Err(self.places.refuse(Duration::ZERO))
        }
    }

    /// Takes a place, and waits for one as the settings say. A wait that is dropped gives its turn
    /// on.
    ///
    /// # Errors
    ///
    /// [`Rejected::BulkheadFull`]: at once where nobody may wait or too many do, and after the
    /// longest wait.
    ///
    /// # Panics
    ///
    /// If it has to wait with a bound and this is not a tokio runtime with a timer.
    pub async fn acquire(&self) -> Result<BulkheadPermit, Rejected> {
        if !self.places.try_enter() {
            self.places.wait().await?;
        }
        Ok(self.permit())
    }

    /// Runs `body` when it has a place, and gives that back when `body` ends, panics or is dropped.
    ///
    /// # Errors
    ///
    /// That of `body`, or of the rejection.
    ///
    /// # Panics
    ///
    /// As [`acquire`](Self::acquire).
    pub async fn run<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: Future<Output = Result<T, E>>,
        E: From<Rejected>,
    {
        if !self.places.try_enter() {
            self.places.wait().await?;
        }
        // Not a permit: that would share the places, and pay for it.
        let _place = Place(&self.places);
        body.await
    }

    /// The same for what is not async: it never waits.
    ///
    /// # Errors
    ///
    /// That of `body`, or of the rejection.
    pub fn call<T, E: From<Rejected>>(&self, body: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        if !self.places.try_enter() {
            return Err(self.places.refuse(Duration::ZERO).into());
        }
        let _place = Place(&self.places);
        body()
    }

    /// What labels and rejections call it.
    pub fn name(&self) -> &str {
        crate::resilience::seen::Watched::name(&*self.places)
    }

    /// Calls that it lets through at a time.
    pub fn limit(&self) -> u32 {
        self.places.limit()
    }

    /// Calls that have a place now.
    pub fn in_use(&self) -> u32 {
        self.places.in_use()
    }

    /// Calls that wait for a place now.
    pub fn waiting(&self) -> u32 {
        self.places.waiting()
    }

    pub(super) fn places(&self) -> &Places {
        &self.places
    }

    fn permit(&self) -> BulkheadPermit {
        BulkheadPermit {
            places: self.places.clone(),
        }
    }
}

/// A place that is left when this is dropped.
struct Place<'p>(&'p Places);

impl Drop for Place<'_> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn drop(&mut self) {
        self.0.leave();
    }
}

impl fmt::Debug for Bulkhead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bulkhead")
            .field("name", &self.name())
            .field("limit", &self.limit())
            .field("in_use", &self.in_use())
            .field("waiting", &self.waiting())
            .finish()
    }
}

/// The settings of a [`Bulkhead`].
///
/// With nothing but the limit said, a call that finds no place is refused at once.
#[derive(Clone, Debug)]
#[must_use]
pub struct BulkheadBuilder {
    name: Name,
    limit: u32,
    queue: u32,
    wait: Option<Duration>,
}

impl BulkheadBuilder {
    /// What labels and rejections call it.
    pub fn name(mut self, name: impl Into<Name>) -> Self {
        self.name = name.into();
        self
    }

    /// How many calls may wait for a place: none, unless said.
    pub fn queue(mut self, calls: u32) -> Self {
        self.queue = calls;
        self
    }

    /// How long a call may wait: without bound, unless said.
    pub fn wait(mut self, span: Duration) -> Self {
        self.wait = Some(span);
        self
    }

    /// The bulkhead.
    #[must_use]
    pub fn build(self) -> Bulkhead {
        let Self {
            name,
            limit,
            queue,
            wait,
        } = self;
        let places = Arc::new(Places::new(name, limit, queue, wait));
        watch(&places);
        Bulkhead { places }
    }
}

/// A place in a [`Bulkhead`]. It is free again when this is dropped.
#[must_use = "a permit that is dropped at once protects nothing"]
pub struct BulkheadPermit {
    places: Arc<Places>,
}

impl Drop for BulkheadPermit {
    fn drop(&mut self) {
        self.places.leave();
    }
}

impl fmt::Debug for BulkheadPermit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BulkheadPermit").finish_non_exhaustive()
    }
}
