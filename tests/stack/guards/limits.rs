//! `#[timeout]`, `#[rate_limit]`, `#[bulkhead]` and `#[fallback]` above one another.

use gambeson::{bulkhead, fallback, rate_limit, timeout};
use tokio::time::Instant;

use super::support::{SECOND, fails, hangs, ran, taken_of_5, told};

pairs! {
    async;

    // Whether the wait for a permit is part of the time.
    a_wait_for_a_permit_is_no_longer_than_the_time_above_it {
        timeout("5s"), rate_limit("1/10s", wait = "1m");
        body () { Ok(ran()) }
        look {
            let begun = Instant::now();
            assert_eq!(told(&call().await), "ok");
            (told(&call().await), begun.elapsed().as_secs())
        }
        timeout above: ("limited", 0),
        rate_limit above: ("ok", 10),
    }

    // Whether the wait for a place is part of the time.
    a_wait_for_a_place_is_part_of_the_time_above_it {
        timeout("5s"), bulkhead(1, queue = 1, wait = "10s", handle = Guards);
        body () { Ok(ran()) }
        look {
            let begun = Instant::now();
            let _held = Guards::bulkhead().try_acquire().expect("it is free");
            (told(&call().await), begun.elapsed())
        }
        timeout above: ("late", 5 * SECOND),
        bulkhead above: ("full", 10 * SECOND),
    }

    // Whether a time-out is answered for.
    a_fallback_answers_what_is_beneath_it {
        timeout("5s"), fallback(7);
        body () { hangs().await }
        look { told(&call().await) }
        timeout above: "late",
        fallback above: "ok",
    }

    // Whether what finds no place has taken a permit.
    a_full_bulkhead_takes_no_permit_beneath_it {
        rate_limit("5/h", handle = Guards), bulkhead(1);
        body () { Ok(ran()) }
        look {
            let _held = Guards::bulkhead().try_acquire().expect("it is free");
            assert_eq!(told(&call().await), "full");
            taken_of_5(Guards::limiter())
        }
        rate_limit above: 1,
        bulkhead above: 0,
    }

    // Whether a limit that is reached is answered for.
    a_fallback_answers_a_limit_beneath_it {
        rate_limit("1/h"), fallback(7);
        body () { fails() }
        look { [told(&call().await), told(&call().await)] }
        rate_limit above: ["ok", "limited"],
        fallback above: ["ok", "ok"],
    }

    // Whether a place that is missing is answered for.
    a_fallback_answers_a_bulkhead_beneath_it {
        bulkhead(1, handle = Guards), fallback(7);
        body () { fails() }
        look {
            let _held = Guards::bulkhead().try_acquire().expect("it is free");
            told(&call().await)
        }
        bulkhead above: "full",
        fallback above: "ok",
    }
}
