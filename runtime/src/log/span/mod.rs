//! `span`: a span around each call.

mod guard;
mod site;

pub use guard::SpanGuard;
pub use site::SpanSite;
