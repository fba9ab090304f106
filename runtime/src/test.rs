//! Help for tests of what uses gambeson: its time.
//!
//! Circuits that open and half-open, limits that refill, entries that expire go by one clock: the
//! system's, unless their builder was given a [`ManualClock`]. Attributes have no builder. Their
//! tests put another clock in the place of the system's, in one of two ways.
//!
//! # Tokio's paused time
//!
//! [`follow_tokio`] is the usual way: one time for guards, caches, sleeps and time-outs, which moves by
//! `tokio::time::advance`, and by itself when all tasks wait.
//!
//! ```
//! use std::time::Duration;
//! use gambeson::cached;
//! # use std::sync::atomic::{AtomicU32, Ordering};
//!
//! static ASKED: AtomicU32 = AtomicU32::new(0);
//!
//! #[cached(ttl = "5m", jitter = 0, key = "rate:{currency}")]
//! async fn rate(currency: &str) -> u32 {
//!     let _of = currency;
//!     ASKED.fetch_add(1, Ordering::Relaxed) + 1
//! }
//!
//! # const _: &str = stringify! {
//! #[tokio::test(start_paused = true)]
//! # };
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! async fn a_rate_is_kept_for_five_minutes() {
//!     let _time = gambeson::test::follow_tokio();
//!     assert_eq!(rate("EUR").await, 1);
//!     tokio::time::advance(Duration::from_secs(299)).await;
//!     assert_eq!(rate("EUR").await, 1);
//!     tokio::time::advance(Duration::from_secs(2)).await;
//!     assert_eq!(rate("EUR").await, 2);
//! }
//! # fn main() { a_rate_is_kept_for_five_minutes() }
//! ```
//!
//! # A clock that is advanced by hand
//!
//! [`ManualClock::on_this_thread`] needs no runtime, so it serves functions that are not async. It
//! moves what compares two times, and nothing that sleeps: back-off, waits for a permit, and time-outs
//! are tokio's timers, and the sleep of a thread is real.
//!
//! # Threads
//!
//! | | sets the clock of | for |
//! |---|---|---|
//! | [`follow_tokio`], [`ManualClock::on_this_thread`] | this thread | a test on one thread, as `#[tokio::test]` is: all of its tasks run there. Tests side by side do not see each other's time |
//! | [`follow_tokio_everywhere`], [`ManualClock::everywhere`] | all threads without one of their own | a runtime of several threads, `spawn_blocking`, a server under test. One such test at a time in a process |
//!
//! Of several clocks the one counts that was set last; each is taken away by dropping what the call
//! returned. What two tests of one process share, such as the circuit of one function or the installed
//! cache, sees the time of both: give each test its own ([`CacheManager::scope`], a breaker from a
//! builder), or `reset` it at the start.
//!
//! # Time that goes back
//!
//! A clock that is set goes on where the system's stood, or, with tokio's paused time, where the runtime
//! began. When it is taken away after it was advanced, time falls back. What has seen the later time waits
//! for it to come again: an open circuit stays open, a limit does not refill, an entry does not expire. No
//! span is ever negative, and nothing panics.
//!
//! # What goes by other clocks
//!
//! Redis expires entries and refills limits by its own clock. A key that nobody uses leaves the registry
//! of a guard by real time (`idle`). While a clock is set, the sweep frees nothing by itself.
//!
//! [`CacheManager::scope`]: crate::CacheManager::scope

pub use crate::clock::{
    ManualClock, ProcessClock, ThreadClock, follow_tokio, follow_tokio_everywhere,
};
