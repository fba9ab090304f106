//! `#[log_execution_time]` above another attribute, and beneath it.

use gambeson::{
    bulkhead, cached, circuit_breaker, fallback, hedge, invalidate, log_exceptions,
    log_execution_time, rate_limit, retry, timeout,
};

use super::moments::{kept, kept_when_told};
use super::support::{fails, hangs, outcomes, ran};

pairs! {
    async;

    // Whether a hit is a call.
    a_hit_is_told_above_the_cache_and_a_load_beneath_it {
        log_execution_time(), cached(ttl = "5m", key = "guards:call", tier = memory);
        body () { Ok(ran()) }
        look {
            outcomes(async { [call().await, call().await] }).await
        }
        log_execution_time above: "ok ok",
        cached above: "ok",
    }

    // Whether the line comes when the entry is gone.
    the_line_comes_behind_the_removal_beneath_it {
        log_execution_time(), invalidate(key = "guards:kept", always);
        body () { fails() }
        look {
            kept().await;
            kept_when_told(call()).await
        }
        log_execution_time above: Some(false),
        invalidate above: Some(true),
    }

    // What is told.
    each_attempt_or_the_call_is_told {
        log_execution_time(), retry(3, backoff = none);
        body () { fails() }
        look {
            outcomes(call()).await
        }
        log_execution_time above: "err",
        retry above: "err err err",
    }

    // Whether what the circuit refuses is told.
    an_open_circuit_is_told_above_it {
        log_execution_time(), circuit_breaker(handle = Guards);
        body () { Ok(ran()) }
        look {
            Guards::breaker().force_open();
            outcomes(call()).await
        }
        log_execution_time above: "err",
        circuit_breaker above: "",
    }

    // Whether the call has failed, or was dropped.
    a_time_out_is_an_error_above_and_a_drop_beneath {
        log_execution_time(), timeout("1s");
        body () { hangs().await }
        look {
            outcomes(call()).await
        }
        log_execution_time above: "err",
        timeout above: "cancelled",
    }

    // Whether what the limit refuses is told.
    a_limit_that_is_reached_is_told_above_it {
        log_execution_time(), rate_limit("1/h");
        body () { fails() }
        look {
            outcomes(async { [call().await, call().await] }).await
        }
        log_execution_time above: "err err",
        rate_limit above: "err",
    }

    // Whether what finds no place is told.
    a_full_bulkhead_is_told_above_it {
        log_execution_time(), bulkhead(1, handle = Guards);
        body () { Ok(ran()) }
        look {
            let _held = Guards::bulkhead().try_acquire().expect("it is free");
            outcomes(call()).await
        }
        log_execution_time above: "err",
        bulkhead above: "",
    }

    // Whether the call has failed.
    a_stand_in_is_a_success_above_it {
        log_execution_time(), fallback(7);
        body () { fails() }
        look {
            outcomes(call()).await
        }
        log_execution_time above: "ok",
        fallback above: "err",
    }

    // What is told.
    each_attempt_of_a_hedge_or_the_call_is_told {
        log_execution_time(), hedge(after = "1h");
        body () { fails() }
        look {
            outcomes(call()).await
        }
        log_execution_time above: "err",
        hedge above: "err err",
    }

    // Which outcome the time is of.
    a_swallowed_error_is_a_success_above {
        log_execution_time(), log_exceptions(reraise = false, default = 7, level = debug);
        body () { fails() }
        look {
            outcomes(call()).await
        }
        log_execution_time above: "ok",
        log_exceptions above: "err",
    }
}

/// On functions that are not async.
pub(super) mod sync {
    use super::*;

    pairs! {
        sync;

        // Whether a hit is a call.
        a_hit_is_told_above_the_cache_and_a_load_beneath_it {
            log_execution_time(), cached(ttl = "5m", key = "guards:call", tier = memory);
            body () { Ok(ran()) }
            look {
                outcomes(async { [call(), call()] }).await
            }
            log_execution_time above: "ok ok",
            cached above: "ok",
        }

        // What is told.
        each_attempt_or_the_call_is_told {
            log_execution_time(), retry(3, backoff = none);
            body () { fails() }
            look {
                outcomes(async { call() }).await
            }
            log_execution_time above: "err",
            retry above: "err err err",
        }

        // Whether what the circuit refuses is told.
        an_open_circuit_is_told_above_it {
            log_execution_time(), circuit_breaker(handle = Guards);
            body () { Ok(ran()) }
            look {
                Guards::breaker().force_open();
                outcomes(async { call() }).await
            }
            log_execution_time above: "err",
            circuit_breaker above: "",
        }

        // Whether what the limit refuses is told.
        a_limit_that_is_reached_is_told_above_it {
            log_execution_time(), rate_limit("1/h");
            body () { fails() }
            look {
                outcomes(async { [call(), call()] }).await
            }
            log_execution_time above: "err err",
            rate_limit above: "err",
        }

        // Whether what finds no place is told.
        a_full_bulkhead_is_told_above_it {
            log_execution_time(), bulkhead(1, handle = Guards);
            body () { Ok(ran()) }
            look {
                let _held = Guards::bulkhead().try_acquire().expect("it is free");
                outcomes(async { call() }).await
            }
            log_execution_time above: "err",
            bulkhead above: "",
        }

        // Whether the call has failed.
        a_stand_in_is_a_success_above_it {
            log_execution_time(), fallback(7);
            body () { fails() }
            look {
                outcomes(async { call() }).await
            }
            log_execution_time above: "ok",
            fallback above: "err",
        }

        // Which outcome the time is of.
        a_swallowed_error_is_a_success_above {
            log_execution_time(), log_exceptions(reraise = false, default = 7, level = debug);
            body () { fails() }
            look {
                outcomes(async { call() }).await
            }
            log_execution_time above: "ok",
            log_exceptions above: "err",
        }
    }
}
