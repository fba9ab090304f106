//! Answers about `#[timeout]`.

use super::Case;

pub(super) const CASES: &[Case] = &[
    (
        "timeout/attempt_alone_without_retry",
        &[("#[timeout(attempt = \"500ms\")]", "#[timeout(\"500ms\")]")],
    ),
    (
        "timeout/attempt_longer_than_total",
        &[(
            "#[timeout(attempt = \"2s\", total = \"2s\")]",
            "#[timeout(\"2s\")]",
        )],
    ),
    ("timeout/misspelt_argument", &[("nmae", "name")]),
    (
        "timeout/name_is_not_text",
        &[("name = payments", "name = \"payments\"")],
    ),
    (
        "timeout/no_duration",
        &[("#[timeout]", "#[timeout(\"2s\")]")],
    ),
    ("timeout/no_unit", &[("(2)", "(after = \"2s\")")]),
    (
        "timeout/on_a_sync_function",
        &[("fn charge", "async fn charge")],
    ),
    ("timeout/words_as_units", &[("\"2 seconds\"", "\"2s\"")]),
    (
        "timeout/error_without_from",
        &[(
            "fn main",
            "impl From<gambeson::Rejected> for PayError { fn from(_: gambeson::Rejected) -> Self { Self } } fn main",
        )],
    ),
    (
        "timeout/text_where_code_belongs",
        &[("\"LIMIT\"", "after = LIMIT")],
    ),
];
