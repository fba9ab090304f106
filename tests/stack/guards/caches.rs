//! `#[cached]` above another attribute, and beneath it.

use gambeson::{
    bulkhead, cached, circuit_breaker, fallback, hedge, invalidate, rate_limit, retry, timeout,
};

use super::support::{MS, fails, hangs, ran, runs, takes, told};

#[cached(ttl = "5m", key = "guards:other", tier = memory, handle = Other)]
async fn other() -> u32 {
    1
}

pairs! {
    async;

    // What is removed when the cache answers.
    a_hit_removes_nothing_beneath_it {
        cached(ttl = "5m", key = "guards:call", tier = memory, allow(order)),
            invalidate(key = "guards:other");
        body () { Ok(ran()) }
        look {
            assert_eq!(call().await, Ok(1));
            other().await;
            assert_eq!(call().await, Ok(1));
            Other::peek().await.is_some()
        }
        cached above: true,
        invalidate above: false,
    }

    // Whether a stored error is tried again.
    a_stored_error_is_that_of_all_attempts {
        cached(ttl = "5m", key = "guards:call", tier = memory, error_ttl = "1m", allow(order)),
            retry(3, backoff = none);
        body () { fails() }
        look {
            assert_eq!(told(&call().await), "down");
            runs()
        }
        cached above: 3,
        retry above: 1,
    }

    // What an open circuit hides.
    a_hit_needs_no_closed_circuit {
        cached(ttl = "5m", key = "guards:call", tier = memory, handle = Guards, allow(order)),
            circuit_breaker();
        body () { Ok(ran()) }
        look {
            assert_eq!(call().await, Ok(1));
            Guards::breaker().force_open();
            told(&call().await)
        }
        cached above: "ok",
        circuit_breaker above: "open",
    }

    // Whether a time-out is an error of the load, which is stored, or of the caller.
    a_time_out_beneath_is_the_error_of_the_load {
        cached(ttl = "5m", key = "guards:call", tier = memory, error_ttl = "1h"),
            timeout("1s");
        body () { hangs().await }
        look {
            let told = [told(&call().await), told(&call().await)];
            assert_eq!(told, ["late", "late"]);
            runs()
        }
        cached above: 1,
        timeout above: 2,
    }

    // Whether a hit counts as a call.
    a_hit_takes_no_permit {
        cached(ttl = "5m", key = "guards:call", tier = memory),
            rate_limit("1/h");
        body () { Ok(ran()) }
        look {
            assert_eq!(call().await, Ok(1));
            told(&call().await)
        }
        cached above: "ok",
        rate_limit above: "limited",
    }

    // Whether a hit needs a place.
    a_hit_needs_no_place {
        cached(ttl = "5m", key = "guards:call", tier = memory, handle = Guards, allow(order)),
            bulkhead(1);
        body () { Ok(ran()) }
        look {
            assert_eq!(call().await, Ok(1));
            let _held = Guards::bulkhead().try_acquire().expect("it is free");
            told(&call().await)
        }
        cached above: "ok",
        bulkhead above: "full",
    }

    // Whether the stand-in is stored as the answer.
    a_stand_in_is_not_stored {
        cached(ttl = "5m", key = "guards:call", tier = memory, allow(order)),
            fallback(7);
        body () {
            match fails() {
                _ if runs() > 1 => Ok(2),
                error => error,
            }
        }
        look { [call().await, call().await] }
        cached above: [Ok(7), Ok(7)],
        fallback above: [Ok(7), Ok(2)],
    }

    // Whether the second attempt runs, or waits for the load of the first.
    a_second_attempt_loads_by_itself {
        cached(ttl = "5m", key = "guards:call", tier = memory, allow(order)),
            hedge(after = "100ms");
        body () { takes(250 * MS).await }
        look {
            assert_eq!(told(&call().await), "ok");
            runs()
        }
        cached above: 2,
        hedge above: 1,
    }
}
