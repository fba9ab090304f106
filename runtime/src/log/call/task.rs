//! A task that tells those who started it what it has told of its failures.

use std::pin::Pin;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;

use super::frames::{self, Frame};
use super::marks::Task;

pin_project! {
    /// A future that is polled elsewhere, as if it were beneath the call that has made it.
    #[derive(Debug)]
    pub(crate) struct Beneath<F> {
        #[pin]
        future: F,
        task: Option<Task>,
    }
}

/// What is spawned by the call that the thread is in: an error that has been told there is not told
/// again by who awaits it here.
pub(crate) fn beneath<F: Future>(future: F) -> Beneath<F> {
    Beneath {
        future,
        task: frames::nearest(super::marks::Marks::start_task),
    }
}

/// The same for what is not async.
pub(crate) fn beneath_blocking<T>(body: impl FnOnce() -> T) -> impl FnOnce() -> T {
    let task = frames::nearest(super::marks::Marks::start_task);
    move || {
        let _within = task.as_ref().map(Within::enter);
        body()
    }
}

impl<F: Future> Future for Beneath<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let _within = this.task.as_ref().map(Within::enter);
        this.future.poll(cx)
    }
}

/// While the task is polled. It ends also when that panics.
struct Within<'a>(&'a Task);

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
