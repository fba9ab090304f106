//! `#[circuit_breaker]` above another guard, and beneath it.

use gambeson::{bulkhead, circuit_breaker, fallback, rate_limit, timeout};

use super::support::{fails, hangs, ran, taken_of_5, told};

pairs! {
    async;

    // Whether the call has failed, or was abandoned.
    a_time_out_is_a_failure_above_and_nothing_beneath {
        circuit_breaker(handle = Guards), timeout("1s");
        body () { hangs().await }
        look {
            assert_eq!(told(&call().await), "late");
            Guards::breaker().counts().failures
        }
        circuit_breaker above: 1,
        timeout above: 0,
    }

    // Whether what the circuit refuses has taken a permit.
    an_open_circuit_takes_no_permit_beneath_it {
        circuit_breaker(handle = Guards), rate_limit("5/h");
        body () { Ok(ran()) }
        look {
            Guards::breaker().force_open();
            assert_eq!(told(&call().await), "open");
            taken_of_5(Guards::limiter())
        }
        circuit_breaker above: 0,
        rate_limit above: 1,
    }

    // Which of two refuses.
    an_open_circuit_asks_for_no_place_beneath_it {
        circuit_breaker(handle = Guards), bulkhead(1);
        body () { Ok(ran()) }
        look {
            Guards::breaker().force_open();
            let _held = Guards::bulkhead().try_acquire().expect("it is free");
            told(&call().await)
        }
        circuit_breaker above: "open",
        bulkhead above: "full",
    }

    // Whether there is a failure to count.
    a_stand_in_is_no_failure {
        circuit_breaker(handle = Guards), fallback(7, allow(order));
        body () { fails() }
        look {
            assert_eq!(call().await, Ok(7));
            let counts = Guards::breaker().counts();
            (counts.calls, counts.failures)
        }
        circuit_breaker above: (1, 0),
        fallback above: (1, 1),
    }
}
