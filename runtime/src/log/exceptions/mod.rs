//! `#[log_exceptions]`: one event for each failure.

mod guard;
mod site;

pub use guard::ExceptionsGuard;
pub use site::ExceptionSite;
