//! Sixty-four callers that succeed, fail, are dropped and panic, on a breaker that opens and closes
//! all the while.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use gambeson::resilience::{CircuitBreaker, HalfOpen, OpenFor, Outcome, State, Window};
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
