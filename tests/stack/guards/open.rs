//! A circuit that is open ends what stands above it at once.

use gambeson::resilience::guards;
use gambeson::{cached, circuit_breaker, fallback, hedge, retry};
use tokio::time::Instant;

use super::support::{Answer, Fault, SECOND, afresh, fails, ran, runs, told};

fn attempts(name: &str) -> u64 {
    let all = guards();
    let retry = all.iter().find(|guard| guard.name == name);
    let retry = retry.expect("it has been called");
    assert_eq!(retry.counted("retry_exhausted_total"), 0, "{name}");
    retry.counted("retry_attempts_total")
}

/// One rejection, one attempt, no body and no time, however often the retry above would try.
macro_rules! check {
    ($($(#[$reason:meta])* $test:ident, $name:literal: $($attribute:ident($($args:tt)*))*;)+) => {$(
        $(#[$reason])*
        #[tokio::test(start_paused = true)]
        async fn $test() {
            #[retry(5, backoff = fixed("1h"), jitter = none, name = $name)]
            $(#[$attribute($($args)*)])*
            #[circuit_breaker(handle = Guards)]
            async fn call() -> Answer {
                Ok(ran())
            }

            let _time = gambeson::test::follow_tokio();
            afresh(async {
                for open in [true, false] {
                    let breaker = Guards::breaker();
                    breaker.reset();
                    if open { breaker.trip() } else { breaker.force_open() }
                    let (begun, before) = (Instant::now(), breaker.counts().rejected);
                    assert_eq!(told(&call().await), "open");
                    assert_eq!(breaker.counts().rejected, before + 1, "one rejection");
                    assert_eq!((runs(), begun.elapsed().as_nanos()), (0, 0));
                }
                assert_eq!(attempts($name), 2, "one of each call");
            })
            .await;
        }
    )+};
}

check! {
    right_above_it, "open 1": ;
    beyond_a_cache, "open 2": cached(ttl = "5m", key = "guards:open", tier = memory);
    beyond_a_fallback_for_others, "open 3": fallback(7, only(Fault::Down));
    beyond_a_hedge, "open 4": hedge(after = "1s");
    beyond_all_three, "open 5": fallback(7, only(Fault::Down))
        cached(ttl = "5m", key = "guards:open", tier = memory) hedge(after = "1s");
}

#[circuit_breaker(handle = Called)]
async fn called() -> Answer {
    Ok(ran())
}

#[retry(5, backoff = fixed("1h"), jitter = none, name = "above a function")]
async fn calls() -> Answer {
    called().await
}

#[tokio::test(start_paused = true)]
async fn in_a_function_that_is_called() {
    Called::breaker().force_open();
    let begun = Instant::now();
    assert_eq!(told(&calls().await), "open");
    assert_eq!(Called::breaker().counts().rejected, 1);
    assert_eq!(attempts("above a function"), 1);
    assert_eq!((runs(), begun.elapsed().as_nanos()), (0, 0));
}

#[retry(5, backoff = fixed("1s"), jitter = none, name = "two of five")]
#[circuit_breaker(consecutive = 2, handle = Opens)]
async fn opens() -> Answer {
    fails()
}

#[tokio::test(start_paused = true)]
async fn one_that_opens_during_the_call_refuses_the_next_attempt_and_ends_it() {
    let _time = gambeson::test::follow_tokio();
    let begun = Instant::now();
    assert_eq!(told(&opens().await), "open");
    assert_eq!((runs(), begun.elapsed()), (2, 2 * SECOND));
    assert_eq!(Opens::breaker().counts().rejected, 1);
    assert_eq!(attempts("two of five"), 3);
}
