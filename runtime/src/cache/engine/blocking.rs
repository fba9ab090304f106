//! The same for a sync function: memory only, and other threads wait by blocking.

use crate::cache::engine::approach::{Approach, joined};
use crate::cache::engine::begin::{Miss, Start};
use crate::cache::engine::conclude::{Body, Concluded, Ticket, conclude};
use crate::cache::engine::keep::{Keep, Times};
use crate::cache::shape::Shape;

/// Answers a miss: waits for a load that is under way, or runs `body` and stores what it returns.
///
/// A panic of the body hands the lead to the next thread and goes on to this caller.
#[expect(
    clippy::needless_pass_by_value,
    reason = "as `load` takes it; most often it has no size"
)]
pub fn load_blocking<S: Shape>(
    miss: Miss<S>,
    times: Times,
    keep: impl Keep<S::Value>,
    body: impl FnOnce() -> S::Ret,
) -> S::Ret {
    let Miss { call, start, plan } = miss;
    let lead = match start {
        Start::Beside => None,
        Start::Lead(lead) => Some(lead),
        Start::Wait(waiter) => match call.waited(waiter.wait_blocking(call.wait(times.wait))) {
            Approach::Found(held) | Approach::Joined(held) => match joined(&call, &plan, held) {
                Some(ret) => return ret,
                None => None,
            },
            Approach::Lead(lead) | Approach::Load(lead, _) => Some(lead),
            Approach::Beside => None,
            // A sync function asks no Redis.
            #[cfg(feature = "redis")]
            Approach::Ask => None,
        },
    };
    let ticket = Ticket::default();
    let running = Body::new(call, lead, ticket);
    let ret = {
        let _inside = running.enter();
        body()
    };
    match conclude(&plan, &times, &keep, running, ret) {
        Concluded::Ready(Some(ret)) => ret,
        // A sync function's entries stay in memory, and a shape can express what it was split from.
        Concluded::Ready(None) | Concluded::Storing(..) => {
            unreachable!("sync functions store at once")
        }
    }
}
