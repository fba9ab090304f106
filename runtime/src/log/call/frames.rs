//! The calls that this thread is in, the innermost last.
//!
//! A guard puts its frame here while its body is polled, and takes it back when that is over: what
//! is kept between polls lies in the call's own future.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::marks::{Marks, Told};

thread_local! {
    static FRAMES: RefCell<Vec<Frame>> = const { RefCell::new(Vec::new()) };
}

/// Whether somebody will ask for the function.
static ASKED: AtomicBool = AtomicBool::new(false);

/// From now on, somebody will ask for the [`function`].
#[cfg(feature = "log-setup")]
pub(crate) fn ask() {
    ASKED.store(true, Ordering::Relaxed);
}

/// Whether somebody will ask for the [`function`]: a call that is looked at for nothing else needs no
/// frame before.
#[cfg_attr(not(debug_assertions), inline)]
pub(in crate::log) fn is_asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}

/// One call.
#[derive(Debug)]
pub(in crate::log) struct Frame {
    /// Module path and name; nothing for what is no function, such as a task.
    pub(in crate::log) function: Option<&'static str>,
    /// What has been told of the failures beneath it. `None` where nobody asks: it is left with the
    /// call above.
    pub(in crate::log) marks: Option<Marks>,
}

impl Frame {
    /// Of a call that is looked at for something else than its failure.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(in crate::log) fn of(function: &'static str) -> Self {
        Self {
            function: Some(function),
            marks: None,
        }
    }
}

/// The body of a call is about to be polled.
#[cfg_attr(not(debug_assertions), inline)]
pub(in crate::log) fn enter(frame: Frame) {
    let _ = FRAMES.try_with(|frames| frames.borrow_mut().push(frame));
}

/// It has been, or has panicked.
#[cfg_attr(not(debug_assertions), inline)]
pub(in crate::log) fn leave() -> Option<Frame> {
    FRAMES
        .try_with(|frames| frames.borrow_mut().pop())
        .ok()
        .flatten()
}

/// The function that the thread is in, of those that are logged.
#[cfg_attr(
    not(feature = "log-setup"),
    allow(dead_code, reason = "what asks is the layer of the log set-up")
)]
pub(crate) fn function() -> Option<&'static str> {
    FRAMES
        .try_with(|frames| {
            frames
                .borrow()
                .iter()
                .rev()
                .find_map(|frame| frame.function)
        })
        .ok()
        .flatten()
}

/// Leaves with the nearest call above what has been told of a failure. Given back where there is none.
pub(in crate::log) fn mark(told: Arc<Told>) -> Option<Arc<Told>> {
    let mut told = Some(told);
    nearest(|marks| {
        if let Some(told) = told.take() {
            marks.leave(told);
        }
    });
    told
}

/// Has the nearest call above, if there is one, know of what is told elsewhere: in another task.
pub(in crate::log) fn nearest<T>(with: impl FnOnce(&mut Marks) -> T) -> Option<T> {
    FRAMES
        .try_with(|frames| {
            let mut frames = frames.borrow_mut();
            let mut from_within = frames.iter_mut().rev();
            from_within.find_map(|frame| frame.marks.as_mut()).map(with)
        })
        .ok()
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_function_is_that_of_the_innermost_call() {
        assert_eq!(function(), None);
        enter(Frame::of("a::outer"));
        enter(Frame::of("a::inner"));
        assert_eq!(function(), Some("a::inner"));
        assert_eq!(leave().and_then(|frame| frame.function), Some("a::inner"));
        enter(Frame {
            function: None,
            marks: None,
        });
        assert_eq!(function(), Some("a::outer"), "a task is no function");
        leave();
        leave();
        assert_eq!(function(), None);
        assert!(leave().is_none());
    }
}
