//! What makes several attempts, `#[retry]` and `#[hedge]`, above another guard and beneath it.

use gambeson::{bulkhead, circuit_breaker, fallback, hedge, rate_limit, retry, timeout};
use tokio::time::{Instant, sleep};

use super::support::{MS, SECOND, fails, hangs, runs, taken_of_5, takes, told};

pairs! {
    async;

    // What the circuit counts.
    each_attempt_or_the_call_counts_as_a_failure {
        retry(3, backoff = none), circuit_breaker(consecutive = 9, handle = Guards);
        body () { fails() }
        look {
            assert_eq!(told(&call().await), "down");
            Guards::breaker().counts().failures
        }
        retry above: 3,
        circuit_breaker above: 1,
    }

    // What the time is for.
    each_attempt_or_the_call_has_its_time {
        retry(2, backoff = fixed("500ms"), jitter = none), timeout("1s");
        body () { hangs().await }
        look {
            let begun = Instant::now();
            assert_eq!(told(&call().await), "late");
            (runs(), begun.elapsed())
        }
        retry above: (2, 2500 * MS),
        timeout above: (1, SECOND),
    }

    // What the limit counts.
    each_attempt_or_the_call_takes_a_permit {
        retry(3, backoff = none), rate_limit("5/h", handle = Guards);
        body () { fails() }
        look {
            assert_eq!(told(&call().await), "down");
            taken_of_5(Guards::limiter())
        }
        retry above: 3,
        rate_limit above: 1,
    }

    // Whether the place is held while the next attempt is waited for.
    each_attempt_or_the_call_has_a_place {
        retry(2, backoff = fixed("1s"), jitter = none), bulkhead(1, handle = Guards);
        body () { fails() }
        look {
            let between = async {
                sleep(500 * MS).await;
                (runs(), Guards::bulkhead().in_use())
            };
            let (answer, between) = tokio::join!(call(), between);
            assert_eq!((told(&answer), runs()), ("down", 2));
            between
        }
        retry above: (1, 0),
        bulkhead above: (1, 1),
    }

    // Whether there is an error to try again.
    the_last_attempt_or_the_first_is_answered_for {
        retry(3, backoff = none), fallback(7, allow(order));
        body () { fails() }
        look {
            assert_eq!(call().await, Ok(7));
            runs()
        }
        retry above: 1,
        fallback above: 3,
    }

    // Whether there is a wait after both attempts, or after each.
    both_attempts_or_each_are_tried_again {
        retry(2, backoff = fixed("50ms"), jitter = none), hedge(after = "1h");
        body () { fails() }
        look {
            let begun = Instant::now();
            assert_eq!(told(&call().await), "down");
            assert_eq!(runs(), 4);
            begun.elapsed()
        }
        retry above: 50 * MS,
        hedge above: 100 * MS,
    }

    // What the circuit counts.
    each_of_two_at_a_time_or_the_call_counts_as_a_failure {
        hedge(after = "1h"), circuit_breaker(handle = Guards);
        body () { fails() }
        look {
            assert_eq!(told(&call().await), "down");
            (runs(), Guards::breaker().counts().failures)
        }
        hedge above: (2, 2),
        circuit_breaker above: (2, 1),
    }

    // What the time is for.
    each_of_two_at_a_time_or_the_call_has_its_time {
        hedge(after = "100ms"), timeout("150ms");
        body () { if runs() == 0 { hangs().await } else { takes(100 * MS).await } }
        look {
            let answer = call().await;
            assert_eq!(runs(), 2);
            told(&answer)
        }
        hedge above: "ok",
        timeout above: "late",
    }

    // What the limit counts.
    each_of_two_at_a_time_or_the_call_takes_a_permit {
        hedge(after = "100ms"), rate_limit("5/h", handle = Guards);
        body () { takes(150 * MS).await }
        look {
            assert_eq!(told(&call().await), "ok");
            taken_of_5(Guards::limiter())
        }
        hedge above: 2,
        rate_limit above: 1,
    }

    // How many places a call takes.
    each_of_two_at_a_time_or_the_call_has_a_place {
        hedge(after = "100ms"), bulkhead(2, handle = Guards);
        body () { takes(200 * MS).await }
        look {
            let between = async {
                sleep(150 * MS).await;
                (runs(), Guards::bulkhead().in_use())
            };
            let (answer, between) = tokio::join!(call(), between);
            assert_eq!((told(&answer), Guards::bulkhead().in_use()), ("ok", 0));
            between
        }
        hedge above: (2, 2),
        bulkhead above: (2, 1),
    }

    // Whether there is an error that starts the second.
    the_second_at_a_time_or_the_first_is_answered_for {
        hedge(after = "1h"), fallback(7, allow(order));
        body () { fails() }
        look {
            assert_eq!(call().await, Ok(7));
            runs()
        }
        hedge above: 1,
        fallback above: 2,
    }
}
