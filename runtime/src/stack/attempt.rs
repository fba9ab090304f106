//! One attempt: the guards and the body as one future.

use std::cell::Cell;
use std::marker::PhantomData;
use std::mem;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;

use super::guard::{Answer, Call, End};
use super::on::Chain;

pin_project! {
    /// Runs `body` beneath `guards`. The guards outlive it: after
    /// [`Continue`](ControlFlow::Continue), another attempt with a new body goes on where they are.
    #[derive(Debug)]
    #[must_use = "a future does nothing until it is awaited"]
    pub struct Attempt<'g, R, G, F>
    where
        G: Chain<R>,
    {
        // Dropped before the guards let go, which are not owned here.
        #[pin]
        body: Option<F>,
        guards: &'g mut G,
        result: PhantomData<fn() -> R>,
    }

    impl<R, G, F> PinnedDrop for Attempt<'_, R, G, F>
    where
        G: Chain<R>,
    {
        fn drop(this: Pin<&mut Self>) {
            if G::SURROUNDS {
                let this = this.project();
                drop_inside(this.body, *this.guards);
            }
        }
    }
}

/// One attempt of `body` beneath `guards`.
#[cfg_attr(not(debug_assertions), inline)]
pub fn attempt<R, G: Chain<R>, F: Future<Output = R>>(
    guards: &mut G,
    body: F,
) -> Attempt<'_, R, G, F> {
    Attempt {
        body: Some(body),
        guards,
        result: PhantomData,
    }
}

/// Drops a body that has not come to its end, inside of what surrounds it. The guards below that
/// tell of it do so there, too.
fn drop_inside<R, G: Chain<R>, F>(mut body: Pin<&mut Option<F>>, guards: &mut G) {
    if body.is_none() {
        return;
    }
    let mut told = Told::new(guards);
    told.guards().resume();
    body.set(None);
    let guards = told.guards();
    guards.cancel();
    guards.suspend();
    told.not();
}

/// Goes on until there is an answer, and gives what `finish` makes of it: the result is moved
/// once, to where it is returned.
#[cfg_attr(not(debug_assertions), inline)]
fn poll_end<R, G: Chain<R>, F: Future<Output = R>, T>(
    mut body: Pin<&mut Option<F>>,
    guards: &mut G,
    cx: &mut Context<'_>,
    finish: impl FnOnce(R, End) -> T,
) -> Poll<T> {
    // Polled again after its end: there is nothing left to do.
    let Some(running) = body.as_mut().as_pin_mut() else {
        return Poll::Pending;
    };
    let now = Cell::new(None);
    let call = Call::new(&now);
    let mut told = Told::new(guards);
    let guards = told.guards();
    guards.resume();
    if *guards.way() > 0 {
        match guards.poll_begin(cx, call) {
            Poll::Ready(ControlFlow::Continue(())) => {}
            Poll::Ready(ControlFlow::Break(answer)) => {
                body.set(None);
                told.not();
                return Poll::Ready(finish(answer.result, End::Done));
            }
            Poll::Pending => {
                guards.suspend();
                told.not();
                return Poll::Pending;
            }
        }
    }
    let polled = told.run(|guards| guards.poll_body(cx, call, running));
    now.set(None);
    let guards = told.guards();
    match polled {
        Poll::Ready(result) => {
            body.set(None);
            let end = guards.end(Answer::made(&result), call);
            guards.suspend();
            told.not();
            Poll::Ready(finish(result, end))
        }
        Poll::Pending => {
            let cut = guards.poll_cut(cx, call, body);
            guards.suspend();
            told.not();
            cut.map(|(answer, end)| finish(answer.result, end))
        }
    }
}

impl<R, G: Chain<R>, F: Future<Output = R>> Future for Attempt<'_, R, G, F> {
    type Output = ControlFlow<R>;

    #[cfg_attr(not(debug_assertions), inline)]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<ControlFlow<R>> {
        let this = self.project();
        poll_end(this.body, *this.guards, cx, flow)
    }
}

/// Tells the guards if what they are asked, or the body, panics. That the thread panics when they
/// are dropped does not say so: it may be another future of the task that does.
struct Told<'g, R, G: Chain<R>> {
    guards: &'g mut G,
    /// Of the panic that goes on now.
    is_heard: bool,
    result: PhantomData<fn() -> R>,
}

