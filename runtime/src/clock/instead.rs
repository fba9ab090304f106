//! What tests put in the place of the system's clock.

use std::cell::RefCell;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::Instant;

use super::{ManualClock, Tick, system};
use crate::sync::lock;

/// Clocks that are set in the place of the system's, for a thread or for all.
static SET: AtomicUsize = AtomicUsize::new(0);
static NEXT: AtomicU64 = AtomicU64::new(0);
static EVERYWHERE: Mutex<Vec<Replaced>> = Mutex::new(Vec::new());

thread_local! {
    static HERE: RefCell<Vec<Replaced>> = const { RefCell::new(Vec::new()) };
}

#[derive(Clone, Debug)]
pub(super) enum Source {
    Manual(ManualClock),
    Tokio,
}

impl Source {
    fn now(&self) -> Tick {
        match self {
            Self::Manual(clock) => clock.now_as_system(),
            Self::Tokio => tokio_now(),
        }
    }
}

/// One clock that was set, and by whom it will be taken away.
#[derive(Debug)]
struct Replaced {
    id: u64,
    by: Source,
}

impl Replaced {
    fn new(by: Source) -> Self {
        SET.fetch_add(1, Ordering::Relaxed);
        Self {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            by,
        }
    }
}

impl Drop for Replaced {
    fn drop(&mut self) {
        SET.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Whether there is any. Who has set one sees it at once, and so does a thread that is told of it.
#[cfg_attr(not(debug_assertions), inline)]
pub(crate) fn in_force() -> bool {
    SET.load(Ordering::Relaxed) > 0
}

/// The time by the clock that was set last for this thread, else for all threads.
#[cold]
pub(super) fn now() -> Tick {
    let here = HERE.try_with(|here| here.borrow().last().map(|last| last.by.clone()));
    let by = here.ok().flatten();
    let by = by.or_else(|| lock(&EVERYWHERE).last().map(|last| last.by.clone()));
    by.map_or_else(system, |by| by.now())
}

/// A clock in the place of the system's, for one thread, until this is dropped.
///
/// Of several, the one counts that was set last. It stays on its thread.
#[derive(Debug)]
#[must_use = "the system's clock is back as soon as this is dropped"]
pub struct ThreadClock {
    id: u64,
    /// Neither `Send` nor `Sync`.
    thread: PhantomData<*const ()>,
}

impl ThreadClock {
    pub(super) fn set(by: Source) -> Self {
        let replaced = Replaced::new(by);
        let id = replaced.id;
        // A thread that ends has nobody left to tell the time.
        let _ = HERE.try_with(|here| here.borrow_mut().push(replaced));
        Self {
            id,
            thread: PhantomData,
        }
    }
}

impl Drop for ThreadClock {
    fn drop(&mut self) {
        let _ = HERE.try_with(|here| here.borrow_mut().retain(|set| set.id != self.id));
    }
}

/// A clock in the place of the system's, for all threads, until this is dropped.
///
/// Of several, the one counts that was set last; a thread's own comes before it.
#[derive(Debug)]
#[must_use = "the system's clock is back as soon as this is dropped"]
pub struct ProcessClock {
    id: u64,
}

impl ProcessClock {
    pub(super) fn set(by: Source) -> Self {
        let replaced = Replaced::new(by);
        let id = replaced.id;
        lock(&EVERYWHERE).push(replaced);
        Self { id }
    }
}

impl Drop for ProcessClock {
    fn drop(&mut self) {
        lock(&EVERYWHERE).retain(|set| set.id != self.id);
    }
}

/// Has guards and caches go by tokio's time on this thread, until the returned value is dropped: with
/// paused time, `tokio::time::advance` opens and half-opens circuits, refills limits and expires
/// entries, as it ends sleeps.
///
/// ```
/// use std::time::Duration;
/// use gambeson::resilience::{CircuitBreaker, OpenFor, State};
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), gambeson::resilience::PolicyError> {
/// let _time = gambeson::test::follow_tokio();
/// let breaker = CircuitBreaker::builder()
///     .open_for(OpenFor::Fixed(Duration::from_secs(30)))
///     .build()?;
/// breaker.trip();
/// assert!(breaker.try_acquire().is_err());
/// tokio::time::advance(Duration::from_secs(30)).await;
/// let probe = breaker.try_acquire();
/// assert!(probe.is_ok());
/// # Ok(()) }
/// ```
#[must_use = "the system's clock is back as soon as this is dropped"]
pub fn follow_tokio() -> ThreadClock {
    ThreadClock::set(Source::Tokio)
}

/// The same for all threads: each goes by the time of the runtime that it works for, such as a
/// paused one's blocking threads by the paused time. A thread without a runtime sees real time.
#[must_use = "the system's clock is back as soon as this is dropped"]
pub fn follow_tokio_everywhere() -> ProcessClock {
    ProcessClock::set(Source::Tokio)
}

/// Tokio's time, on the scale of the system's clock. One scale for the whole process, so that two
/// runtimes with real time never disagree.
fn tokio_now() -> Tick {
    static SCALE: OnceLock<(Instant, Tick)> = OnceLock::new();
    let &(instant, tick) = SCALE.get_or_init(|| (Instant::now(), system()));
    // Asked first: tokio panics where its own thread-local is gone.
    let now = match tokio::runtime::Handle::try_current() {
        Ok(_) => tokio::time::Instant::now().into_std(),
        Err(_) => Instant::now(),
    };
    match now.checked_duration_since(instant) {
        Some(later) => tick.after(later),
        None => tick.before(instant.saturating_duration_since(now)),
    }
}

#[cfg(test)]
mod tests;
