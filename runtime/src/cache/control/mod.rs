//! The control surface of one function: what a handle's methods call.

mod call;
mod entry;
mod method;
mod method_blocking;
mod request;

pub use call::{bypass, bypass_blocking, refresh, refresh_blocking, traced, traced_blocking};
pub use entry::{invalidate, invalidate_blocking, peek, peek_blocking, ttl_of, ttl_of_blocking};
pub use method::{MethodHandle, Unpack, method, place, result};
pub use method_blocking::{BlockingMethodHandle, method_blocking};
pub(crate) use request::{Mode, Request};
