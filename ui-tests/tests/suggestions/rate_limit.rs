//! Answers about `#[rate_limit]`.

use super::Case;

pub(super) const CASES: &[Case] = &[
    (
        "rate_limit/cost_above_burst",
        &[
            ("cost = 200", "cost = 200, burst = 200"),
            ("burst = 5", "burst = 10"),
        ],
    ),
    ("rate_limit/misspelt_argument", &[("brust", "burst")]),
    (
        "rate_limit/numbers",
        &[
            ("burst = 0", "burst = 1"),
            ("burst = \"20\"", "burst = 20"),
            ("burst = 2.5", "burst = 2"),
            ("cost = 0", "cost = 1"),
            ("burst = 20u64", "burst = 20"),
            ("max_keys = 0", "max_keys = 1"),
        ],
    ),
    (
        "rate_limit/rate_of_unknown_time",
        &[
            ("\"100/sec\"", "\"100/s\""),
            ("\"100/15 minutes\"", "\"100/15m\""),
            ("\"100 / s\"", "\"100/s\""),
            ("\"100/fortnight\"", "\"100/s\""),
        ],
    ),
    (
        "rate_limit/rate_without_a_time",
        &[
            ("(100)", "(\"100/s\")"),
            ("(\"100\")", "(\"100/s\")"),
            ("1_000", "\"1000/s\""),
            ("\"100 per minute\"", "\"100/m\""),
            ("\"100rpm\"", "\"100/m\""),
        ],
    ),
    (
        "rate_limit/wait_on_a_sync_function",
        &[("fn sync", "async fn sync")],
    ),
];
