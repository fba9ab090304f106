//! The body of a write, while the hold in Redis is kept.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;

use super::write::{Renewing, Write};

pin_project! {
    /// Runs a body under the hold of a [`Write`].
    #[must_use = "futures do nothing unless polled"]
    pub struct Held<'a, B> {
        write: &'a Write,
        // Made when the body has to wait: most bodies are done long before the hold ends.
        renewing: Option<Renewing>,
        waited: bool,
        #[pin]
        body: B,
    }
}

impl<B> fmt::Debug for Held<'_, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Held")
            .field("write", self.write)
            .finish_non_exhaustive()
    }
}

/// Runs `body` under the hold of `write`.
pub fn held<B: Future>(write: &Write, body: B) -> Held<'_, B> {
    Held {
        write,
        renewing: None,
        waited: false,
        body,
    }
}

impl<B: Future> Future for Held<'_, B> {
    type Output = B::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<B::Output> {
        let this = self.project();
        if let Poll::Ready(ret) = this.body.poll(cx) {
            return Poll::Ready(ret);
        }
        if !*this.waited {
            *this.waited = true;
            *this.renewing = this.write.renewing();
        }
        if let Some(renewing) = this.renewing {
            // It never ends.
            _ = renewing.as_mut().poll(cx);
        }
        Poll::Pending
    }
}
