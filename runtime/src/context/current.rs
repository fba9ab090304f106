//! The context that a thread is in.
//!
//! Not tokio's `task_local`: that one panics where a scope is opened while its value is looked at,
//! and what looks is the layer that writes an event, beneath any code of the user.

use std::cell::RefCell;
use std::fmt;
use std::mem;

use super::Context;

thread_local! {
    static CURRENT: RefCell<Option<Context>> = const { RefCell::new(None) };
}

/// The context that the task, or the closure of [`sync_scope`](super::sync_scope), is in.
///
/// `None` outside of any, and in a task of plain `tokio::spawn`. It costs two reference counts.
///
/// ```
/// use gambeson::context::{self, Context};
///
/// assert!(context::current().is_none());
/// context::sync_scope(Context::new("req-7"), || {
///     let context = context::current();
///     assert_eq!(context.as_ref().map(Context::request_id), Some("req-7"));
/// });
/// ```
pub fn current() -> Option<Context> {
    with_current(|context| context.cloned())
}

/// The user of the request is known now: every later event of it says so, also of tasks that it
/// spawned before. Returns whether there is a request.
///
/// Of nested scopes it is the user of the innermost, and of those that it was derived from by
/// [`Context::with`].
///
/// ```
/// use gambeson::context::{self, Context};
///
/// assert!(!context::set_user(42), "outside of any scope there is nobody to tell");
/// context::sync_scope(Context::new("req-7"), || {
///     assert!(context::set_user(42));
///     let user = context::current().and_then(|context| context.user_id());
///     assert_eq!(user.as_deref(), Some("42"));
/// });
/// ```
pub fn set_user(id: impl fmt::Display) -> bool {
    // A copy: what shows an id, or hears of it, is the user's code and may ask for the context.
    let context = current();
    if let Some(context) = &context {
        context.set_user(id);
    }
    context.is_some()
}

/// The context, to look at: without a clone, and without an allocation. A scope that `look` itself
/// opens is not entered.
#[cfg_attr(not(debug_assertions), inline)]
pub(crate) fn with_current<T>(mut look: impl FnMut(Option<&Context>) -> T) -> T {
    // Only a swap, which calls nothing, borrows it for itself; but the thread may be ending.
    let looked = CURRENT.try_with(|current| {
        let current = current.try_borrow().ok()?;
        Some(look(current.as_ref()))
    });
    match looked {
        Ok(Some(looked)) => looked,
        _ => look(None),
    }
}

/// Sets the context back that was there before, also after a panic.
#[derive(Debug)]
pub(super) struct Inside<'a> {
    /// Holds the former context meanwhile.
    slot: Option<&'a mut Option<Context>>,
}

impl<'a> Inside<'a> {
    /// Puts the context of `slot` in the place of the current one. With none in it, all stays.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn of(slot: &'a mut Option<Context>) -> Self {
        let is_entered = slot.is_some() && swap(slot);
        Self {
            slot: is_entered.then_some(slot),
        }
    }
}

impl Drop for Inside<'_> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn drop(&mut self) {
        if let Some(slot) = &mut self.slot {
            swap(slot);
        }
    }
}

/// Whether it could be done.
fn swap(slot: &mut Option<Context>) -> bool {
    let swapped = CURRENT.try_with(|current| {
        current
            .try_borrow_mut()
            .map(|mut current| mem::swap(&mut *current, slot))
            .is_ok()
    });
    swapped.unwrap_or(false)
}
