//! The rules of order, one a row. The page `order.md` of the runtime has the reasons at length.

use super::Facts;

/// That `upper` above `lower` is nearly always a mistake.
pub(super) struct Rule {
    upper: &'static str,
    lower: &'static str,
    /// What else has to be so.
    when: fn(upper: &Facts, lower: &Facts) -> bool,
    /// Which of the two the error stands at.
    mistaken: Side,
    /// What happens.
    pub(super) because: &'static str,
}

enum Side {
    Upper,
    Lower,
}

const RULES: &[Rule] = &[
    Rule {
        upper: "cached",
        lower: "invalidate",
        when: upper_answers,
        mistaken: Side::Lower,
        because: "`#[invalidate]` beneath `#[cached]` removes nothing when the cache answers",
    },
    Rule {
        upper: "circuit_breaker",
        lower: "cached",
        when: lower_answers,
        mistaken: Side::Upper,
        because: "`#[circuit_breaker]` above `#[cached]` counts hits as successes, and an open circuit \
                  hides what the cache still knows",
    },
    Rule {
        upper: "bulkhead",
        lower: "cached",
        when: lower_answers,
        mistaken: Side::Upper,
        because: "`#[bulkhead]` above `#[cached]` needs a place for a hit, too",
    },
    Rule {
        upper: "hedge",
        lower: "cached",
        when: lower_answers,
        mistaken: Side::Upper,
        because: "`#[hedge]` above `#[cached]` starts what only waits for the load of the first",
    },
    Rule {
        upper: "retry",
        lower: "cached",
        when: stores_errors,
        mistaken: Side::Upper,
        because: "`#[retry]` above `#[cached(error_ttl = ..)]` is given the stored error again",
    },
    Rule {
        upper: "cached",
        lower: "fallback",
        when: stores_all,
        mistaken: Side::Lower,
        because: "`#[fallback]` beneath `#[cached]` has its value stored as if it were the answer",
    },
    Rule {
        upper: "cached",
        lower: "fallback",
        when: answers_before_stale,
        mistaken: Side::Lower,
        because: "`#[fallback]` beneath `#[cached(stale_if_error = ..)]` answers every error, so that \
                  nothing stale ever does",
    },
    Rule {
        upper: "retry",
        lower: "fallback",
        when: answers_all,
        mistaken: Side::Lower,
        because: "`#[fallback]` beneath `#[retry]` answers every error, so that nothing is tried again",
    },
    Rule {
        upper: "circuit_breaker",
        lower: "fallback",
        when: answers_all,
        mistaken: Side::Lower,
        because: "`#[fallback]` beneath `#[circuit_breaker]` answers every error, so that the circuit \
                  never opens",
    },
    Rule {
        upper: "hedge",
        lower: "fallback",
        when: answers_all,
        mistaken: Side::Lower,
        because: "`#[fallback]` beneath `#[hedge]` answers for one attempt, and wins over the other that \
                  still runs",
    },
    Rule {
        upper: "cached",
        lower: "log_exceptions",
        when: stores_what_was_swallowed,
        mistaken: Side::Lower,
        because: "`#[log_exceptions(reraise = false)]` beneath `#[cached]` has what it returns after an \
                  error stored as if it were the answer",
    },
    Rule {
        upper: "cached",
        lower: "log_exceptions",
        when: swallows_before_stale,
        mistaken: Side::Lower,
        because: "`#[log_exceptions(reraise = false)]` beneath `#[cached(stale_if_error = ..)]` swallows \
                  every error, so that nothing stale answers",
    },
    Rule {
        upper: "retry",
        lower: "log_exceptions",
        when: swallows_all,
        mistaken: Side::Lower,
        because: "`#[log_exceptions(reraise = false)]` beneath `#[retry]` swallows every error, so that \
                  nothing is tried again",
    },
    Rule {
        upper: "circuit_breaker",
        lower: "log_exceptions",
        when: swallows_all,
        mistaken: Side::Lower,
        because: "`#[log_exceptions(reraise = false)]` beneath `#[circuit_breaker]` swallows every error, \
                  so that the circuit never opens",
    },
    Rule {
        upper: "hedge",
        lower: "log_exceptions",
        when: swallows_all,
        mistaken: Side::Lower,
        because: "`#[log_exceptions(reraise = false)]` beneath `#[hedge]` answers for one attempt, and \
                  wins over the other that still runs",
    },
    Rule {
        upper: "fallback",
        lower: "log_exceptions",
        when: swallows_all,
        mistaken: Side::Lower,
        because: "`#[log_exceptions(reraise = false)]` beneath `#[fallback]` swallows every error, so \
                  that the fallback is never asked",
    },
    Rule {
        upper: "retry",
        lower: "rate_limit",
        when: waits_without_bound,
        mistaken: Side::Lower,
        because: "`#[rate_limit]` beneath `#[retry]` has every attempt wait, here without bound, while \
                  the time of the retry runs",
    },
];

