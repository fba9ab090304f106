//! One stream.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use pin_project_lite::pin_project;

use super::site::StreamSite;
use super::tally::Tally;
use crate::log::call::value::HoldsValues;
use crate::log::call::{Moment, Outcome};
use crate::log::metrics::Meter;

type Polled<S, I> = fn(Pin<&mut S>, &mut Context<'_>) -> Poll<Option<I>>;
type Hint<S> = fn(&S) -> (usize, Option<usize>);

pin_project! {
    /// A stream of a function with `#[log_execution_time(stream)]`: the same items, and an event when
    /// it ends or is dropped.
    struct LoggedStream<I, S, V, J, M>
    where
        V: HoldsValues,
        M: Meter,
    {
        // Dropped before the call, which is told then: dropping it is a part of what is timed.
        #[pin]
        stream: S,
        polled: Polled<S, I>,
        hint: Hint<S>,
        call: Call<V, M>,
        judge: J,
    }
}

/// What a function returns that returns a stream of `I`.
#[diagnostic::on_unimplemented(
    message = "this function returns a stream of `{I}`, and `{Self}` is none",
    label = "`{Self}` is no `Stream<Item = {I}>`"
)]
pub trait Streams<I> {
    /// As [`Stream::poll_next`].
    fn polled(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<I>>;

    /// As [`Stream::size_hint`].
    fn hint(&self) -> (usize, Option<usize>);
}

#[diagnostic::do_not_recommend]
impl<S: Stream> Streams<S::Item> for S {
    #[cfg_attr(not(debug_assertions), inline)]
    fn polled(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<S::Item>> {
        self.poll_next(cx)
    }

    fn hint(&self) -> (usize, Option<usize>) {
        self.size_hint()
    }
}

/// `judge` tells of an item whether it is an `Err`; the event tells of `values`, too, and `meter` counts
/// the stream as one call. `polled` and `hint` are those of [`Streams`], and there is no bound here: of
/// a body that returns no stream rustc says so once, where they are named. They are pointers, because
/// the types of the functions themselves have that bound, too.
#[cfg_attr(not(debug_assertions), inline)]
pub fn stream<I, S, V, J, M>(
    site: &'static StreamSite,
    stream: S,
    (polled, hint): (Polled<S, I>, Hint<S>),
    values: V,
    judge: J,
    meter: M,
) -> impl Stream<Item = I>
where
    V: HoldsValues,
    J: Fn(&I) -> Outcome,
    M: Meter,
{
    LoggedStream {
        stream,
        polled,
        hint,
        call: Call {
            site,
            state: State::New,
            values,
            meter,
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

impl<I, S, V, J, M> Stream for LoggedStream<I, S, V, J, M>
where
    V: HoldsValues,
    J: Fn(&I) -> Outcome,
    M: Meter,
{
    type Item = I;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<I>> {
        let this = self.project();
        let (call, stream, judge) = (this.call, this.stream, this.judge);
        call.begin();
        let polled = call.told(|| (this.polled)(stream, cx));
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
        (self.hint)(&self.stream)
    }
}

/// What is known of the stream, apart from the stream itself.
#[derive(Debug)]
struct Call<V: HoldsValues, M: Meter> {
    site: &'static StreamSite,
    state: State,
    values: V,
    meter: M,
}

#[derive(Debug)]
enum State {
    /// It was never polled.
    New,
    /// It goes on.
    Begun(Tally),
    /// It has been told of, or nobody listens and nobody counts.
    Over,
}

impl<V: HoldsValues, M: Meter> Call<V, M> {
    fn begin(&mut self) {
        if matches!(self.state, State::New) {
            self.state = if self.meter.begin() || self.site.is_enabled() {
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
            let took = tally.began.until(Moment::now());
            self.meter.end(outcome, took, false);
            if !M::COUNTS || self.site.is_enabled() {
                self.site.ended(outcome, &tally, took, self.values.values());
            }
        }
    }
}

impl<V: HoldsValues, M: Meter> Drop for Call<V, M> {
    fn drop(&mut self) {
        self.tell(Outcome::Cancelled);
    }
}

/// Tells of a stream that panics. That the thread panics when it is dropped does not say so: it may
/// be another future of the task that does.
struct Panicked<'a, V: HoldsValues, M: Meter>(&'a mut Call<V, M>);

impl<V: HoldsValues, M: Meter> Drop for Panicked<'_, V, M> {
    fn drop(&mut self) {
        self.0.tell(Outcome::Panic);
    }
}
