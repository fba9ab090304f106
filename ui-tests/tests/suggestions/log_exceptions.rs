//! Answers about `#[log_exceptions]`.

use super::Case;

pub(super) const CASES: &[Case] = &[
    (
        "log_exceptions/args_of_an_unknown_name",
        &[("args(di), fields(id)", "args(id)")],
    ),
    (
        "log_exceptions/backtrace_without_value",
        &[("backtrace", "backtrace = auto")],
    ),
    (
        "log_exceptions/chain_is_no_flag",
        &[("chain = \"yes\"", "chain = false")],
    ),
    (
        "log_exceptions/default_is_a_result",
        &[("default = Ok(7)", "default = 7")],
    ),
    (
        "log_exceptions/default_without_reraise",
        &[("default = 0", "default = 0, reraise = false")],
    ),
    (
        "log_exceptions/error_without_display",
        &[("#[log_exceptions]", "#[log_exceptions(debug)]")],
    ),
    (
        "log_exceptions/field_of_ours",
        &[("args(error)", "fields(my_error = error)")],
    ),
    (
        "log_exceptions/level_in_quotes",
        &[("level = \"warn\"", "level = warn")],
    ),
    ("log_exceptions/misspelt_argument", &[("levle", "level")]),
    (
        "log_exceptions/never_returns",
        &[("#[log_exceptions]", "#[log_exceptions(panics)]")],
    ),
    (
        "log_exceptions/once_with_names",
        &[("once(error)", "once = false")],
    ),
    (
        "log_exceptions/only_a_name",
        &[("only(Declined)", "only(PayError::Declined)")],
    ),
    (
        "log_exceptions/reraise_in_quotes",
        &[("reraise = \"false\"", "reraise = false")],
    ),
    (
        "log_exceptions/returns_no_result",
        &[("#[log_exceptions]", "#[log_exceptions(panics)]")],
    ),
    (
        "log_exceptions/returns_nothing",
        &[("#[log_exceptions]", "#[log_exceptions(panics)]")],
    ),
    (
        "log_exceptions/skip_at_a_quoted_level",
        &[("\"off\"", "off")],
    ),
    (
        "log_exceptions/target_is_no_text",
        &[("target = API", "target = \"api\"")],
    ),
];
