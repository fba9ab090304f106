//! Answers about `#[bulkhead]`.

use super::Case;

pub(super) const CASES: &[Case] = &[
    ("bulkhead/misspelt_argument", &[("quue", "queue")]),
    ("bulkhead/no_number", &[("#[bulkhead]", "#[bulkhead(32)]")]),
    ("bulkhead/not_a_number", &[("1.5", "calls = 32")]),
    ("bulkhead/text", &[("\"32\"", "32")]),
    (
        "bulkhead/wait_on_a_sync_function",
        &[("fn charge", "async fn charge")],
    ),
    (
        "bulkhead/wait_without_queue",
        &[("wait = ", "queue = 64, wait = ")],
    ),
    (
        "bulkhead/wait_without_unit",
        &[("wait = 1", "wait = \"1s\"")],
    ),
    ("bulkhead/zero", &[("#[bulkhead(0)]", "#[bulkhead(1)]")]),
    (
        "bulkhead/name_is_not_text",
        &[("name = payments", "name = \"payments\"")],
    ),
];
