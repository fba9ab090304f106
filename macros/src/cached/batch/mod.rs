//! `batch(ids -> id)`: one call for many keys.
//!
//! `parse` reads what was written, `many` finds out what it means on the function, `refuse` says
//! what does not go with it, and `expand` makes the tokens.

mod expand;
mod many;
mod parse;
mod refuse;

use proc_macro2::Ident;

pub(super) use expand::{by_reference, expand};
pub(super) use many::Many;

/// What was written.
pub(super) struct Batch {
    /// The word `batch`.
    pub(super) word: Ident,
    /// The argument that holds the ids.
    pub(super) ids: Ident,
    /// What the key calls one of them.
    pub(super) one: Ident,
    /// How many ids one call of the body takes.
    pub(super) most: Option<u32>,
}
