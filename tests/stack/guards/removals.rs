//! `#[invalidate]` above a guard, and beneath it.

use gambeson::{
    bulkhead, cached, circuit_breaker, fallback, hedge, invalidate, rate_limit, retry, timeout,
};

use super::support::{Answer, Fault, fails, hangs, ran, told};

#[cached(ttl = "5m", key = "guards:kept", tier = memory, handle = Kept)]
async fn kept() -> u32 {
    1
}

async fn is_kept() -> bool {
    Kept::peek().await.is_some()
}

/// The first run stores the entry and fails; the second says whether it is still there.
async fn fails_once() -> Answer {
    if ran() == 1 {
        kept().await;
        return Err(Fault::Down);
    }
    Ok(u32::from(is_kept().await))
}

pairs! {
    async;

    // Whether each attempt removes, or the call at its end.
    each_attempt_or_the_call_removes {
        invalidate(key = "guards:kept", always), retry(2, backoff = none);
        body () { fails_once().await }
        look { call().await }
        invalidate above: Ok(1),
        retry above: Ok(0),
    }

    // Whether a call that an open circuit refuses removes.
    an_open_circuit_is_a_call_that_failed {
        invalidate(key = "guards:kept", always), circuit_breaker(handle = Guards);
        body () { Ok(ran()) }
        look {
            kept().await;
            Guards::breaker().force_open();
            assert_eq!(told(&call().await), "open");
            is_kept().await
        }
        invalidate above: false,
        circuit_breaker above: true,
    }

    // Whether the call has failed, or was dropped half-way.
    a_time_out_is_an_error_above_and_a_drop_beneath {
        invalidate(key = "guards:kept"), timeout("1s");
        body () { hangs().await }
        look {
            kept().await;
            assert_eq!(told(&call().await), "late");
            is_kept().await
        }
        invalidate above: true,
        timeout above: false,
    }

    // Whether a call that a limit refuses removes.
    a_limit_that_is_reached_is_a_call_that_failed {
        invalidate(key = "guards:kept", always), rate_limit("1/h");
        body () { Ok(ran()) }
        look {
            assert_eq!(told(&call().await), "ok");
            kept().await;
            assert_eq!(told(&call().await), "limited");
            is_kept().await
        }
        invalidate above: false,
        rate_limit above: true,
    }

    // Whether a call that finds no place removes.
    a_full_bulkhead_is_a_call_that_failed {
        invalidate(key = "guards:kept", always), bulkhead(1, handle = Guards);
        body () { Ok(ran()) }
        look {
            kept().await;
            let _held = Guards::bulkhead().try_acquire().expect("it is free");
            assert_eq!(told(&call().await), "full");
            is_kept().await
        }
        invalidate above: false,
        bulkhead above: true,
    }

    // Whether the answer is that of the fallback, or the error.
    a_stand_in_is_a_success_to_what_is_above {
        invalidate(key = "guards:kept"), fallback(7);
        body () { fails() }
        look {
            kept().await;
            assert_eq!(call().await, Ok(7));
            is_kept().await
        }
        invalidate above: false,
        fallback above: true,
    }

    // Whether an attempt that fails removes before the next begins.
    each_attempt_of_a_hedge_or_the_call_removes {
        invalidate(key = "guards:kept", always), hedge(after = "1h");
        body () { fails_once().await }
        look { call().await }
        invalidate above: Ok(1),
        hedge above: Ok(0),
    }
}
