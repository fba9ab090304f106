//! What does not go with `batch`.

use crate::args::{Arguments, called};
use crate::diagnostics::Errors;
use crate::tokens::unraw;

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
        // A function that writes refuses the batch.
        if *name == "strategy" && writes(found) {
            continue;
        }
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

/// Whether the function is a writer, which says by itself that its batches are another thing.
pub(super) fn writes_behind(found: &Arguments) -> bool {
    strategy(found).is_some_and(|strategy| strategy == "write_behind")
}

fn writes(found: &Arguments) -> bool {
    strategy(found).is_some_and(|strategy| strategy.starts_with("write_"))
}

fn strategy(found: &Arguments) -> Option<String> {
    let (word, _) = called(found.tokens("strategy")?)?;
    Some(unraw(&word))
}
