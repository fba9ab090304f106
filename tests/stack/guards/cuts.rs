//! A time-out cuts whatever is beneath it, and time counts from the call.

use gambeson::resilience::State;
use gambeson::{Rejected, bulkhead, circuit_breaker, rate_limit, retry, timeout};
use tokio::time::{Instant, sleep};

use super::script::{Step, counted, dependency, follow, left};
use super::support::{Answer, Fault, MS, SECOND, told};

/// The name of what has ended the call.
fn cut_by(answer: &Answer) -> &str {
    match answer {
        Err(Fault::Rejected(Rejected::TimedOut(late))) => &late.name,
        other => panic!("nothing has: {other:?}"),
    }
}

/// A stack of five beneath a time-out.
macro_rules! stack {
    ($handle:ident, $all:literal) => {
        #[timeout($all, name = "all")]
        #[circuit_breaker(consecutive = 1, handle = $handle)]
        #[retry(5, backoff = fixed("400ms"), jitter = none)]
        #[rate_limit("1/500ms", burst = 1, wait = "1h")]
        #[bulkhead(1, queue = 1)]
        #[timeout("300ms", name = "each")]
        async fn call() -> Answer {
            dependency(1).await
        }
    };
}

/// Nothing is held, and the circuit has only seen a call that was abandoned.
macro_rules! assert_untouched {
    ($handle:ident) => {
        let (places, circuit) = ($handle::bulkhead(), $handle::breaker());
        assert_eq!((places.in_use(), places.waiting()), (0, 0));
        assert_eq!(circuit.counts().calls, 0);
        assert_eq!(circuit.state(), State::Closed);
        circuit.trip();
        assert!(circuit.half_open());
        assert!(circuit.try_acquire().is_ok(), "the probe's place is free");
    };
}

#[tokio::test(start_paused = true)]
async fn the_wait_in_a_queue() {
    stack!(Guards, "1s");
    let _time = gambeson::test::follow_tokio();
    let begun = Instant::now();
    let held = Guards::bulkhead().try_acquire().expect("it is free");
    assert_eq!(cut_by(&call().await), "all");
    assert_eq!(begun.elapsed(), SECOND);
    drop(held);
    assert_untouched!(Guards);
}

#[tokio::test(start_paused = true)]
async fn the_wait_for_a_permit_which_is_not_begun_if_it_is_too_long() {
    stack!(Guards, "400ms");
    let _time = gambeson::test::follow_tokio();
    assert!(Guards::limiter().check().admitted);
    let begun = Instant::now();
    assert_eq!(told(&call().await), "limited");
    assert_eq!(begun.elapsed().as_nanos(), 0);
    assert_untouched!(Guards);

    // What was not waited for was not taken.
    sleep(501 * MS).await;
    assert!(Guards::limiter().check().admitted);
}

#[tokio::test(start_paused = true)]
async fn the_body_after_a_wait_for_a_permit_and_one_for_a_place() {
    stack!(Guards, "700ms");
    let _time = gambeson::test::follow_tokio();
    assert!(Guards::limiter().check().admitted);
    let held = Guards::bulkhead().try_acquire().expect("it is free");
    let begun = Instant::now();
    follow([Step::Hangs]);
    let free = async {
        sleep(600 * MS).await;
        assert_eq!(Guards::bulkhead().waiting(), 1, "it has its permit");
        drop(held);
    };
    let (answer, ()) = tokio::join!(call(), free);
    assert_eq!(
        (cut_by(&answer), begun.elapsed(), left()),
        ("all", 700 * MS, 0)
    );
    assert_untouched!(Guards);
}

#[tokio::test(start_paused = true)]
async fn the_attempt_after_a_back_off() {
    stack!(Guards, "800ms");
    let _time = gambeson::test::follow_tokio();
    let begun = Instant::now();
    // 100 ms, 400 ms of waiting for the next, and 300 ms of that one: the one further out comes first.
    follow([Step::FailsIn(101 * MS), Step::Hangs]);
    let answer = call().await;
    assert_eq!(
        (cut_by(&answer), begun.elapsed(), left()),
        ("all", 800 * MS, 0)
    );
    assert_untouched!(Guards);
}

#[tokio::test(start_paused = true)]
async fn a_back_off_is_not_begun_if_it_is_too_long() {
    stack!(Guards, "600ms");
    let _time = gambeson::test::follow_tokio();
    let begun = Instant::now();
    follow([Step::FailsIn(250 * MS)]);
    assert_eq!(told(&call().await), "down");
    assert_eq!((begun.elapsed(), left()), (250 * MS, 0));
    let opened_by = Guards::breaker().opened_by().expect("one failure opens it");
    assert_eq!(opened_by.failures, 1, "it has failed, and was not cut");
    assert_eq!(Guards::bulkhead().in_use(), 0);
}

/// The one above is in a function that calls, and is not seen as a deadline: it drops the call.
#[tokio::test(start_paused = true)]
async fn a_back_off_and_all_else_where_a_foreign_time_out_drops_the_call() {
    stack!(Guards, "1h");
    let _time = gambeson::test::follow_tokio();
    for (span, steps) in [(400, 1), (600, 2)] {
        follow([Step::Fails, Step::Hangs].into_iter().take(steps));
        let ended = tokio::time::timeout(span * MS, call()).await;
        assert!(ended.is_err());
        assert_eq!(left(), 0);
        sleep(SECOND).await;
    }
    assert_eq!(counted("each", "timeouts_total", ""), 0);
    assert_untouched!(Guards);
}

#[timeout("1s")]
#[circuit_breaker(consecutive = 1, handle = Forgets)]
#[timeout("1h")]
async fn forgets() -> Answer {
    dependency(1).await
}

#[timeout("1s")]
#[circuit_breaker(consecutive = 1, abandoned = failure, handle = Remembers)]
#[timeout("1h")]
async fn remembers() -> Answer {
    dependency(1).await
}

#[tokio::test(start_paused = true)]
async fn a_probe_which_is_abandoned_then_unless_that_is_a_failure() {
    for circuit in [Forgets::breaker(), Remembers::breaker()] {
        circuit.trip();
        assert!(circuit.half_open());
    }
    follow([Step::Hangs; 2]);
    assert_eq!(told(&forgets().await), "late");
    assert_eq!(Forgets::breaker().state(), State::HalfOpen);
    assert!(Forgets::breaker().try_acquire().is_ok());
    assert_eq!(told(&remembers().await), "late");
    assert_eq!(Remembers::breaker().state(), State::Open);
}

#[retry(2, backoff = fixed("1s"), jitter = none)]
#[timeout("1s")]
#[circuit_breaker(consecutive = 1, handle = Attempts)]
#[bulkhead(1)]
async fn attempts() -> Answer {
    dependency(1).await
}

#[tokio::test(start_paused = true)]
async fn an_attempt_which_leaves_nothing_to_the_guards_beneath_while_the_next_is_waited_for() {
    let (places, circuit) = (Attempts::bulkhead(), Attempts::breaker());
    follow([Step::Hangs, Step::Answers]);
    let between = async {
        sleep(1500 * MS).await;
        assert_eq!((places.in_use(), left()), (0, 1));
        assert_eq!(circuit.counts().calls, 0);
    };
    let (answer, ()) = tokio::join!(attempts(), between);
    assert_eq!((answer, left()), (Ok(1), 0));
    assert_eq!((places.in_use(), circuit.counts().calls), (0, 1));
}
