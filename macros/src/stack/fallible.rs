//! Guards on what never fails.

use super::parcel::Entry;
use crate::args::split;
use crate::diagnostics::Errors;
use crate::function::Function;

/// What each guard does with the `Err` of a `Result`.
const WITH_ERRORS: &[(&str, &str)] = &[
    ("bulkhead", "refuses with an `Err`"),
    ("circuit_breaker", "counts `Err`"),
    ("fallback", "answers the `Err` of a `Result`"),
    ("hedge", "waits for the first `Ok`"),
    (LOG_EXCEPTIONS, "logs the `Err` of a `Result`"),
    ("rate_limit", "refuses with an `Err`"),
    ("retry", "tries again after an `Err`"),
    ("timeout", "ends with an `Err`"),
];

/// The one attribute of them that need not be about errors.
const LOG_EXCEPTIONS: &str = "log_exceptions";

/// `#[log_exceptions(panics)]`
fn is_about_panics(entry: &Entry) -> bool {
    let mut arguments = split(entry.args.clone()).into_iter();
    entry.name == LOG_EXCEPTIONS
        && arguments.any(|written| written.name.is_some_and(|name| name == "panics"))
}

/// Reports the types of which the tokens tell that they are no `Result`, once for the whole stack.
/// The others are rustc's to tell.
pub(super) fn refuse(queue: &[Entry], function: &Function, errors: &mut Errors) {
    let returns = &function.returns;
    let does = |entry: &Entry| {
        let (name, does) = WITH_ERRORS.iter().find(|(name, _)| entry.name == name)?;
        (!is_about_panics(entry)).then_some((*name, *does))
    };
    let Some((attribute, does)) = queue.iter().find_map(does) else {
        return;
    };
    let name = function.name();
    let (fact, fix) = if returns.is_never() {
        ("never returns", "")
    } else if returns.is_unit() {
        ("never fails", "return a `Result`, or ")
    } else {
        return;
    };
    let panics = if attribute == LOG_EXCEPTIONS {
        "write `#[log_exceptions(panics)]` if panics are what is meant, or "
    } else {
        ""
    };
    let message = format!(
        "`#[{attribute}]` {does}, and `{name}` {fact}; {fix}{panics}remove `#[{attribute}]`"
    );
    match &returns.value {
        Some(ty) => errors.add(ty, message),
        None => errors.add(&function.sig.ident, message),
    }
}
