//! Several at a time: attempts of a hedge, and callers of a cache.

use gambeson::resilience::State;
use gambeson::{bulkhead, cached, circuit_breaker, hedge, retry, timeout};
use tokio::time::sleep;

use super::script::{Step, counted, dependency, follow, left};
use super::support::{Answer, MS, SECOND, afresh, runs};

#[hedge(after = "1s")]
#[circuit_breaker(consecutive = 1, half_open = 2, handle = Probes)]
#[bulkhead(2)]
async fn probes() -> Answer {
    dependency(1).await
}

#[tokio::test(start_paused = true)]
async fn a_probe_that_loses_gives_its_place_back() {
    let circuit = Probes::breaker();
    circuit.trip();
    assert!(circuit.half_open());
    follow([Step::Hangs, Step::AnswersIn(SECOND)]);
    assert_eq!(probes().await, Ok(1));
    assert_eq!(circuit.state(), State::HalfOpen, "one of two has succeeded");
    follow([Step::Answers]);
    assert_eq!(probes().await, Ok(1), "there is a place for the other");
    assert_eq!(circuit.state(), State::Closed);
}

#[hedge(after = "1s")]
#[circuit_breaker(consecutive = 1, handle = OneProbe)]
async fn one_probe() -> Answer {
    dependency(1).await
}

#[tokio::test(start_paused = true)]
async fn a_second_attempt_that_is_refused_leaves_the_only_probe_alone() {
    let circuit = OneProbe::breaker();
    circuit.trip();
    assert!(circuit.half_open());
    follow([Step::AnswersIn(3 * SECOND)]);
    assert_eq!(one_probe().await, Ok(1));
    assert_eq!(circuit.state(), State::Closed);
}

#[timeout("1h")]
#[cached(ttl = "5m", key = "beside:shared", tier = memory)]
#[circuit_breaker(consecutive = 1, name = "beside: circuit")]
#[retry(2, backoff = fixed("1s"), jitter = none)]
#[bulkhead(1)]
async fn shared() -> Answer {
    dependency(1).await
}

#[tokio::test(start_paused = true)]
async fn callers_of_a_cache_share_one_call_with_all_of_its_attempts() {
    afresh(async {
        follow([Step::FailsIn(SECOND), Step::AnswersIn(SECOND)]);
        let late = async {
            sleep(1500 * MS).await;
            shared().await
        };
        let answers = tokio::join!(shared(), shared(), late);
        assert_eq!(answers, (Ok(1), Ok(1), Ok(1)));
        assert_eq!((left(), runs()), (0, 2));

        let calls = |outcome| counted("beside: circuit", "circuit_breaker_calls_total", outcome);
        assert_eq!((calls(""), calls("success")), (1, 1));
    })
    .await;
}

#[cached(ttl = "5m", key = "beside:handed_on", tier = memory)]
#[circuit_breaker(consecutive = 1, name = "beside: handed on")]
#[retry(2, backoff = fixed("1s"), jitter = none)]
#[bulkhead(1, handle = HandedOn)]
async fn handed_on() -> Answer {
    assert_eq!(HandedOn::bulkhead().in_use(), 1);
    dependency(1).await
}

#[tokio::test(start_paused = true)]
async fn who_takes_over_the_load_of_a_caller_that_was_dropped_finds_its_place_free() {
    afresh(async {
        follow([Step::Hangs, Step::AnswersIn(SECOND)]);
        let dropped = tokio::time::timeout(SECOND, handed_on());
        let (dropped, answer) = tokio::join!(biased; dropped, handed_on());
        assert!(dropped.is_err());
        assert_eq!(answer, Ok(1));
        assert_eq!((left(), runs()), (0, 2));

        let calls = |outcome| counted("beside: handed on", "circuit_breaker_calls_total", outcome);
        assert_eq!(["abandoned", "success", ""].map(calls), [1, 1, 2]);
        assert_eq!(HandedOn::bulkhead().in_use(), 0);
    })
    .await;
}
