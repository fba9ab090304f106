//! Answers about several attributes on one function.

use super::Case;

pub(super) const CASES: &[Case] = &[
    (
        "stack/invalidate_beneath_cached",
        &[("key = \"users\"", "key = \"users\", allow(order)")],
    ),
    ("stack/two_crates", &[("crate = gb", "crate = ::gambeson")]),
    (
        "stack/error_that_says_nothing_of_a_rejection",
        &[(
            "fn main",
            "impl From<gambeson::Rejected> for PayError { fn from(_: gambeson::Rejected) -> Self { Self::Down } } fn main",
        )],
    ),
    (
        "stack/guards_with_a_mistake_each",
        &[
            ("wth", "with"),
            ("retry(0)", "retry(attempts = 3)"),
            ("= 50", "= \"50%\""),
            ("(100)", "(\"100/s\")"),
            ("\"32\"", "32"),
            ("(2)", "(after = \"2s\")"),
        ],
    ),
];
