//! Sixty-four callers that succeed, fail, are dropped and panic, on a breaker that opens and closes
//! all the while.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use futures::FutureExt;
use gambeson::circuit_breaker;
use gambeson::resilience::{CircuitBreaker, HalfOpen, OpenFor, Outcome, Rejected, State, Window};
use gambeson::test::ManualClock;

const THREADS: u64 = 64;
const CALLS: u64 = 2_000;

#[test]
fn after_any_mixture_the_circuit_still_counts_opens_and_closes() {
    let clock = ManualClock::new();
    let breaker = CircuitBreaker::builder()
        .clock(clock.clone())
        .failure_rate(0.5)
        .window(Window::Calls(50))
        .min_calls(20)
        .open_for(OpenFor::Fixed(Duration::from_millis(5)))
        .half_open(HalfOpen::probes(3))
        .build()
        .unwrap();
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let callers: Vec<_> = (0..THREADS)
            .map(|thread| {
                scope.spawn({
                    let breaker = &breaker;
                    move || calls(breaker, thread)
                })
            })
            .collect();
        scope.spawn(|| {
            while !stop.load(Ordering::Relaxed) {
                clock.advance(Duration::from_millis(1));
                std::thread::yield_now();
            }
        });
        for caller in callers {
            caller.join().unwrap();
        }
        stop.store(true, Ordering::Relaxed);
    });

    // No permit is lost: as many probes as before are let through.
    breaker.reset();
    assert_eq!(breaker.counts().calls, 0);
    breaker.trip();
    clock.advance(Duration::from_millis(5));
    let probes: Vec<_> = (0..10).filter_map(|_| breaker.try_acquire().ok()).collect();
    assert_eq!(probes.len(), 3);
    for probe in probes {
        probe.finish(Outcome::Success);
    }
    assert_eq!(breaker.state(), State::Closed);
    for _ in 0..50 {
        breaker.try_acquire().unwrap().finish(Outcome::Success);
    }
    assert_eq!(breaker.counts().calls, 50);
}

/// Calls that end in each of the ways, by a generator of the thread's own.
fn calls(breaker: &CircuitBreaker, thread: u64) {
    let mut state = thread.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    for _ in 0..CALLS {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let Ok(permit) = breaker.try_acquire() else {
            continue;
        };
        match state % 8 {
            0..=2 => permit.finish(Outcome::Success),
            3..=5 => permit.finish(Outcome::Failure),
            6 => drop(permit),
            _ => {
                let panics = AssertUnwindSafe(|| {
                    let _permit = permit;
                    resume_unwind(Box::new("of the test"))
                });
                drop(catch_unwind(panics));
            }
        }
    }
}

static BODIES: AtomicU64 = AtomicU64::new(0);

#[derive(Debug)]
enum Fault {
    Down,
    Rejected,
}

impl From<Rejected> for Fault {
    fn from(_: Rejected) -> Self {
        Self::Rejected
    }
}

#[circuit_breaker(
    failure_rate = 0.5,
    window = "50 calls",
    min_calls = 20,
    open_for = "5ms",
    half_open = 3,
    name = "stress",
    handle = Stressed
)]
async fn stressed(random: u64) -> Result<(), Fault> {
    BODIES.fetch_add(1, Ordering::Relaxed);
    tokio::task::yield_now().await;
    match random % 8 {
        0..=3 => Ok(()),
        4..=5 => Err(Fault::Down),
        6 => std::future::pending().await,
        _ => resume_unwind(Box::new("of the test")),
    }
}

/// How often calls ended so, as the metrics have it.
fn ended(outcome: &str) -> u64 {
    let guards = gambeson::resilience::guards();
    let report = guards.iter().find(|guard| guard.name == "stress");
    let counters = report.map_or(&[][..], |report| &report.counters);
    counters
        .iter()
        .filter(|counter| counter.labels.contains(&("outcome", outcome)))
        .map(|counter| counter.value)
        .sum()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_64_tasks_were_told_is_what_was_counted() {
    let tasks: Vec<_> = (0..64_u64)
        .map(|task| tokio::spawn(many_calls(task)))
        .collect();
    let mut told = [0; 4];
    for task in tasks {
        for (sum, more) in told.iter_mut().zip(task.await.unwrap()) {
            *sum += more;
        }
    }
    let [succeeded, failed, dropped, refused] = told;
    assert_eq!(ended("success"), succeeded);
    assert_eq!(ended("failure"), failed, "errors and panics");
    assert_eq!(ended("abandoned"), dropped);
    assert_eq!(ended("ignored"), 0);
    assert_eq!(BODIES.load(Ordering::Relaxed), succeeded + failed + dropped);
    assert!(refused > 0, "the circuit has opened");

    // As good as new.
    Stressed::breaker().reset();
    Stressed::breaker().trip();
    assert!(Stressed::breaker().half_open());
    let probes: Vec<_> = (0..10)
        .filter_map(|_| Stressed::breaker().try_acquire().ok())
        .collect();
    assert_eq!(probes.len(), 3);
}

/// How many calls succeeded, failed, were dropped, were refused.
async fn many_calls(task: u64) -> [u64; 4] {
    let mut random = task.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut told = [0; 4];
    for _ in 0..CALLS {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let call = AssertUnwindSafe(stressed(random)).catch_unwind();
        let turns = async {
            for _ in 0..3 {
                tokio::task::yield_now().await;
            }
        };
        let place = tokio::select! {
            biased;
            ended = call => match ended {
                Ok(Ok(())) => 0,
                Ok(Err(Fault::Rejected)) => 3,
                Ok(Err(Fault::Down)) | Err(_) => 1,
            },
            () = turns => 2,
        };
        told[place] += 1;
    }
    told
}