impl<'g, R, G: Chain<R>> Told<'g, R, G> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn new(guards: &'g mut G) -> Self {
        Self {
            guards,
            is_heard: false,
            result: PhantomData,
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn guards(&mut self) -> &mut G {
        self.guards
    }

    /// Runs what calls the body.
    #[cfg_attr(not(debug_assertions), inline)]
    fn run<T>(&mut self, body: impl FnOnce(&mut G) -> T) -> T {
        self.guards.enter();
        let done = if G::CATCHES_PANICS {
            self.catch(body)
        } else {
            body(self.guards)
        };
        self.guards.leave();
        done
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn catch<T>(&mut self, body: impl FnOnce(&mut G) -> T) -> T {
        // Of what a panic may have left half-done nothing is looked at: it goes on at once.
        match catch_unwind(AssertUnwindSafe(|| body(self.guards))) {
            Ok(done) => done,
            Err(panic) => {
                self.is_heard = true;
                self.guards.panicked(Some(&*panic));
                resume_unwind(panic)
            }
        }
    }

    /// Nothing has panicked.
    #[cfg_attr(not(debug_assertions), inline)]
    fn not(self) {
        mem::forget(self);
    }
}

impl<R, G: Chain<R>> Drop for Told<'_, R, G> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn drop(&mut self) {
        if G::HEARS_PANICS && !self.is_heard {
            self.guards.panicked(None);
        }
    }
}

/// The result, or that there has to be another attempt.
#[cfg_attr(not(debug_assertions), inline)]
fn flow<R>(result: R, end: End) -> ControlFlow<R> {
    match end {
        End::Done => ControlFlow::Break(result),
        End::Again => ControlFlow::Continue(()),
    }
}

pin_project! {
    /// The one attempt of a stack in which nothing is tried again. It has the guards with it: a
    /// future that pointed at a part of itself would stay in memory where it could be in registers.
    #[derive(Debug)]
    #[must_use = "a future does nothing until it is awaited"]
    pub struct Once<R, G, F>
    where
        G: Chain<R>,
    {
        // Dropped before the guards let go.
        #[pin]
        body: Option<F>,
        guards: G,
        result: PhantomData<fn() -> R>,
    }

    impl<R, G, F> PinnedDrop for Once<R, G, F>
    where
        G: Chain<R>,
    {
        fn drop(this: Pin<&mut Self>) {
            if G::SURROUNDS {
                let this = this.project();
                drop_inside(this.body, this.guards);
            }
        }
    }
}

/// Runs `body` beneath guards of which none tries again.
#[cfg_attr(not(debug_assertions), inline)]
pub fn once<R, G: Chain<R>, F: Future<Output = R>>(guards: G, body: F) -> Once<R, G, F> {
    Once {
        body: Some(body),
        guards,
        result: PhantomData,
    }
}

impl<R, G: Chain<R>, F: Future<Output = R>> Future for Once<R, G, F> {
    type Output = R;

    #[cfg_attr(not(debug_assertions), inline)]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<R> {
        let this = self.project();
        poll_end(this.body, this.guards, cx, |result, _| result)
    }
}

/// One attempt of what is not async.
#[cfg_attr(not(debug_assertions), inline)]
pub fn attempt_blocking<R, G: Chain<R>>(
    guards: &mut G,
    body: impl FnOnce() -> R,
) -> ControlFlow<R> {
    end_blocking(guards, body, flow)
}

/// Runs what is not async beneath guards of which none tries again.
#[cfg_attr(not(debug_assertions), inline)]
pub fn once_blocking<R, G: Chain<R>>(guards: &mut G, body: impl FnOnce() -> R) -> R {
    end_blocking(guards, body, |result, _| result)
}

#[cfg_attr(not(debug_assertions), inline)]
fn end_blocking<R, G: Chain<R>, T>(
    guards: &mut G,
    body: impl FnOnce() -> R,
    finish: impl FnOnce(R, End) -> T,
) -> T {
    let now = Cell::new(None);
    let call = Call::new(&now);
    let mut told = Told::new(guards);
    let guards = told.guards();
    if let ControlFlow::Break(answer) = guards.begin_blocking(call) {
        told.not();
        return finish(answer.result, End::Done);
    }
    let result = told.run(|_| body());
    now.set(None);
    let guards = told.guards();
    let end = guards.end(Answer::made(&result), call);
    told.not();
    finish(result, end)
}
