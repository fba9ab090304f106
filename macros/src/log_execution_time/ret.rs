//! Functions of which `ret` has nothing to tell.

use proc_macro2::TokenStream;

use super::written::Written;
use crate::diagnostics::Errors;
use crate::function::{Function, Part};

pub(super) fn check(written: &mut Written, function: &Function, errors: &mut Errors) {
    // Of a whole `impl` it is meant for the methods that return something.
    if function.within.is_some() && has_nothing(function) {
        written.ret = None;
    }
    let Some(word) = &written.ret else { return };
    if function.returns.is_never() {
        errors.add(word, "the function never returns; remove `ret`");
    } else if function.returns.is_unit() {
        errors.add(
            word,
            "the function returns nothing that could be told; remove `ret`",
        );
    } else if let Some(hidden) = hidden(function) {
        errors.add(
            hidden,
            "`ret` is told by its type, which `impl ..` hides; name the type, or remove `ret`",
        );
    }
}

fn has_nothing(function: &Function) -> bool {
    function.returns.is_never() || function.returns.is_unit() || hidden(function).is_some()
}

/// `impl ..` in the type of what is returned.
fn hidden(function: &Function) -> Option<TokenStream> {
    let mut parts = function.returns.parts().into_iter();
    parts.find_map(|part| match part {
        Part::ImplTrait(tokens) => Some(tokens),
        _ => None,
    })
}
