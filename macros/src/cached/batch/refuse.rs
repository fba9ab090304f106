//! What does not go with `batch`.

use crate::args::Arguments;
use crate::diagnostics::Errors;

/// Arguments about one entry that a load of many has no answer to.
const REFUSED: &[(&str, &str)] = &[
    (
        "error_ttl",
        "the error of a batch says nothing of one id, so it is not stored; remove `error_ttl`",
    ),
    (
        "key_prefix",
        "with `batch` the key has to name one id; write `key = \"user:{id}\"`",
    ),
    (
        "strategy",
        "with `batch` a function loads what is missing, and that is all; remove `strategy`",
    ),
    (
        "value",
        "`value` is for `strategy = write_through`; with `batch` the values are those of the \
         result; remove `value`",
    ),
    (
        "tags",
        "entries of a batch have no tags; remove `tags`, or put them on a function of one id",
    ),
    (
        "flight",
        "a batch shares its loads within the process; remove `flight`",
    ),
    (
        "read",
        "a batch reads what both tiers have; for Redis alone write `tier = redis`",
    ),
];

/// What reloads or answers one entry that is near its end.
const LADDER: &[&str] = &[
    "reload",
    "early",
    "stale_while_revalidate",
    "stale_if_error",
    "retry_after",
    "soft_timeout",
    "hard_timeout",
];

pub(super) fn company(found: &Arguments, errors: &mut Errors) {
    for (name, because) in REFUSED {
        if let Some((at, _)) = found.get(name) {
            errors.add(
                at,
                format!("`{name}` cannot stand together with `batch`; {because}"),
            );
        }
    }
    for name in LADDER {
        if let Some((at, _)) = found.get(name) {
            errors.add(
                at,
                format!(
                    "`{name}` cannot stand together with `batch`, whose ids end one by one; remove \
                     it, or put it on a function of one id"
                ),
            );
        }
    }
}
