//! A task that tells those who started it what it has told of its failures.

use super::frames::{self, Frame};
use super::marks::{Marks, Task};

/// What runs elsewhere as if it were beneath the call that has started it: an error that has been
/// told there is not told again by who awaits it here.
#[derive(Debug, Default)]
pub(crate) struct Beneath(Option<Task>);

impl Beneath {
    /// Beneath the call that the thread is in, if it is in one.
    pub(crate) fn here() -> Self {
        Self(frames::nearest(Marks::start_task))
    }

    /// While it runs.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn enter(&self) -> Option<Within<'_>> {
        self.0.as_ref().map(Within::enter)
    }
}

/// While the task is polled. It ends also when that panics.
#[derive(Debug)]
pub(crate) struct Within<'a>(&'a Task);

impl<'a> Within<'a> {
    fn enter(task: &'a Task) -> Self {
        frames::enter(Frame {
            function: None,
            marks: Some(task.take()),
        });
        Self(task)
    }
}

impl Drop for Within<'_> {
    fn drop(&mut self) {
        if let Some(marks) = frames::leave().and_then(|frame| frame.marks) {
            self.0.put(marks);
        }
    }
}
