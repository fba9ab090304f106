//! Answers about `#[fallback]`.

use super::Case;

pub(super) const CASES: &[Case] = &[
    ("fallback/misspelt_argument", &[("wth", "with")]),
    (
        "fallback/name_is_no_text",
        &[("name = prices", "name = \"prices\"")],
    ),
    (
        "fallback/with_is_a_call",
        &[("with = usual(item)", "with = usual")],
    ),
    (
        "fallback/value_is_a_result",
        &[("#[fallback(Ok(0))]", "#[fallback(0)]")],
    ),
];
