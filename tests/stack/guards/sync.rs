//! The same on functions that are not async, of the attributes that stand on them.

use gambeson::{bulkhead, cached, circuit_breaker, fallback, rate_limit, retry};

use super::support::{fails, note, noted, ran, runs, taken_of_5, told};

pairs! {
    sync;

    a_stored_error_is_that_of_all_attempts {
        cached(ttl = "5m", key = "guards:call", tier = memory, error_ttl = "1m", allow(order)),
            retry(3, backoff = none);
        body () { fails() }
        look {
            assert_eq!(told(&call()), "down");
            runs()
        }
        cached above: 3,
        retry above: 1,
    }

    a_hit_needs_no_closed_circuit {
        cached(ttl = "5m", key = "guards:call", tier = memory, handle = Guards, allow(order)),
            circuit_breaker();
        body () { Ok(ran()) }
        look {
            assert_eq!(call(), Ok(1));
            Guards::breaker().force_open();
            told(&call())
        }
        cached above: "ok",
        circuit_breaker above: "open",
    }

    a_hit_takes_no_permit {
        cached(ttl = "5m", key = "guards:call", tier = memory),
            rate_limit("1/h");
        body () { Ok(ran()) }
        look {
            assert_eq!(call(), Ok(1));
            told(&call())
        }
        cached above: "ok",
        rate_limit above: "limited",
    }

    a_hit_needs_no_place {
        cached(ttl = "5m", key = "guards:call", tier = memory, handle = Guards, allow(order)),
            bulkhead(1);
        body () { Ok(ran()) }
        look {
            assert_eq!(call(), Ok(1));
            let _held = Guards::bulkhead().try_acquire().expect("it is free");
            told(&call())
        }
        cached above: "ok",
        bulkhead above: "full",
    }

    a_stand_in_is_not_stored {
        cached(ttl = "5m", key = "guards:call", tier = memory, allow(order)),
            fallback(7);
        body () {
            match fails() {
                _ if runs() > 1 => Ok(2),
                error => error,
            }
        }
        look { [call(), call()] }
        cached above: [Ok(7), Ok(7)],
        fallback above: [Ok(7), Ok(2)],
    }

    each_attempt_or_the_call_counts_as_a_failure {
        retry(3, backoff = none), circuit_breaker(consecutive = 9, handle = Guards);
        body () { fails() }
        look {
            assert_eq!(told(&call()), "down");
            Guards::breaker().counts().failures
        }
        retry above: 3,
        circuit_breaker above: 1,
    }

    each_attempt_or_the_call_takes_a_permit {
        retry(3, backoff = none), rate_limit("5/h", handle = Guards);
        body () { fails() }
        look {
            assert_eq!(told(&call()), "down");
            taken_of_5(Guards::limiter())
        }
        retry above: 3,
        rate_limit above: 1,
    }

    each_attempt_or_the_call_has_a_place {
        retry(2, backoff = none, on_retry = |_, _, _| note(Guards::bulkhead().in_use())),
            bulkhead(1, handle = Guards);
        body () {
            assert_eq!(Guards::bulkhead().in_use(), 1);
            fails()
        }
        look {
            assert_eq!(told(&call()), "down");
            assert_eq!((runs(), Guards::bulkhead().in_use()), (2, 0));
            noted()
        }
        retry above: 0,
        bulkhead above: 1,
    }

    the_last_attempt_or_the_first_is_answered_for {
        retry(3, backoff = none), fallback(7, allow(order));
        body () { fails() }
        look {
            assert_eq!(call(), Ok(7));
            runs()
        }
        retry above: 1,
        fallback above: 3,
    }

    an_open_circuit_takes_no_permit_beneath_it {
        circuit_breaker(handle = Guards), rate_limit("5/h");
        body () { Ok(ran()) }
        look {
            Guards::breaker().force_open();
            assert_eq!(told(&call()), "open");
            taken_of_5(Guards::limiter())
        }
        circuit_breaker above: 0,
        rate_limit above: 1,
    }

    an_open_circuit_asks_for_no_place_beneath_it {
        circuit_breaker(handle = Guards), bulkhead(1);
        body () { Ok(ran()) }
        look {
            Guards::breaker().force_open();
            let _held = Guards::bulkhead().try_acquire().expect("it is free");
            told(&call())
        }
        circuit_breaker above: "open",
        bulkhead above: "full",
    }

    a_stand_in_is_no_failure {
        circuit_breaker(handle = Guards), fallback(7, allow(order));
        body () { fails() }
        look {
            assert_eq!(call(), Ok(7));
            let counts = Guards::breaker().counts();
            (counts.calls, counts.failures)
        }
        circuit_breaker above: (1, 0),
        fallback above: (1, 1),
    }

    a_full_bulkhead_takes_no_permit_beneath_it {
        rate_limit("5/h", handle = Guards), bulkhead(1);
        body () { Ok(ran()) }
        look {
            let _held = Guards::bulkhead().try_acquire().expect("it is free");
            assert_eq!(told(&call()), "full");
            taken_of_5(Guards::limiter())
        }
        rate_limit above: 1,
        bulkhead above: 0,
    }

    a_fallback_answers_a_limit_beneath_it {
        rate_limit("1/h"), fallback(7);
        body () { fails() }
        look { [told(&call()), told(&call())] }
        rate_limit above: ["ok", "limited"],
        fallback above: ["ok", "ok"],
    }

    a_fallback_answers_a_bulkhead_beneath_it {
        bulkhead(1, handle = Guards), fallback(7);
        body () { fails() }
        look {
            let _held = Guards::bulkhead().try_acquire().expect("it is free");
            told(&call())
        }
        bulkhead above: "full",
        fallback above: "ok",
    }
}
