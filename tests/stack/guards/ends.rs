//! Calls that end without an answer, in each phase of a stack of five.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures::FutureExt;
use gambeson::resilience::{Bulkhead, CircuitBreaker, RateLimiter, State};
use gambeson::{bulkhead, circuit_breaker, rate_limit, retry, timeout};
use tokio::time::sleep;

use super::script::{Step, counted, dependency, follow, left};
use super::support::{Answer, SECOND, told};

/// One result opens the circuit, or closes it: whatever is counted is seen.
macro_rules! stack {
    ($handle:ident) => {
        #[circuit_breaker(consecutive = 1, handle = $handle)]
        #[retry(2, backoff = fixed("10s"), jitter = none)]
        #[rate_limit("1/10s", burst = 1, wait = "1h")]
        #[bulkhead(1, queue = 4)]
        #[timeout("1h")]
        async fn call() -> Answer {
            dependency(1).await
        }

        fn guards() -> Guards {
            Guards {
                circuit: $handle::breaker(),
                limit: $handle::limiter(),
                places: $handle::bulkhead(),
            }
        }
    };
}

#[derive(Clone, Copy)]
struct Guards {
    circuit: &'static CircuitBreaker,
    limit: &'static RateLimiter,
    places: &'static Bulkhead,
}

/// When a call is in which phase, in seconds, if the permit and the place are taken when it comes and
/// the place is free after 15 seconds.
const PHASES: [(u32, &str); 5] = [
    (5, "it waits for its permit"),
    (12, "it waits for its place"),
    (17, "the body runs"),
    (25, "it waits for its second attempt"),
    (32, "the body runs again"),
];

/// When it is over.
const END: u32 = 36;

impl Guards {
    /// As if nobody had ever called, in this state.
    fn reset(self, state: State) {
        self.circuit.reset();
        if state == State::HalfOpen {
            self.circuit.trip();
            assert!(self.circuit.half_open());
        }
    }

    /// Takes the permit at once, and the place for a while, and leads a call through all phases.
    async fn occupied(self) {
        assert!(self.limit.check().admitted, "it is whole");
        let held = self.places.try_acquire().expect("it is free");
        follow([Step::FailsIn(5 * SECOND), Step::AnswersIn(5 * SECOND)]);
        sleep(15 * SECOND).await;
        drop(held);
        std::future::pending::<()>().await;
    }

    /// Nothing is held, and nothing was counted.
    fn assert_untouched(self, state: State, phase: &str) {
        self.assert_free(phase);
        assert_eq!(self.circuit.state(), state, "{phase}");
        assert_eq!(self.circuit.counts().calls, 0, "{phase}");
        assert!(
            self.circuit.try_acquire().is_ok(),
            "{phase}: the probe's place is free"
        );
    }

    fn assert_free(self, phase: &str) {
        let places = self.places;
        assert_eq!((places.in_use(), places.waiting()), (0, 0), "{phase}");
    }
}

#[tokio::test(start_paused = true)]
async fn dropped_in_each_phase_it_leaves_nothing() {
    stack!(Handle);
    let _time = gambeson::test::follow_tokio();
    for state in [State::Closed, State::HalfOpen] {
        for (at, phase) in PHASES {
            guards().reset(state);
            tokio::select! {
                biased;
                () = guards().occupied() => {}
                ended = call() => panic!("{phase}: {ended:?}"),
                () = sleep(at * SECOND) => {}
            }
            assert_eq!(left(), phases_left(at), "{phase}");
            guards().assert_untouched(state, phase);
            sleep(100 * SECOND).await;
        }
    }
}

/// How many runs of the body are still to come at this second.
fn phases_left(at: u32) -> usize {
    match at {
        ..15 => 2,
        15..30 => 1,
        _ => 0,
    }
}

#[tokio::test(start_paused = true)]
async fn not_dropped_it_ends_and_counts_once() {
    stack!(Handle);
    let _time = gambeson::test::follow_tokio();
    for state in [State::Closed, State::HalfOpen] {
        guards().reset(state);
        tokio::select! {
            biased;
            () = guards().occupied() => {}
            ended = call() => assert_eq!(ended, Ok(1)),
            () = sleep(END * SECOND) => panic!("it is over by now"),
        }
        guards().assert_free("at the end");
        assert_eq!(guards().circuit.state(), State::Closed);
        let calls = u64::from(state == State::Closed);
        assert_eq!(
            guards().circuit.counts().calls,
            calls,
            "a probe closes the circuit"
        );
        sleep(100 * SECOND).await;
    }
}

