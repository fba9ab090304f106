//! Answers about `key!`.

use super::Case;

pub(super) const CASES: &[Case] = &[
    ("key/empty", &[("key!()", "key!(\"user:{id}\")")]),
    ("key/misspelt_argument", &[("vesion", "version")]),
    ("key/not_a_template", &[("key!(id)", "key!(\"user:{id}\")")]),
    (
        "key/positional_format",
        &[("key!(\"user:{}\", id)", "key!(\"user:{id}\")")],
    ),
    (
        "key/positional_format_of_an_expression",
        &[(
            "let key = key!(\"user:{}:{}\", name.len(), name)",
            "let part1 = name.len(); let key = key!(\"user:{part1}:{name}\")",
        )],
    ),
    ("key/version_is_text", &[("version = \"2\"", "version = 2")]),
];
