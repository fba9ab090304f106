//! `#[log_execution_time]`: one event at the end of each call.

mod guard;
mod site;

pub use guard::TimeGuard;
pub use site::TimeSite;
