//! What an attribute is to the stack.

use proc_macro2::TokenStream;

use super::context::Context;
use super::inner::Inner;
use super::order::Facts;
use super::parcel::Entry;
use super::place::Place;
use crate::args::Handle;
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::paths::Paths;
use crate::{
    bulkhead, cached, circuit_breaker, fallback, hedge, invalidate, log_exceptions,
    log_execution_time, rate_limit, retry, timeout,
};

/// One attribute, understood: it cannot fail any more.
pub(crate) trait Layer {
    fn facts(&self) -> &Facts;

    fn kind(&self) -> Kind<'_>;

    /// `handle = ..`, which may stand on any attribute of a stack.
    fn handle(&self) -> Option<&Handle> {
        None
    }

    /// Where it stands.
    fn place(&self) -> &Place {
        &Place::AsWritten
    }

    /// More layers of the same attribute, with places of their own; as written, they stand right
    /// beneath it.
    fn take_beside(&mut self) -> Vec<Box<dyn Layer>> {
        Vec::new()
    }

    /// What is declared beside the function.
    fn companions(&self, _context: &Context<'_>) -> TokenStream {
        TokenStream::new()
    }
}

/// In which of two ways an attribute stands around what is below it.
pub(crate) enum Kind<'a> {
    /// It is code of its own around the body.
    Around(&'a dyn Around),
    /// It is asked before, while and after the body runs. Neighbours of this kind are put together,
    /// and make one future.
    Guard(&'a dyn Guard),
}

pub(crate) trait Around {
    /// The statements of a body that has this attribute around `inner`.
    fn wrap(&self, context: &Context<'_>, inner: Inner) -> TokenStream;

    /// Whether what is below may run more than once.
    fn repeats(&self) -> bool {
        false
    }

    /// Whether the arguments are needed after what is below has taken what it takes of them.
    fn borrows(&self) -> bool {
        self.repeats()
    }
}

pub(crate) trait Guard {
    /// What the guard keeps between calls.
    fn site(&self, context: &Context<'_>) -> Option<Site>;

    /// An expression: the runtime's `Guard` for one call. `site` is an expression that gives a
    /// `&'static` of what [`site`](Self::site) described.
    fn guard(&self, context: &Context<'_>, site: &TokenStream) -> TokenStream;

    /// What a handle gives of it.
    fn control(&self, _paths: &Paths) -> Option<Control> {
        None
    }

    /// Whether what is below may run more than once.
    fn repeats(&self) -> bool {
        false
    }
}

/// What a handle gives of a guard: `fn breaker() -> &'static CircuitBreaker`.
pub(crate) struct Control {
    /// `breaker`, `limiter` or `bulkhead`: the name of the handle's function, and of the site's method
    /// that it calls.
    pub(crate) name: &'static str,
    /// What that points to.
    pub(crate) ty: TokenStream,
}

/// A `static` of a guard.
pub(crate) struct Site {
    pub(crate) ty: TokenStream,
    /// A constant expression.
    pub(crate) init: TokenStream,
}

type Build = fn(&Entry, &Function, &mut Errors) -> Option<Box<dyn Layer>>;

/// Every attribute there is. A new one is a line here, a line in `lib.rs` and a folder.
const LAYERS: &[(&str, Build)] = &[
    ("bulkhead", bulkhead::layer),
    ("cached", cached::layer),
    ("circuit_breaker", circuit_breaker::layer),
    ("fallback", fallback::layer),
    ("hedge", hedge::layer),
    ("invalidate", invalidate::layer),
    ("log_exceptions", log_exceptions::layer),
    ("log_execution_time", log_execution_time::layer),
    ("rate_limit", rate_limit::layer),
    ("retry", retry::layer),
    ("timeout", timeout::layer),
];

/// Reads one entry of the queue and reports its faults.
pub(crate) fn build(
    entry: &Entry,
    function: &Function,
    errors: &mut Errors,
) -> Option<Box<dyn Layer>> {
    let (_, build) = LAYERS.iter().find(|(name, _)| entry.name == name)?;
    build(entry, function, errors)
}
