//! The same for a sync function: memory only, and other threads wait by blocking.

use std::mem;

use crate::cache::engine::begin::Miss;
use crate::cache::engine::conclude::{Concluded, conclude};
use crate::cache::engine::keep::{Keep, Times};
use crate::cache::engine::look::result;
use crate::cache::engine::run::{Run, Stage, beside};
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
    let mut run = Run::new(miss, times, false);
    loop {
        match mem::replace(&mut run.stage, Stage::Done) {
            Stage::Wait(call, waiter) => {
                let end = waiter.wait_blocking(call.wait(times.wait));
                if let Some(ret) = run.arrive(call.waited(end), call) {
                    return ret;
                }
            }
            Stage::Answer(call, held) => match result(&run.plan, held) {
                Some(ret) => return ret,
                None => run.stage = beside(call),
            },
            Stage::Body(running) => {
                let ret = {
                    let _inside = running.enter();
                    body()
                };
                let ahead = &mut run.ahead;
                return match conclude(&run.plan, &times, &keep, running, ahead, ret) {
                    Concluded::Ready(Some(ret)) => ret,
                    // A sync function's entries stay in memory, and a shape can express what it
                    // was split from.
                    Concluded::Ready(None) | Concluded::Storing(..) => {
                        unreachable!("sync functions store at once")
                    }
                };
            }
            Stage::AskRedis(_) | Stage::Storing(..) | Stage::Done => {
                unreachable!("sync functions are cached in memory only")
            }
        }
    }
}