#[tokio::test(start_paused = true)]
async fn dropped_in_the_wait_for_its_second_attempt_it_has_made_one() {
    #[retry(2, backoff = fixed("10s"), jitter = none, name = "ends: retry")]
    async fn call() -> Answer {
        dependency(1).await
    }
    for attempts in [1, 2] {
        follow([Step::Fails]);
        tokio::select! {
            ended = call() => panic!("{ended:?}"),
            () = sleep(5 * SECOND) => {}
        }
        assert_eq!(counted("ends: retry", "retry_attempts_total", ""), attempts);
    }
}

#[tokio::test(start_paused = true)]
async fn a_permit_that_was_not_waited_for_is_there_for_the_next() {
    stack!(Handle);
    let _time = gambeson::test::follow_tokio();
    tokio::select! {
        biased;
        () = guards().occupied() => {}
        ended = call() => panic!("{ended:?}"),
        () = sleep(5 * SECOND) => {}
    }
    sleep(5 * SECOND).await;
    assert!(
        guards().limit.check().admitted,
        "ten seconds after the first"
    );
}

#[tokio::test(start_paused = true)]
async fn never_polled_it_has_asked_nobody() {
    stack!(Handle);
    let _time = gambeson::test::follow_tokio();
    drop(call());
    guards().assert_untouched(State::Closed, "never polled");
    assert!(guards().limit.check().admitted);
}

#[tokio::test(start_paused = true)]
async fn a_panic_is_one_failure_and_leaves_nothing_taken() {
    stack!(Handle);
    let _time = gambeson::test::follow_tokio();
    for state in [State::Closed, State::HalfOpen] {
        for steps in [vec![Step::Panics], vec![Step::Fails, Step::Panics]] {
            guards().reset(state);
            follow(steps);
            let ended = AssertUnwindSafe(call()).catch_unwind().await;
            assert!(ended.is_err());
            assert_eq!(left(), 0, "what panics is not tried again");
            guards().assert_free("after a panic");
            assert_eq!(
                guards().circuit.state(),
                State::Open,
                "a panic is a failure"
            );
            sleep(100 * SECOND).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_that_outlives_its_state_changes_nothing_and_leaves_nothing_taken() {
    stack!(Handle);
    let _time = gambeson::test::follow_tokio();
    for steps in [[Step::FailsIn(SECOND); 2], [Step::AnswersIn(SECOND); 2]] {
        guards().reset(State::Closed);
        follow(steps);
        let changes = async {
            sleep(SECOND / 2).await;
            guards().reset(State::HalfOpen);
        };
        let (ended, ()) = tokio::join!(call(), changes);
        assert_ne!(told(&ended), "open");
        guards().assert_untouched(State::HalfOpen, "a late result");
        sleep(100 * SECOND).await;
    }
}

fn paused_runtime() -> tokio::runtime::Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().start_paused(true);
    builder.build().expect("a runtime")
}

#[test]
fn a_runtime_that_is_shut_down_in_each_phase_leaves_nothing() {
    stack!(Handle);
    for state in [State::Closed, State::HalfOpen] {
        for (at, phase) in PHASES {
            let runtime = paused_runtime();
            runtime.block_on(async {
                let _time = gambeson::test::follow_tokio();
                // Time begins anew with each runtime, and the limit is that of all.
                tokio::time::advance(later()).await;
                guards().reset(state);
                tokio::spawn(guards().occupied());
                tokio::task::yield_now().await;
                tokio::spawn(async { panic!("it is not over: {:?}", call().await) });
                sleep(at * SECOND).await;
            });
            assert_eq!(left(), phases_left(at), "{phase}");
            drop(runtime);
            guards().assert_untouched(state, phase);
        }
    }
}

/// Later than what all runtimes before have seen.
fn later() -> Duration {
    use std::sync::atomic::{AtomicU32, Ordering};

    static RUNTIMES: AtomicU32 = AtomicU32::new(1);
    RUNTIMES.fetch_add(1, Ordering::Relaxed) * 1000 * SECOND
}
