//! Answers about `#[retry]`.

use super::Case;

pub(super) const CASES: &[Case] = &[
    ("retry/attempts_in_quotes", &[("\"3\"", "attempts = 3")]),
    ("retry/attempts_negative", &[("-1", "attempts = 3")]),
    (
        "retry/backoff_is_text",
        &[(
            "backoff = \"50ms\"",
            "backoff = exponential(\"50ms\", max = \"5s\")",
        )],
    ),
    (
        "retry/backoff_of_a_number",
        &[("fixed(50)", "fixed(\"50ms\")")],
    ),
    (
        "retry/backoff_of_zero",
        &[("backoff = fixed(\"0s\")", "backoff = none")],
    ),
    (
        "retry/backoff_without_a_wait",
        &[("backoff = exponential()", "backoff = exponential(\"50ms\")")],
    ),
    (
        "retry/budget_of_nothing",
        &[("budget = 0.0", "budget = 0.2")],
    ),
    ("retry/budget_of_percent", &[("= 20", "= \"20%\"")]),
    (
        "retry/deadline_without_a_unit",
        &[("deadline = 10", "deadline = \"10s\"")],
    ),
    (
        "retry/factor_below_one",
        &[("factor = 0.5", "factor = 2.0")],
    ),
    (
        "retry/include_and_exclude",
        &[(
            "include(PayError::Busy), no_retry_for(PayError::Declined(_))",
            "except(PayError::Declined(_))",
        )],
    ),
    (
        "retry/max_attempts",
        &[
            ("max_attempts = 4", "attempts = 4"),
            (
                "backoff_factor = 2",
                "backoff = exponential(\"50ms\", factor = 2.0)",
            ),
        ],
    ),
    ("retry/max_retries", &[("max_retries = 4", "attempts = 5")]),
    ("retry/misspelt_argument", &[("atempts", "attempts")]),
    (
        "retry/mut_argument_is_not_clone",
        &[("struct Cart", "#[derive(Clone)] struct Cart")],
    ),
    (
        "retry/name_is_no_text",
        &[("name = payments", "name = \"payments\"")],
    ),
    ("retry/one_attempt", &[("attempts = 1", "attempts = 2")]),
    (
        "retry/only_a_bare_name",
        &[("only(Busy)", "only(PayError::Busy)")],
    ),
    (
        "retry/total_timeout",
        &[("max_elapsed_time = \"2s\"", "deadline = \"2s\"")],
    ),
    ("retry/unknown_backoff", &[("exponental", "exponential")]),
    ("retry/unknown_jitter", &[("half", "full")]),
    (
        "retry/wait",
        &[(
            "wait = \"50ms\", max_delay = \"1s\"",
            "backoff = exponential(\"50ms\", max = \"5s\")",
        )],
    ),
    (
        "retry/zero_attempts",
        &[("retry(0)", "retry(attempts = 3)")],
    ),
];
