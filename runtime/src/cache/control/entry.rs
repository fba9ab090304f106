//! What is done to the entry of one key, without calling the function.

use crate::cache::engine::{self, ManagerRef};
use crate::cache::error::CacheError;
use crate::cache::key::Key;
use crate::cache::manager::Removed;
use crate::cache::plan::Plan;
use crate::cache::shape::Shape;
use crate::cache::site::BY_HAND;
use crate::cache::ttl::TimeLeft;

/// Removes the entry.
///
/// # Errors
/// Those of [`CacheManager::delete`](crate::CacheManager::delete).
pub async fn invalidate<M: ManagerRef>(manager: M, key: Key) -> Result<Removed, CacheError> {
    let manager = manager.handle();
    manager.invalidate_at(&BY_HAND, &[key]).await
}

/// [`invalidate`] for a sync function.
pub fn invalidate_blocking<M: ManagerRef>(manager: M, key: Key) -> Removed {
    let keys = [key];
    manager.handle().invalidate_later(&BY_HAND, &keys)
}

/// What the function would return from the cache, without running its body.
pub async fn peek<M: ManagerRef, S: Shape>(manager: M, plan: Plan<S>, key: Key) -> Option<S::Ret> {
    let manager = manager.handle();
    let held = engine::look(&manager, &key, plan.ops, plan.fault.ops).await?;
    engine::result(&plan, held)
}

/// [`peek`] for a sync function.
#[expect(
    clippy::needless_pass_by_value,
    reason = "called by generated code, as its async twin is"
)]
pub fn peek_blocking<M: ManagerRef, S: Shape>(
    manager: M,
    plan: Plan<S>,
    key: Key,
) -> Option<S::Ret> {
    let manager = manager.handle();
    let entry = manager.memory().peek(&key, manager.now())?;
    engine::result(&plan, entry.value)
}

/// How long the entry still lives; `None` if there is none.
pub async fn ttl_of<M: ManagerRef>(manager: M, key: Key) -> Option<TimeLeft> {
    let manager = manager.handle();
    manager.ttl_of(key).await
}

/// [`ttl_of`] for a sync function.
#[expect(
    clippy::needless_pass_by_value,
    reason = "called by generated code, as its async twin is"
)]
pub fn ttl_of_blocking<M: ManagerRef>(manager: M, key: Key) -> Option<TimeLeft> {
    manager.handle().memory_ttl_of(&key)
}
