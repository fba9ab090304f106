//! What a layer sees while it expands.

use proc_macro2::TokenStream;
use quote::ToTokens;

use super::handle::Controlled;
use crate::args::Handle;
use crate::function::Function;
use crate::paths::Paths;

/// What a layer sees while it expands.
pub(crate) struct Context<'a> {
    pub(crate) function: &'a Function,
    pub(crate) paths: &'a Paths,
    /// How many closures and futures of ours lie between the function and the layer's statements.
    pub(crate) depth: usize,
    /// Whether an attribute above needs the arguments again, to run the layer's statements once more
    /// or for something else: what they take of the arguments they have to borrow.
    pub(crate) borrowed: bool,
    /// What the stack's handle is called, whichever attribute says so.
    pub(crate) handle: Option<&'a Handle>,
    /// The guards that a handle gives, for attributes that make the handle.
    pub(crate) controls: &'a [Controlled],
}

impl Context<'_> {
    /// What a guard is called: a constant expression. It is the function, unless `name` was written.
    pub(crate) fn guard_name(&self, name: Option<&str>) -> TokenStream {
        match name {
            Some(name) => name.to_token_stream(),
            None => self.function.full_name(),
        }
    }
}
