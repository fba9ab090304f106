//! The order that `order.md` recommends, with a dependency that follows a script.

use gambeson::resilience::{State, breaker};
use gambeson::{bulkhead, cached, circuit_breaker, fallback, rate_limit, retry, timeout};
use tokio::time::{Instant, sleep};

use super::script::{Step, counted, dependency, follow, left};
use super::support::{Answer, Fault, MS, SECOND, afresh, runs};

#[fallback(with = usual_price, name = "price: fallback")]
#[cached(ttl = "5m", key = "price:{item}", tier = memory)]
#[timeout("2s", name = "price: all")]
#[circuit_breaker(except(Fault::Unknown), consecutive = 2, name = "price: circuit")]
#[retry(3, backoff = fixed("100ms"), jitter = none, except(Fault::Unknown), name = "price: retry")]
#[timeout("500ms", name = "price: each")]
async fn price(item: u32) -> Answer {
    dependency(item).await
}

/// There is a usual price of what is known.
fn usual_price(item: u32, error: Fault) -> Answer {
    match error {
        Fault::Unknown => Err(error),
        _ => Ok(1000 + item),
    }
}

/// What all guards have counted: fallbacks, calls that were too long, attempts, attempts that were too
/// long, calls that were given up, calls that a later attempt has saved, and of the circuit: successes
/// and failures, ignored, abandoned and refused calls.
fn sums() -> [u64; 11] {
    let circuit = |outcome| counted("price: circuit", "circuit_breaker_calls_total", outcome);
    [
        counted("price: fallback", "fallbacks_total", ""),
        counted("price: all", "timeouts_total", ""),
        counted("price: retry", "retry_attempts_total", ""),
        counted("price: each", "timeouts_total", ""),
        counted("price: retry", "retry_exhausted_total", ""),
        counted("price: retry", "retry_success_after_failure_total", ""),
        circuit("success"),
        circuit("failure"),
        circuit("ignored"),
        circuit("abandoned"),
        counted("price: circuit", "circuit_breaker_rejected_total", ""),
    ]
}

#[tokio::test(start_paused = true)]
async fn the_recommended_stack_counts_what_each_of_its_guards_sees() {
    use Step::{Answers, Fails, Hangs, Unknown};

    let _time = gambeson::test::follow_tokio();
    let calls = async {
        // A hiccup, an attempt that hangs, and a third that succeeds.
        let begun = Instant::now();
        follow([Fails, Hangs, Answers]);
        assert_eq!(price(1).await, Ok(1));
        assert_eq!(begun.elapsed(), 700 * MS, "two waits, one time-out");
        assert_eq!(sums(), [0, 0, 3, 1, 0, 1, 1, 0, 0, 0, 0]);

        // The cache answers: nothing beneath is asked, or counts.
        assert_eq!(price(1).await, Ok(1));
        assert_eq!(sums(), [0, 0, 3, 1, 0, 1, 1, 0, 0, 0, 0]);

        // What is not known is neither tried again, nor counted as a failure; the last word is that of
        // the fallback, which gives the error back.
        follow([Unknown]);
        assert_eq!(price(9).await, Err(Fault::Unknown));
        assert_eq!(sums(), [1, 0, 4, 1, 0, 1, 1, 0, 1, 0, 0]);

        // Three failures are one to the circuit, and what stands in is not kept.
        follow([Fails, Fails, Fails, Answers]);
        assert_eq!([price(2).await, price(2).await], [Ok(1002), Ok(2)]);
        assert_eq!(sums(), [2, 0, 8, 1, 1, 1, 2, 1, 1, 0, 0]);

        // Everything hangs: each attempt has its time, and twice in a row opens the circuit.
        follow([Hangs; 6]);
        let begun = Instant::now();
        assert_eq!([price(3).await, price(4).await], [Ok(1003), Ok(1004)]);
        assert_eq!(begun.elapsed(), 2 * (3 * 500 + 200) * MS);
        assert_eq!(sums(), [4, 0, 14, 7, 3, 1, 2, 3, 1, 0, 0]);

        // Open: what the cache knows is still there, the rest is answered at once.
        let begun = Instant::now();
        assert_eq!([price(1).await, price(5).await], [Ok(1), Ok(1005)]);
        assert_eq!(begun.elapsed().as_nanos(), 0);
        assert_eq!(sums(), [5, 0, 14, 7, 3, 1, 2, 3, 1, 0, 1]);

        // A minute later, a probe finds that it works again.
        sleep(60 * SECOND).await;
        follow([Fails, Answers]);
        assert_eq!(price(6).await, Ok(6));
        assert_eq!(sums(), [5, 0, 16, 7, 3, 2, 3, 3, 1, 0, 1]);
        let circuit = breaker("price: circuit").expect("it is held");
        assert_eq!(circuit.state(), State::Closed);
        assert_eq!((left(), runs()), (0, 16), "one run for each attempt");
    };
    afresh(calls).await;
}

#[fallback(7, name = "loads: fallback")]
#[rate_limit("3/h", name = "loads: limit")]
#[cached(ttl = "5m", key = "loads:{item}", tier = memory)]
#[retry(2, backoff = none, name = "loads: retry")]
#[bulkhead(1, handle = LoadGuards, name = "loads: places")]
async fn loads(item: u32) -> Answer {
    assert_eq!(LoadGuards::bulkhead().in_use(), 1);
    dependency(item).await
}

#[tokio::test(start_paused = true)]
async fn a_limit_of_callers_above_a_cache_and_places_beneath_a_retry() {
    use Step::{Answers, Fails};

    let _time = gambeson::test::follow_tokio();
    let calls = async {
        follow([Fails, Answers]);
        assert_eq!(loads(1).await, Ok(1));
        assert_eq!(loads(1).await, Ok(1), "a hit");
        let held = LoadGuards::bulkhead().try_acquire().expect("it is free");
        assert_eq!(loads(2).await, Ok(7), "full");
        drop(held);
        assert_eq!(loads(1).await, Ok(7), "limited: a hit counts, too");
        let checks = |result| counted("loads: limit", "rate_limit_checks_total", result);
        assert_eq!((checks("allowed"), checks("limited")), (3, 1));
        assert_eq!(counted("loads: retry", "retry_attempts_total", ""), 3);
        assert_eq!(counted("loads: places", "bulkhead_rejected_total", ""), 1);
        assert_eq!(counted("loads: fallback", "fallbacks_total", ""), 2);
        assert_eq!(LoadGuards::bulkhead().in_use(), 0);
        assert_eq!((left(), runs()), (0, 2));
    };
    afresh(calls).await;
}
