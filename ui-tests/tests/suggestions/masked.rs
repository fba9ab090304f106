//! Answers about `derive(Masked)`.

use super::Case;

pub(super) const CASES: &[Case] = &[
    (
        "masked/crate_is_text",
        &[("crate = \"gambeson\"", "crate = ::gambeson")],
    ),
    (
        "masked/default_misspelt",
        &[
            ("default = hide", "default = secret"),
            ("default = \"show\"", "default = show"),
        ],
    ),
    (
        "masked/email_of_a_number",
        &[
            ("#[mask(email)]", "#[mask(secret)]"),
            ("#[mask(keep_last = 4)]", "#[mask(secret)]"),
        ],
    ),
    (
        "masked/fixed_is_no_text",
        &[
            ("fixed = 8", "fixed = \"(hidden)\""),
            ("fixed = \"\"", "skip"),
        ],
    ),
    (
        "masked/flattened_secret",
        &[("#[mask(secret)]", "#[mask(skip)]")],
    ),
    (
        "masked/hash_of_a_float",
        &[("#[mask(hash)]", "#[mask(secret)]")],
    ),
    (
        "masked/keep_too_much",
        &[
            ("keep_last = 0", "secret"),
            ("keep_first = 100", "show"),
            ("keep_first = \"2\"", "keep_first = 2"),
            ("(keep_first)", "(keep_first = 2)"),
        ],
    ),
    (
        "masked/misspelt_word",
        &[("emial", "email"), ("keep_lst", "keep_last")],
    ),
    (
        "masked/own_type",
        &[(
            "struct Address",
            "#[derive(gambeson::Masked)] struct Address",
        )],
    ),
    (
        "masked/show_without_debug",
        &[("struct Address", "#[derive(Debug)] struct Address")],
    ),
    (
        "masked/text_field",
        &[("    name", "    #[mask(secret)] name")],
    ),
    (
        "masked/serde_with_without_a_word",
        &[("    #[serde(", "    #[mask(show)] #[serde(")],
    ),
    (
        "masked/words_of_others",
        &[
            ("redact", "secret"),
            ("partial", "keep_last = 4"),
            ("credit_card", "card"),
            ("plain", "show"),
        ],
    ),
];
