//! Answers about `#[invalidate]`.

use super::Case;

pub(super) const CASES: &[Case] = &[
    (
        "invalidate/always_with_a_value",
        &[("always = true", "always")],
    ),
    (
        "invalidate/key_is_a_list",
        &[(
            "key = [\"user:{id}\", \"users\"]",
            "keys = [\"user:{id}\", \"users\"]",
        )],
    ),
    ("invalidate/key_of_an_unknown_name", &[("{user}", "{id}")]),
    (
        "invalidate/keys_is_empty",
        &[("keys = []", "keys = [\"user:{id}\", \"users\"]")],
    ),
    (
        "invalidate/keys_is_no_list",
        &[("keys = \"user:{id}\"", "keys = [\"user:{id}\"]")],
    ),
    ("invalidate/misspelt_argument", &[("kye", "key")]),
    (
        "invalidate/no_key",
        &[("#[invalidate]", "#[invalidate(key = \"user:{id}\")]")],
    ),
    (
        "invalidate/names_of_evictions",
        &[
            ("allEntries = true", "pattern = \"user:*\""),
            ("prefix = \"user:{id}:\"", "pattern = \"user:{id}:*\""),
            ("beforeInvocation = true", "always"),
            ("cacheNames = \"users\"", "key = \"user:{id}\""),
        ],
    ),
    (
        "invalidate/pattern_is_no_text",
        &[("pattern = id", "pattern = \"user:*\"")],
    ),
    (
        "invalidate/tag_in_another_word",
        &[("tag = \"org:{id}\"", "tags = [\"org:{id}\"]")],
    ),
    ("invalidate/tag_of_an_unknown_name", &[("{ip}", "{id}")]),
    (
        "invalidate/tags_is_no_list",
        &[("tags = \"org:{id}\"", "tags = [\"org:{id}\"]")],
    ),
];
