//! `span`: a span around each call.

mod guard;
mod site;
#[cfg(test)]
mod tests;

pub use guard::SpanGuard;
pub use site::SpanSite;
