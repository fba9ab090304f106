//! The attribute macros of gambeson. Use them through the `gambeson` crate, which re-exports them
//! and holds their documentation.
//!
//! Each macro is three steps with three types: what was written (`Written`), what it means
//! (`Model`), and the tokens (`expand`). An attribute does not expand when rustc calls it: it
//! queues itself on the item, and the last of a stack expands them all (see `stack`).
#![expect(
    missing_docs,
    reason = "documented where the `gambeson` crate re-exports the macros"
)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

mod args;
mod bulkhead;
mod cache_key;
mod cached;
mod circuit_breaker;
mod diagnostics;
mod entry;
mod fallback;
mod function;
mod hedge;
mod invalidate;
mod key;
mod key_macro;
mod log;
mod log_exceptions;
mod log_execution_time;
mod manager;
mod masked;
mod paths;
mod rate_limit;
mod retry;
mod stack;
mod timeout;
mod tokens;

use proc_macro::TokenStream;

#[proc_macro_attribute]
pub fn bulkhead(args: TokenStream, item: TokenStream) -> TokenStream {
    entry::attribute("bulkhead", args, item)
}

#[proc_macro_attribute]
pub fn cached(args: TokenStream, item: TokenStream) -> TokenStream {
    entry::attribute("cached", args, item)
}

#[proc_macro_attribute]
pub fn circuit_breaker(args: TokenStream, item: TokenStream) -> TokenStream {
    entry::attribute("circuit_breaker", args, item)
}

#[proc_macro_attribute]
pub fn fallback(args: TokenStream, item: TokenStream) -> TokenStream {
    entry::attribute("fallback", args, item)
}

#[proc_macro_attribute]
pub fn hedge(args: TokenStream, item: TokenStream) -> TokenStream {
    entry::attribute("hedge", args, item)
}

#[proc_macro_attribute]
pub fn invalidate(args: TokenStream, item: TokenStream) -> TokenStream {
    entry::attribute("invalidate", args, item)
}

#[proc_macro_attribute]
pub fn log_exceptions(args: TokenStream, item: TokenStream) -> TokenStream {
    entry::attribute("log_exceptions", args, item)
}

#[proc_macro_attribute]
pub fn log_execution_time(args: TokenStream, item: TokenStream) -> TokenStream {
    entry::on_impl(&args, &item, log_execution_time::on_impl)
        .unwrap_or_else(|| entry::attribute("log_execution_time", args, item))
}

#[proc_macro_attribute]
pub fn rate_limit(args: TokenStream, item: TokenStream) -> TokenStream {
    entry::attribute("rate_limit", args, item)
}

#[proc_macro_attribute]
pub fn retry(args: TokenStream, item: TokenStream) -> TokenStream {
    entry::attribute("retry", args, item)
}

#[proc_macro_attribute]
pub fn timeout(args: TokenStream, item: TokenStream) -> TokenStream {
    entry::attribute("timeout", args, item)
}

#[proc_macro_derive(CacheKey, attributes(key))]
pub fn derive_cache_key(item: TokenStream) -> TokenStream {
    entry::derive(item, cache_key::expand)
}

#[proc_macro_derive(Masked, attributes(mask, serde))]
pub fn derive_masked(item: TokenStream) -> TokenStream {
    entry::derive(item, masked::expand)
}

#[proc_macro]
pub fn key(input: TokenStream) -> TokenStream {
    entry::function_like(input, key_macro::expand)
}

/// The queue of a stack of attributes. Written by the attributes themselves, never by hand.
#[doc(hidden)]
#[proc_macro_attribute]
pub fn __stack(queue: TokenStream, item: TokenStream) -> TokenStream {
    entry::stack(queue, item)
}
