//! `#[log_exceptions]` above another attribute, and beneath it.

use gambeson::{
    bulkhead, cached, circuit_breaker, fallback, hedge, invalidate, log_exceptions, rate_limit,
    retry, timeout,
};

use super::moments::{kept, kept_when_told};
use super::support::{fails, hangs, outcomes, ran};

pairs! {
    async;

    // Whether a stored error is told again.
    a_stored_error_is_told_above_the_cache {
        log_exceptions(cancelled), cached(ttl = "5m", key = "guards:call", tier = memory, error_ttl = "1m");
        body () { fails() }
        look {
            outcomes(async { [call().await, call().await] }).await
        }
        log_exceptions above: "err err",
        cached above: "err",
    }

    // Whether the line comes when the entry is gone.
    the_line_comes_behind_the_removal_beneath_it {
        log_exceptions(cancelled), invalidate(key = "guards:kept", always);
        body () { fails() }
        look {
            kept().await;
            kept_when_told(call()).await
        }
        log_exceptions above: Some(false),
        invalidate above: Some(true),
    }

    // What is told.
    each_attempt_or_the_call_is_told {
        log_exceptions(cancelled), retry(3, backoff = none);
        body () { fails() }
        look {
            outcomes(call()).await
        }
        log_exceptions above: "err",
        retry above: "err err err",
    }

    // Whether what the circuit refuses is told.
    an_open_circuit_is_told_above_it {
        log_exceptions(cancelled), circuit_breaker(handle = Guards);
        body () { Ok(ran()) }
        look {
            Guards::breaker().force_open();
            outcomes(call()).await
        }
        log_exceptions above: "err",
        circuit_breaker above: "",
    }

    // Whether the call has failed, or was dropped.
    a_time_out_is_an_error_above_and_a_drop_beneath {
        log_exceptions(cancelled), timeout("1s");
        body () { hangs().await }
        look {
            outcomes(call()).await
        }
        log_exceptions above: "err",
        timeout above: "cancelled",
    }

    // Whether what the limit refuses is told.
    a_limit_that_is_reached_is_told_above_it {
        log_exceptions(cancelled), rate_limit("1/h");
        body () { fails() }
        look {
            outcomes(async { [call().await, call().await] }).await
        }
        log_exceptions above: "err err",
        rate_limit above: "err",
    }

    // Whether what finds no place is told.
    a_full_bulkhead_is_told_above_it {
        log_exceptions(cancelled), bulkhead(1, handle = Guards);
        body () { Ok(ran()) }
        look {
            let _held = Guards::bulkhead().try_acquire().expect("it is free");
            outcomes(call()).await
        }
        log_exceptions above: "err",
        bulkhead above: "",
    }

    // Whether there is an error to be told.
    a_stand_in_is_a_success_above_it {
        log_exceptions(cancelled), fallback(7);
        body () { fails() }
        look {
            outcomes(call()).await
        }
        log_exceptions above: "",
        fallback above: "err",
    }

    // What is told.
    each_attempt_of_a_hedge_or_the_call_is_told {
        log_exceptions(cancelled), hedge(after = "1h");
        body () { fails() }
        look {
            outcomes(call()).await
        }
        log_exceptions above: "err",
        hedge above: "err err",
    }
}

/// On functions that are not async.
pub(super) mod sync {
    use super::*;

    pairs! {
        sync;

        // Whether a stored error is told again.
        a_stored_error_is_told_above_the_cache {
            log_exceptions(), cached(ttl = "5m", key = "guards:call", tier = memory, error_ttl = "1m");
            body () { fails() }
            look {
                outcomes(async { [call(), call()] }).await
            }
            log_exceptions above: "err err",
            cached above: "err",
        }

        // What is told.
        each_attempt_or_the_call_is_told {
            log_exceptions(), retry(3, backoff = none);
            body () { fails() }
            look {
                outcomes(async { call() }).await
            }
            log_exceptions above: "err",
            retry above: "err err err",
        }

        // Whether what the circuit refuses is told.
        an_open_circuit_is_told_above_it {
            log_exceptions(), circuit_breaker(handle = Guards);
            body () { Ok(ran()) }
            look {
                Guards::breaker().force_open();
                outcomes(async { call() }).await
            }
            log_exceptions above: "err",
            circuit_breaker above: "",
        }

        // Whether what the limit refuses is told.
        a_limit_that_is_reached_is_told_above_it {
            log_exceptions(), rate_limit("1/h");
            body () { fails() }
            look {
                outcomes(async { [call(), call()] }).await
            }
            log_exceptions above: "err err",
            rate_limit above: "err",
        }

        // Whether what finds no place is told.
        a_full_bulkhead_is_told_above_it {
            log_exceptions(), bulkhead(1, handle = Guards);
            body () { Ok(ran()) }
            look {
                let _held = Guards::bulkhead().try_acquire().expect("it is free");
                outcomes(async { call() }).await
            }
            log_exceptions above: "err",
            bulkhead above: "",
        }

        // Whether there is an error to be told.
        a_stand_in_is_a_success_above_it {
            log_exceptions(), fallback(7);
            body () { fails() }
            look {
                outcomes(async { call() }).await
            }
            log_exceptions above: "",
            fallback above: "err",
        }
    }
}
