//! One stream.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use pin_project_lite::pin_project;

use super::site::StreamSite;
use super::tally::Tally;
use crate::log::call::Outcome;
use crate::log::call::value::HoldsValues;

pin_project! {
    /// A stream of a function with `#[log_execution_time(stream)]`: the same items, and an event when
    /// it ends or is dropped.
    #[derive(Debug)]
    #[must_use = "a stream does nothing until it is polled"]
    pub struct LoggedStream<S, V, J>
    where
        V: HoldsValues,
    {
        // Dropped before the call, which is told then: dropping it is a part of what is timed.
        #[pin]
        stream: S,
        call: Call<V>,
        judge: J,
    }
}

/// `judge` tells of an item whether it is an `Err`; the event tells of `values`, too.
#[cfg_attr(not(debug_assertions), inline)]
pub fn stream<S: Stream, V: HoldsValues, J: Fn(&S::Item) -> Outcome>(
    site: &'static StreamSite,
    stream: S,
    values: V,
    judge: J,
) -> LoggedStream<S, V, J> {
    LoggedStream {
        stream,
        call: Call {
            site,
            state: State::New,
            values,
        },
        judge,
    }
}

/// `judge` as it is. The type of the items is written here and not in the closure, where clippy would
/// have it another one.
#[cfg_attr(not(debug_assertions), inline)]
pub fn of_item<T, J: Fn(&T) -> Outcome>(judge: J) -> J {
    judge
}

impl<S: Stream, V: HoldsValues, J: Fn(&S::Item) -> Outcome> Stream for LoggedStream<S, V, J> {
    type Item = S::Item;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<S::Item>> {
        let this = self.project();
        let (call, stream, judge) = (this.call, this.stream, this.judge);
        call.begin();
        let polled = call.told(|| stream.poll_next(cx));
        match &polled {
            Poll::Ready(Some(item)) => {
                if let State::Begun(tally) = &mut call.state {
                    tally.count(judge(item));
                }
            }
            Poll::Ready(None) => call.end(),
            Poll::Pending => {}
        }
        polled
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.stream.size_hint()
    }
}

/// What is known of the stream, apart from the stream itself.
#[derive(Debug)]
struct Call<V: HoldsValues> {
    site: &'static StreamSite,
    state: State,
    values: V,
}

#[derive(Debug)]
enum State {
    /// It was never polled.
    New,
    /// It goes on.
    Begun(Tally),
    /// It has been told of, or nobody listens.
    Over,
}

impl<V: HoldsValues> Call<V> {
    fn begin(&mut self) {
        if matches!(self.state, State::New) {
            self.state = if self.site.is_enabled() {
                State::Begun(Tally::begun())
            } else {
                State::Over
            };
        }
    }

    /// Runs what may panic.
    fn told<T>(&mut self, poll: impl FnOnce() -> T) -> T {
        let panicked = Panicked(self);
        let polled = poll();
        std::mem::forget(panicked);
        polled
    }

    fn end(&mut self) {
        if let State::Begun(tally) = &self.state {
            let outcome = tally.outcome();
            self.tell(outcome);
        }
    }

    fn tell(&mut self, outcome: Outcome) {
        if let State::Begun(tally) = std::mem::replace(&mut self.state, State::Over) {
            self.site.ended(outcome, &tally, self.values.values());
        }
    }
}

impl<V: HoldsValues> Drop for Call<V> {
    fn drop(&mut self) {
        self.tell(Outcome::Cancelled);
    }
}

/// Tells of a stream that panics. That the thread panics when it is dropped does not say so: it may
/// be another future of the task that does.
struct Panicked<'a, V: HoldsValues>(&'a mut Call<V>);

impl<V: HoldsValues> Drop for Panicked<'_, V> {
    fn drop(&mut self) {
        self.0.tell(Outcome::Panic);
    }
}
