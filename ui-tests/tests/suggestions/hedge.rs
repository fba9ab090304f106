//! Answers about `#[hedge]`.

use super::Case;

pub(super) const CASES: &[Case] = &[
    (
        "hedge/after_without_unit",
        &[("after = 100", "after = \"100s\"")],
    ),
    ("hedge/max_is_no_number", &[("max = \"2\"", "max = 2")]),
    ("hedge/max_zero", &[("max = 0", "max = 1")]),
    ("hedge/misspelt_argument", &[("afer", "after")]),
    (
        "hedge/nothing",
        &[("#[hedge]", "#[hedge(after = \"100ms\")]")],
    ),
    ("hedge/after_in_words", &[("\"100 millis\"", "\"100ms\"")]),
    (
        "hedge/name_is_not_text",
        &[("name = search", "name = \"search\"")],
    ),
];
