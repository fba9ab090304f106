#![doc = include_str!("../../docs/context.md")]

// | file | subject |
// |---|---|
// | `request` | the context itself |
// | `id` | ids of requests: made, and taken from others |
// | `trace` | `traceparent`, read and written |
// | `user` | who asks, known sooner or later |
// | `current` | the context that a thread is in |
// | `scope` | futures and closures inside a context |
// | `spawn` | tasks that stay in it |

mod current;
mod id;
mod request;
mod scope;
mod spawn;
#[cfg(test)]
mod tests;
mod trace;
mod user;

#[allow(
    unused_imports,
    reason = "what writes lines looks at it, and that is not in every set of features"
)]
pub(crate) use current::with_current;
pub use current::{current, set_user};
pub use id::{InvalidRequestId, RequestId};
pub use request::Context;
pub use scope::{Scope, in_current_context, scope, sync_scope};
pub use spawn::{spawn, spawn_blocking};
pub use trace::{InvalidTraceparent, Traceparent};
