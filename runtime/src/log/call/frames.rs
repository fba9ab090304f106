//! The calls that this thread is in, the innermost last.
//!
//! A guard puts its frame here while its body is polled, and takes it back when that is over: what
//! is kept between polls lies in the call's own future.

use std::cell::RefCell;

thread_local! {
    static FRAMES: RefCell<Vec<Frame>> = const { RefCell::new(Vec::new()) };
}

/// One call.
#[derive(Debug)]
pub(in crate::log) struct Frame {
    /// Module path and name.
    pub(in crate::log) function: &'static str,
}

/// The body of a call is about to be polled.
pub(in crate::log) fn enter(frame: Frame) {
    let _ = FRAMES.try_with(|frames| frames.borrow_mut().push(frame));
}

/// It has been, or has panicked.
pub(in crate::log) fn leave() -> Option<Frame> {
    FRAMES
        .try_with(|frames| frames.borrow_mut().pop())
        .ok()
        .flatten()
}

/// The function that the thread is in, of those that are logged.
pub(in crate::log) fn function() -> Option<&'static str> {
    FRAMES
        .try_with(|frames| frames.borrow().last().map(|frame| frame.function))
        .ok()
        .flatten()
}
