//! The clocks that tests put in the place of the system's.
#![expect(
    clippy::await_holding_lock,
    reason = "a clock for all threads is there for one test at a time, each with a thread of its own"
)]

use std::cell::Cell;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use gambeson::resilience::{CircuitBreaker, OpenFor, State};
use gambeson::test::{ManualClock, follow_tokio, follow_tokio_everywhere};
use gambeson::{CacheManager, Rejected, cached, circuit_breaker, rate_limit, retry, timeout};

#[derive(Debug, PartialEq)]
enum Fault {
    Down,
    Rejected(Rejected),
}

impl From<Rejected> for Fault {
    fn from(rejected: Rejected) -> Self {
        Self::Rejected(rejected)
    }
}

/// Longer than any of these tests takes.
const HOUR: Duration = Duration::from_secs(3600);
/// A millisecond less.
const ALMOST_AN_HOUR: Duration = Duration::from_millis(3_599_999);

/// A clock for all threads is there for one test at a time.
static PROCESS: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    PROCESS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A breaker that is open, and lets a probe through in an hour.
fn open_for_an_hour() -> CircuitBreaker {
    let breaker = CircuitBreaker::builder().open_for(OpenFor::Fixed(HOUR));
    let breaker = breaker.build().expect("a policy that can be");
    breaker.trip();
    assert!(refuses(&breaker));
    breaker
}

fn refuses(breaker: &CircuitBreaker) -> bool {
    breaker.try_acquire().is_err()
}

/// On another thread.
fn elsewhere<T: Send>(look: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| scope.spawn(look).join()).expect("no panic")
}

async fn manager() -> CacheManager {
    let manager = CacheManager::builder().build().await;
    manager.expect("a manager in memory")
}

#[tokio::test(start_paused = true)]
async fn a_circuit_half_opens_by_tokio_s_time() {
    let _alone = alone();
    let _time = follow_tokio();
    let breaker = open_for_an_hour();
    tokio::time::advance(ALMOST_AN_HOUR).await;
    assert!(refuses(&breaker));
    tokio::time::advance(Duration::from_millis(1)).await;
    assert!(!refuses(&breaker));
    assert_eq!(breaker.state(), State::HalfOpen);
}

#[circuit_breaker(consecutive = 1, open_for = "1h")]
async fn fragile(fails: bool) -> Result<(), Fault> {
    if fails { Err(Fault::Down) } else { Ok(()) }
}

#[tokio::test(start_paused = true)]
async fn a_circuit_of_an_attribute_half_opens_by_tokio_s_time() {
    let _alone = alone();
    let _time = follow_tokio();
    assert_eq!(fragile(true).await, Err(Fault::Down));
    tokio::time::advance(ALMOST_AN_HOUR).await;
    assert!(matches!(fragile(false).await, Err(Fault::Rejected(_))));
    tokio::time::advance(Duration::from_millis(1)).await;
    assert_eq!(fragile(false).await, Ok(()));
}

#[rate_limit("1/h")]
fn limited() -> Result<(), Fault> {
    Ok(())
}

#[test]
fn a_limit_of_an_attribute_refills_by_a_clock_of_the_thread() {
    let _alone = alone();
    let clock = ManualClock::new();
    let _set = clock.on_this_thread();
    assert_eq!(limited(), Ok(()));
    clock.advance(ALMOST_AN_HOUR);
    assert!(limited().is_err());
    clock.advance(Duration::from_millis(1));
    assert_eq!(limited(), Ok(()));
}

