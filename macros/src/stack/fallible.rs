//! Guards on what never fails.

use super::parcel::Entry;
use crate::diagnostics::Errors;
use crate::function::Function;

/// What each guard does with the `Err` of a `Result`.
const WITH_ERRORS: &[(&str, &str)] = &[
    ("bulkhead", "refuses with an `Err`"),
    ("circuit_breaker", "counts `Err`"),
    ("fallback", "answers the `Err` of a `Result`"),
    ("hedge", "waits for the first `Ok`"),
    ("rate_limit", "refuses with an `Err`"),
    ("retry", "tries again after an `Err`"),
    ("timeout", "ends with an `Err`"),
];

/// Reports the types of which the tokens tell that they are no `Result`, once for the whole stack.
/// The others are rustc's to tell.
pub(super) fn refuse(queue: &[Entry], function: &Function, errors: &mut Errors) {
    let returns = &function.returns;
    let does = |entry: &Entry| {
        let (name, does) = WITH_ERRORS.iter().find(|(name, _)| entry.name == name)?;
        Some((*name, *does))
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
    let message =
        format!("`#[{attribute}]` {does}, and `{name}` {fact}; {fix}remove `#[{attribute}]`");
    match &returns.value {
        Some(ty) => errors.add(ty, message),
        None => errors.add(&function.sig.ident, message),
    }
}
