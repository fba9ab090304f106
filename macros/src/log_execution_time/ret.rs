//! Functions of which `ret` has nothing to tell.

use super::written::Written;
use crate::diagnostics::Errors;
use crate::function::{Function, Part};

pub(super) fn check(written: &Written, function: &Function, errors: &mut Errors) {
    let Some(word) = &written.ret else { return };
    if function.returns.is_never() {
        errors.add(word, "the function never returns; remove `ret`");
    } else if function.returns.is_unit() {
        errors.add(
            word,
            "the function returns nothing that could be told; remove `ret`",
        );
    } else if let Some(hidden) = function
        .returns
        .parts()
        .into_iter()
        .find_map(|part| match part {
            Part::ImplTrait(tokens) => Some(tokens),
            _ => None,
        })
    {
        errors.add(
            hidden,
            "`ret` is told by its type, which `impl ..` hides; name the type, or remove `ret`",
        );
    }
}