#[retry(attempts = 2, backoff = fixed("1h"), jitter = none)]
#[timeout("30m")]
async fn slow_at_first(attempts: &Cell<u32>) -> Result<(), Fault> {
    attempts.set(attempts.get() + 1);
    if attempts.get() == 1 {
        std::future::pending::<()>().await;
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn waits_and_time_outs_are_tokio_s() {
    let _alone = alone();
    let _time = follow_tokio();
    let begun = tokio::time::Instant::now();
    assert_eq!(slow_at_first(&Cell::new(0)).await, Ok(()));
    assert_eq!(begun.elapsed().as_secs(), 5400);
}

#[tokio::test(start_paused = true)]
async fn a_sleep_is_time_that_passes_for_guards() {
    let _alone = alone();
    let _time = follow_tokio();
    let breaker = open_for_an_hour();
    tokio::time::sleep(HOUR).await;
    assert!(!refuses(&breaker));
}

#[tokio::test(start_paused = true)]
async fn an_entry_of_an_attribute_expires_by_tokio_s_time() {
    static LOADS: AtomicU32 = AtomicU32::new(0);

    #[cached(ttl = "1h", jitter = 0, key = "clocks:{id}")]
    async fn counted(id: u64) -> u64 {
        LOADS.fetch_add(1, Ordering::Relaxed);
        id
    }

    let _alone = alone();
    let _time = follow_tokio();
    let calls = async {
        counted(1).await;
        tokio::time::advance(Duration::from_secs(3599)).await;
        counted(1).await;
        assert_eq!(LOADS.load(Ordering::Relaxed), 1);
        tokio::time::advance(Duration::from_secs(2)).await;
        counted(1).await;
        assert_eq!(LOADS.load(Ordering::Relaxed), 2);
    };
    manager().await.scope(calls).await;
}

#[tokio::test]
async fn an_entry_of_an_attribute_expires_by_a_clock_of_the_thread() {
    static LOADS: AtomicU32 = AtomicU32::new(0);

    #[cached(ttl = "1h", jitter = 0, key = "clocks:sync:{id}")]
    fn counted(id: u64) -> u64 {
        LOADS.fetch_add(1, Ordering::Relaxed);
        id
    }

    let _alone = alone();
    let clock = ManualClock::new();
    let _set = clock.on_this_thread();
    let calls = async {
        counted(1);
        clock.advance(Duration::from_secs(3599));
        counted(1);
        assert_eq!(LOADS.load(Ordering::Relaxed), 1);
        clock.advance(Duration::from_secs(2));
        counted(1);
        assert_eq!(LOADS.load(Ordering::Relaxed), 2);
    };
    manager().await.scope(calls).await;
}

#[test]
fn a_clock_of_one_thread_moves_no_other() {
    let _alone = alone();
    let breaker = open_for_an_hour();
    let clock = ManualClock::new();
    let _set = clock.on_this_thread();
    clock.advance(2 * HOUR);
    assert!(elsewhere(|| refuses(&breaker)));
    assert!(!refuses(&breaker));
}

#[test]
fn a_clock_for_all_threads_moves_those_that_have_none_of_their_own() {
    let _alone = alone();
    let breaker = open_for_an_hour();
    let (all, own) = (ManualClock::new(), ManualClock::new());
    let everywhere = all.everywhere();
    all.advance(2 * HOUR);
    let set = own.on_this_thread();
    // The thread's own goes on where that of all stood.
    drop(everywhere);
    assert!(elsewhere(|| refuses(&breaker)));
    assert!(!refuses(&breaker));
    drop(set);
}

#[test]
fn the_workers_of_a_runtime_see_a_clock_for_all_threads() {
    let _alone = alone();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .expect("a runtime");
    let breaker = open_for_an_hour();
    let clock = ManualClock::new();
    let refused = |breaker: &CircuitBreaker| {
        let breaker = breaker.clone();
        runtime.block_on(runtime.spawn(async move { refuses(&breaker) }))
    };
    let set = clock.on_this_thread();
    clock.advance(HOUR);
    assert!(
        refused(&breaker).expect("no panic"),
        "a worker is another thread"
    );
    drop(set);
    let _set = clock.everywhere();
    assert!(!refused(&breaker).expect("no panic"));
}

#[tokio::test(start_paused = true)]
async fn the_blocking_threads_of_a_paused_runtime_see_its_time_when_all_threads_follow() {
    let _alone = alone();
    let _time = follow_tokio_everywhere();
    let breaker = open_for_an_hour();
    tokio::time::advance(HOUR).await;
    let there = tokio::task::spawn_blocking(move || refuses(&breaker)).await;
    assert!(!there.expect("no panic"));
}

#[test]
fn what_has_seen_a_later_time_waits_for_it_to_come_again() {
    let _alone = alone();
    let clock = ManualClock::new();
    let set = clock.on_this_thread();
    clock.advance(100 * HOUR);
    let breaker = open_for_an_hour();
    drop(set);
    assert!(refuses(&breaker));
    assert_eq!(breaker.state(), State::Open);
    let _set = clock.on_this_thread();
    clock.advance(HOUR);
    assert!(!refuses(&breaker));
}

#[tokio::test(start_paused = true)]
async fn a_builder_s_own_clock_is_not_moved() {
    let _alone = alone();
    let _time = follow_tokio();
    let own = ManualClock::new();
    let breaker = CircuitBreaker::builder()
        .open_for(OpenFor::Fixed(HOUR))
        .clock(own.clone())
        .build()
        .expect("a policy that can be");
    breaker.trip();
    tokio::time::advance(2 * HOUR).await;
    assert!(refuses(&breaker));
    own.advance(HOUR);
    assert!(!refuses(&breaker));
}
