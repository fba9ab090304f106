//! In which `impl` a method stands. An attribute sees the method alone; one on the whole `impl` hands
//! the type's name on, as an argument that only it writes.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::parcel::Entry;
use crate::args::{Given, split};
use crate::tokens::single;

/// The argument's name.
const WITHIN: &str = "__within";

/// The argument, for a method of the type of this name.
pub(crate) fn within(ty: &str) -> TokenStream {
    let name = format_ident!("{WITHIN}");
    let ty = Literal::string(ty);
    quote!(#name = #ty)
}

/// The queue without that argument, and what it says.
pub(super) fn parted(queue: &[Entry]) -> (Vec<Entry>, Option<String>) {
    let mut within = None;
    let queue = queue.iter().map(|entry| {
        let (args, ty) = without(entry.args.clone());
        within = within.take().or(ty);
        Entry {
            name: entry.name.clone(),
            args,
        }
    });
    (queue.collect(), within)
}

/// It stands first, so that what the user wrote stays as it is.
fn without(args: TokenStream) -> (TokenStream, Option<String>) {
    let first = split(args.clone()).into_iter().next();
    let ty = first.and_then(|first| match first.given {
        Given::Value(value) if first.name.is_some_and(|name| name == WITHIN) => {
            single(&value).map(|name| name.to_string())
        }
        _ => None,
    });
    match ty {
        // Name, `=`, text and comma.
        Some(ty) => (
            args.into_iter().skip(4).collect(),
            Some(ty.trim_matches('"').to_owned()),
        ),
        None => (args, None),
    }
}
