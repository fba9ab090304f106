//! Sixty-four tasks on a stack of five, with random outcomes, drops and panics: the sums add up.

use std::panic::{AssertUnwindSafe, resume_unwind};
use std::sync::atomic::{AtomicU64, Ordering};

use futures::FutureExt;
use gambeson::{bulkhead, circuit_breaker, rate_limit, retry, timeout};

use super::script::counted;
use super::support::{Answer, Fault, MS, told};

const TASKS: u64 = 64;
const CALLS: u64 = 500;

#[circuit_breaker(
    failure_rate = 0.15,
    window = "100 calls",
    min_calls = 50,
    open_for = "2ms",
    half_open = 3,
    name = "many: circuit",
    handle = Many
)]
#[retry(3, backoff = none, name = "many: retry")]
#[rate_limit("20000/s", burst = 50, name = "many: limit")]
#[bulkhead(16, queue = 24, name = "many: places")]
#[timeout("1ms", name = "many: each")]
async fn call(random: u64) -> Answer {
    let mut body = Body::begins();
    tokio::task::yield_now().await;
    let answer = match random % 16 {
        0..=9 => Ok(1),
        10..=12 => Err(Fault::Down),
        13..=14 => std::future::pending().await,
        _ => {
            body.ends();
            resume_unwind(Box::new("of the test"))
        }
    };
    body.ends();
    answer
}

static BEGUN: AtomicU64 = AtomicU64::new(0);
static CUT: AtomicU64 = AtomicU64::new(0);

/// Counts the bodies that begin, and those that are dropped before they end.
struct Body {
    over: bool,
}

impl Body {
    fn begins() -> Self {
        BEGUN.fetch_add(1, Ordering::Relaxed);
        Self { over: false }
    }

    fn ends(&mut self) {
        self.over = true;
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        if !self.over {
            CUT.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// How calls have ended, as those saw it who called.
const ENDS: [&str; 8] = [
    "ok", "down", "late", "open", "limited", "full", "dropped", "panicked",
];

async fn calls(task: u64) -> [u64; ENDS.len()] {
    let mut random = task.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut ends = [0; ENDS.len()];
    for _ in 0..CALLS {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let call = AssertUnwindSafe(call(random)).catch_unwind();
        let patience = async {
            // Every fourth call is dropped before long.
            if random >> 32 & 3 > 0 {
                std::future::pending::<()>().await;
            }
            for _ in 0..random >> 40 & 7 {
                tokio::task::yield_now().await;
            }
        };
        let end = tokio::select! {
            biased;
            ended = call => ended.map_or("panicked", |answer| told(&answer)),
            () = patience => "dropped",
        };
        if ["open", "limited", "full"].contains(&end) {
            tokio::time::sleep(MS).await;
        }
        let place = ENDS.iter().position(|known| *known == end);
        ends[place.expect("there are no others")] += 1;
    }
    ends
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_64_tasks_were_told_is_what_each_guard_has_counted() {
    let tasks: Vec<_> = (0..TASKS).map(|task| tokio::spawn(calls(task))).collect();
    let mut ends = [0; ENDS.len()];
    for task in tasks {
        for (sum, more) in ends.iter_mut().zip(task.await.expect("it caught all")) {
            *sum += more;
        }
    }
    let [ok, down, late, open, limited, full, dropped, panicked] = ends;
    assert_eq!(ends.iter().sum::<u64>(), TASKS * CALLS);
    assert!(
        ends.iter().all(|end| *end > 0),
        "each has happened: {ends:?}"
    );

    let circuit = |outcome| counted("many: circuit", "circuit_breaker_calls_total", outcome);
    assert_eq!(circuit("success"), ok);
    assert_eq!(circuit("failure"), down + late + panicked);
    assert_eq!(circuit("ignored"), limited + full, "refused further in");
    assert_eq!(circuit("abandoned"), dropped);
    let rejected = counted("many: circuit", "circuit_breaker_rejected_total", "");
    assert_eq!(rejected, open);

    // Each attempt asks the limit, and what is let through the bulkhead.
    let attempts = counted("many: retry", "retry_attempts_total", "");
    let checks = |result| counted("many: limit", "rate_limit_checks_total", result);
    assert_eq!(checks("limited"), limited);
    assert_eq!(checks("allowed") + limited, attempts);
    assert_eq!(counted("many: places", "bulkhead_rejected_total", ""), full);
    let begun = BEGUN.load(Ordering::Relaxed);
    let left_the_queue = checks("allowed") - full - begun;
    let late_attempts = counted("many: each", "timeouts_total", "");
    let cut = CUT.load(Ordering::Relaxed);
    assert_eq!(cut, late_attempts + dropped - left_the_queue);

    // As good as new.
    let places = Many::bulkhead();
    assert_eq!((places.in_use(), places.waiting()), (0, 0));
    let held: Vec<_> = (0..20).filter_map(|_| places.try_acquire().ok()).collect();
    assert_eq!(held.len(), 16);
    Many::breaker().reset();
    Many::breaker().trip();
    assert!(Many::breaker().half_open());
    let probes: Vec<_> = (0..10)
        .filter_map(|_| Many::breaker().try_acquire().ok())
        .collect();
    assert_eq!(probes.len(), 3);
}