impl Rule {
    /// The one of the two that stands where it should not.
    pub(super) fn mistaken<'a>(&self, upper: &'a Facts, lower: &'a Facts) -> &'a Facts {
        match self.mistaken {
            Side::Upper => upper,
            Side::Lower => lower,
        }
    }
}

/// The rule that `upper` above `lower` breaks.
pub(super) fn broken(upper: &Facts, lower: &Facts) -> Option<&'static Rule> {
    if upper.allows_order || lower.allows_order {
        return None;
    }
    RULES
        .iter()
        .find(|rule| upper.is(rule.upper) && lower.is(rule.lower) && (rule.when)(upper, lower))
}

/// What writes through runs its body at each call.
fn upper_answers(upper: &Facts, _lower: &Facts) -> bool {
    upper.answers()
}

fn lower_answers(_upper: &Facts, lower: &Facts) -> bool {
    lower.answers()
}

fn stores_errors(_upper: &Facts, cached: &Facts) -> bool {
    cached.has("error_ttl")
}

/// With `cache_if`, what a fallback gives may be left out. A writer stores nothing of what it returns.
fn stores_all(cached: &Facts, _lower: &Facts) -> bool {
    !cached.has("cache_if") && !cached.writes_behind()
}

fn answers_before_stale(cached: &Facts, fallback: &Facts) -> bool {
    cached.has("stale_if_error") && answers_all(cached, fallback)
}

fn swallows_before_stale(cached: &Facts, exceptions: &Facts) -> bool {
    cached.has("stale_if_error") && swallows_all(cached, exceptions)
}

/// Whether no error gets past it, wherever it stands.
pub(super) fn hides_errors(facts: &Facts) -> bool {
    let filtered = !answers_all(facts, facts);
    !filtered && (facts.is("fallback") || (facts.is("log_exceptions") && swallows(facts)))
}

fn waits_without_bound(_upper: &Facts, limit: &Facts) -> bool {
    let wait = limit.argument("wait");
    wait.is_some_and(|wait| wait == "MAX" || wait.ends_with("::MAX"))
}

fn stores_what_was_swallowed(cached: &Facts, exceptions: &Facts) -> bool {
    stores_all(cached, exceptions) && swallows(exceptions)
}

/// What is swallowed of some errors only leaves the others to what is above it.
fn swallows_all(upper: &Facts, exceptions: &Facts) -> bool {
    swallows(exceptions) && answers_all(upper, exceptions)
}

fn swallows(exceptions: &Facts) -> bool {
    let reraise = exceptions.argument("reraise");
    reraise.is_some_and(|reraise| reraise == "false")
}

/// A fallback for some errors leaves the others to what is above it.
fn answers_all(_upper: &Facts, fallback: &Facts) -> bool {
    !["if", "only", "except"]
        .iter()
        .any(|word| fallback.has(word))
}
