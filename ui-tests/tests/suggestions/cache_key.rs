//! Answers about `derive(CacheKey)`.

use super::Case;

pub(super) const CASES: &[Case] = &[
    (
        "cache_key/crate_is_text",
        &[("crate = \"gambeson\"", "crate = ::gambeson")],
    ),
    (
        "cache_key/field_of_an_own_type",
        &[("struct Sort", "#[derive(gambeson::CacheKey)] struct Sort")],
    ),
    ("cache_key/flag_with_a_value", &[("hash = true", "hash")]),
    (
        "cache_key/float_in_a_variant",
        &[("Circle(f32)", "Circle(#[key(skip)] f32)")],
    ),
    ("cache_key/misspelt_attribute", &[("hsah", "hash")]),
    (
        "cache_key/without_parentheses",
        &[("#[key]", "#[key(skip)]")],
    ),
];
