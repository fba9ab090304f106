//! Answers about `#[log_execution_time]`.

use super::Case;

pub(super) const CASES: &[Case] = &[
    (
        "log_execution_time/formatter_is_unknown",
        &[("crad", "card")],
    ),
    (
        "log_execution_time/formatter_without_a_count",
        &[("gambeson::mask::keep_last", "gambeson::mask::keep_last(4)")],
    ),
    (
        "log_execution_time/stuck_before_slow",
        &[("stuck = \"10s\"", "stuck = \"30s\"")],
    ),
    (
        "log_execution_time/slow_of_an_argument",
        &[
            ("slow = limit", "slow = \"250ms\""),
            ("slow = Duration::from_millis(N)", "slow = \"250ms\""),
        ],
    ),
    (
        "log_execution_time/argument_in_the_place_of_a_function",
        &[(
            "card = card, cents = cents",
            "card = gambeson::mask::card), fields(cents = cents",
        )],
    ),
    (
        "log_execution_time/constant_in_args",
        &[("args(cents = 7)", "fields(cents = 7)")],
    ),
    (
        "log_execution_time/field_of_an_argument_in_args",
        &[("args(order.id)", "fields(id = order.id)")],
    ),
    (
        "log_execution_time/field_with_a_path",
        &[("card.length = card.len()", "card_length = card.len()")],
    ),
    (
        "log_execution_time/field_without_display",
        &[("%order", "?order")],
    ),
    (
        "log_execution_time/field_without_value",
        &[("fields(cents)", "fields(cents = cents)")],
    ),
    (
        "log_execution_time/field_without_name",
        &[("?card", "card = ?card")],
    ),
    (
        "log_execution_time/level_in_other_words",
        &[
            ("level = Level::INFO", "level = info"),
            ("slow_level = \"warning\"", "slow_level = warn"),
        ],
    ),
    (
        "log_execution_time/level_in_quotes",
        &[("level = \"debug\"", "level = debug")],
    ),
    (
        "log_execution_time/masked_is_not_derived",
        &[("#[derive(Debug)]", "#[derive(gambeson::Masked)]")],
    ),
    (
        "log_execution_time/misspelt_argument",
        &[("levl", "level"), ("slwo", "slow"), ("arg(", "args(")],
    ),
    (
        "log_execution_time/neither_display_nor_debug",
        &[("struct Order", "#[derive(Debug)] struct Order")],
    ),
    (
        "log_execution_time/nothing_in_args",
        &[("args()", "args(cents)")],
    ),
    ("log_execution_time/quoted_word", &[("\"entry\"", "entry")]),
    (
        "log_execution_time/ret_without_debug",
        &[("struct Order", "#[derive(Debug)] struct Order")],
    ),
    (
        "log_execution_time/ret_with_a_value",
        &[("ret = true", "ret"), ("entry = \"yes\"", "entry")],
    ),
    (
        "log_execution_time/self_in_args",
        &[("args(self)", "fields(id = self.id)")],
    ),
    (
        "log_execution_time/sigils_in_args",
        &[("?cents, %card", "cents, card")],
    ),
    (
        "log_execution_time/slow_level_is_quieter",
        &[("slow_level = info", "slow_level = warn")],
    ),
    (
        "log_execution_time/slow_level_without_slow",
        &[("slow_level = error", "slow = \"250ms\", slow_level = error")],
    ),
    (
        "log_execution_time/target_is_no_text",
        &[("target = api", "target = \"api\"")],
    ),
    (
        "log_execution_time/text_in_args",
        &[("\"cents\"", "cents"), ("\"card\"", "card")],
    ),
    (
        "log_execution_time/unknown_name_in_args",
        &[("args(cent,", "args(cents,")],
    ),
    (
        "log_execution_time/way_to_write_is_unknown",
        &[("card = hidden, cents = plain", "card, cents = show")],
    ),
    (
        "log_execution_time/way_to_write_in_quotes",
        &[("card = \"masked\", cents = \"show\"", "card, cents = show")],
    ),
];
