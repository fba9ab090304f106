//! Answers about `#[circuit_breaker]`.

use super::Case;

pub(super) const CASES: &[Case] = &[
    (
        "circuit_breaker/consecutive_is_text",
        &[("consecutive = \"3\"", "consecutive = 3")],
    ),
    (
        "circuit_breaker/evaluate_on_quoted",
        &[("evaluate_on = \"any\"", "evaluate_on = any")],
    ),
    (
        "circuit_breaker/half_open_in_other_words",
        &[
            ("probes = 2", "permits = 2"),
            ("timeout = 10", "max_wait = \"10s\""),
        ],
    ),
    (
        "circuit_breaker/jitter_by_itself",
        &[("jitter = 0.1", "open_for = fixed(\"30s\", jitter = 0.1)")],
    ),
    (
        "circuit_breaker/jitter_too_wide",
        &[("jitter = 0.9", "jitter = 0.5")],
    ),
    (
        "circuit_breaker/min_calls_beyond_the_window",
        &[("min_calls = 20", "min_calls = 10")],
    ),
    (
        "circuit_breaker/misspelt_argument",
        &[("consecutve", "consecutive")],
    ),
    (
        "circuit_breaker/more_successes_than_probes",
        &[("permits = 2", "permits = 3")],
    ),
    (
        "circuit_breaker/names_elsewhere",
        &[
            ("failure_threshold = 3", "consecutive = 3"),
            ("recovery_timeout = 60", "open_for = \"60s\""),
        ],
    ),
    (
        "circuit_breaker/names_of_resilience4j",
        &[
            ("failureRateThreshold = 50", "failure_rate = 0.5"),
            ("slidingWindowSize = 10", "window = \"10 calls\""),
            ("minimumNumberOfCalls = 5", "min_calls = 5"),
            ("permittedNumberOfCallsInHalfOpenState = 2", "half_open = 2"),
        ],
    ),
    (
        "circuit_breaker/open_for_misspelt",
        &[("exponental", "exponential")],
    ),
    (
        "circuit_breaker/open_for_without_unit",
        &[("open_for = 30", "open_for = \"30s\"")],
    ),
    (
        "circuit_breaker/rate_in_percent",
        &[("failure_rate = 50", "failure_rate = \"50%\"")],
    ),
    (
        "circuit_breaker/refusals_with_a_value",
        &[("refusals = true", "refusals")],
    ),
    (
        "circuit_breaker/slow_rate_without_slow",
        &[("slow_rate = 0.8", "slow_rate = 0.8, slow = \"1s\"")],
    ),
    (
        "circuit_breaker/window_of_requests",
        &[("window = \"100 requests\"", "window = \"100 calls\"")],
    ),
    (
        "circuit_breaker/name_is_no_text",
        &[("name = PAYMENTS", "name = \"payments\"")],
    ),
    (
        "circuit_breaker/slow_without_unit",
        &[("slow = 1", "slow = \"1s\"")],
    ),
];
