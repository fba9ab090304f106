//! Guards above one another.

use std::ops::ControlFlow;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::guard::{Answer, Begin, Call, End, Guard, Panic};

/// The guards of a call from some place down to the body.
///
/// As [`Guard`], but for all of them; the body is at hand because it has to be dropped before the
/// guards that hold something for it let go.
pub trait Chain<R> {
    /// How many guards there are.
    const GUARDS: u8;

    /// Whether one of them [hears](Guard::HEARS_PANICS) of panics.
    const HEARS_PANICS: bool;

    /// Whether one of them has to know [what](Guard::CATCHES_PANICS) the body panicked with.
    const CATCHES_PANICS: bool;

    /// Whether one of them [surrounds](Guard::SURROUNDS) what is below.
    const SURROUNDS: bool;

    /// How far the call is from its body: two steps for each guard that has not begun, one for that
    /// which makes it wait, and no less than all of them while none has begun. Guards begin from the
    /// outermost on and end from the innermost on, so that one number tells of each.
    fn way(&mut self) -> &mut u8;

    /// Begins what has not begun, from the outermost on.
    fn poll_begin(&mut self, cx: &mut Context<'_>, call: Call<'_>) -> Poll<Begin<R>>;

    /// The same for a function that is not async.
    fn begin_blocking(&mut self, call: Call<'_>) -> Begin<R>;

    /// Polls the body, beneath the deadlines of all guards.
    fn poll_body<F: Future<Output = R>>(
        &mut self,
        cx: &mut Context<'_>,
        call: Call<'_>,
        body: Pin<&mut F>,
    ) -> Poll<R>;

    /// Asks whether a guard will not wait for what is below it; the innermost is asked first.
    fn poll_cut<F>(
        &mut self,
        cx: &mut Context<'_>,
        call: Call<'_>,
        body: Pin<&mut Option<F>>,
    ) -> Poll<(Answer<R>, End)>;

    /// Tells all guards of an answer, the innermost first.
    fn end(&mut self, answer: Answer<&R>, call: Call<'_>) -> End;

    /// Cancels all guards that have begun or wait to, the innermost first.
    fn cancel(&mut self);

    /// Tells all guards, the outermost first, that the body is about to be polled.
    fn enter(&mut self);

    /// Tells all guards, the innermost first, that it has been.
    fn leave(&mut self);

    /// Tells all guards, the outermost first, that a poll or the drop of the body begins.
    fn resume(&mut self);

    /// Tells all guards, the innermost first, that it is over.
    fn suspend(&mut self);

    /// Tells all guards, the innermost first, that the call panics.
    fn panicked(&mut self, panic: Option<&Panic>);
}

/// The body's own place, beneath all guards.
#[derive(Debug)]
pub struct Innermost {
    /// See [`Chain::way`].
    way: u8,
}

impl Innermost {
    /// A place beneath guards of which none has begun.
    #[cfg_attr(not(debug_assertions), inline)]
    #[expect(clippy::new_without_default, reason = "only generated code makes one")]
    pub fn new() -> Self {
        Self { way: u8::MAX }
    }
}

impl<R> Chain<R> for Innermost {
    const GUARDS: u8 = 0;
    const HEARS_PANICS: bool = false;
    const CATCHES_PANICS: bool = false;
    const SURROUNDS: bool = false;

    #[cfg_attr(not(debug_assertions), inline)]
    fn way(&mut self) -> &mut u8 {
        &mut self.way
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn poll_begin(&mut self, _: &mut Context<'_>, _: Call<'_>) -> Poll<Begin<R>> {
        Poll::Ready(ControlFlow::Continue(()))
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn begin_blocking(&mut self, _: Call<'_>) -> Begin<R> {
        ControlFlow::Continue(())
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn poll_body<F: Future<Output = R>>(
        &mut self,
        cx: &mut Context<'_>,
        call: Call<'_>,
        body: Pin<&mut F>,
    ) -> Poll<R> {
        call.scope(|| body.poll(cx))
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn poll_cut<F>(
        &mut self,
        _: &mut Context<'_>,
        _: Call<'_>,
        _: Pin<&mut Option<F>>,
    ) -> Poll<(Answer<R>, End)> {
        Poll::Pending
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn end(&mut self, _: Answer<&R>, _: Call<'_>) -> End {
        End::Done
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn cancel(&mut self) {}

    #[cfg_attr(not(debug_assertions), inline)]
    fn enter(&mut self) {}

    #[cfg_attr(not(debug_assertions), inline)]
    fn leave(&mut self) {}

    #[cfg_attr(not(debug_assertions), inline)]
    fn resume(&mut self) {}

    #[cfg_attr(not(debug_assertions), inline)]
    fn suspend(&mut self) {}

    #[cfg_attr(not(debug_assertions), inline)]
    fn panicked(&mut self, _: Option<&Panic>) {}
}

/// `upper` above `lower`.
#[derive(Debug)]
pub struct On<A, B> {
    // A call that is dropped ends from the inside out, as any other: fields are dropped in this order.
    lower: B,
    upper: A,
}

/// What the upper guard knows of the call, as a part of the [way](Chain::way).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// It has let the call through, and not heard of it since.
    Begun,
    /// It makes the call wait.
    Waits,
    /// Nothing, or that it has ended.
    Idle,
}

impl<A, B> On<A, B> {
    /// `upper` above `lower`.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn new(upper: A, lower: B) -> Self {
        Self { lower, upper }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn stage<R>(&mut self) -> Stage
    where
        B: Chain<R>,
    {
        match self.lower.way().saturating_sub(2 * B::GUARDS) {
            0 => Stage::Begun,
            1 => Stage::Waits,
            _ => Stage::Idle,
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn set<R>(&mut self, stage: Stage)
    where
        B: Chain<R>,
    {
        *self.lower.way() = 2 * B::GUARDS + stage as u8;
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn tell<R>(&mut self, answer: Answer<&R>, call: Call<'_>) -> End
    where
        A: Guard<R>,
        B: Chain<R>,
    {
        self.set::<R>(Stage::Idle);
        self.upper.end(answer, call)
    }
}

impl<R, A: Guard<R>, B: Chain<R>> Chain<R> for On<A, B> {
    const GUARDS: u8 = {
        assert!(B::GUARDS < 100, "nobody writes a hundred attributes");
        B::GUARDS + 1
    };
    const HEARS_PANICS: bool = A::HEARS_PANICS || B::HEARS_PANICS;
    const CATCHES_PANICS: bool = A::CATCHES_PANICS || B::CATCHES_PANICS;
    const SURROUNDS: bool = A::SURROUNDS || B::SURROUNDS;

    #[cfg_attr(not(debug_assertions), inline)]
    fn way(&mut self) -> &mut u8 {
        self.lower.way()
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn poll_begin(&mut self, cx: &mut Context<'_>, call: Call<'_>) -> Poll<Begin<R>> {
        loop {
            if self.stage::<R>() != Stage::Begun {
                match self.upper.poll_begin(cx, call) {
                    Poll::Ready(ControlFlow::Continue(())) => self.set::<R>(Stage::Begun),
                    Poll::Ready(ControlFlow::Break(answer)) => {
                        self.set::<R>(Stage::Idle);
                        return Poll::Ready(ControlFlow::Break(answer));
                    }
                    Poll::Pending => {
                        self.set::<R>(Stage::Waits);
                        return Poll::Pending;
                    }
                }
            }
            let below = call.below(self.upper.deadline());
            let answer = match self.lower.poll_begin(cx, below) {
                Poll::Ready(ControlFlow::Continue(())) => {
                    return Poll::Ready(ControlFlow::Continue(()));
                }
                Poll::Ready(ControlFlow::Break(answer)) => answer,
                Poll::Pending => {
                    let answer = ready!(self.upper.poll_cut(cx, call));
                    self.lower.cancel();
                    self.set::<R>(Stage::Idle);
                    return Poll::Ready(ControlFlow::Break(answer));
                }
            };
            if self.tell(answer.as_ref(), call) == End::Done {
                return Poll::Ready(ControlFlow::Break(answer));
            }
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn begin_blocking(&mut self, call: Call<'_>) -> Begin<R> {
        loop {
            if self.stage::<R>() != Stage::Begun {
                self.upper.begin_blocking(call)?;
                self.set::<R>(Stage::Begun);
            }
            let below = call.below(self.upper.deadline());
            let ControlFlow::Break(answer) = self.lower.begin_blocking(below) else {
                return ControlFlow::Continue(());
            };
            if self.tell(answer.as_ref(), call) == End::Done {
                return ControlFlow::Break(answer);
            }
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn poll_body<F: Future<Output = R>>(
        &mut self,
        cx: &mut Context<'_>,
        call: Call<'_>,
        body: Pin<&mut F>,
    ) -> Poll<R> {
        let below = call.below(self.upper.deadline());
        self.lower.poll_body(cx, below, body)
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn poll_cut<F>(
        &mut self,
        cx: &mut Context<'_>,
        call: Call<'_>,
        mut body: Pin<&mut Option<F>>,
    ) -> Poll<(Answer<R>, End)> {
        let below = call.below(self.upper.deadline());
        if let Poll::Ready((answer, mut end)) = self.lower.poll_cut(cx, below, body.as_mut()) {
            if end == End::Done {
                end = self.tell(answer.as_ref(), call);
            }
            return Poll::Ready((answer, end));
        }
        let answer = ready!(self.upper.poll_cut(cx, call));
        body.set(None);
        self.lower.cancel();
        self.set::<R>(Stage::Idle);
        Poll::Ready((answer, End::Done))
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn end(&mut self, answer: Answer<&R>, call: Call<'_>) -> End {
        let below = call.below(self.upper.deadline());
        match self.lower.end(answer, below) {
            End::Done => self.tell(answer, call),
            End::Again => End::Again,
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn cancel(&mut self) {
        self.lower.cancel();
        if self.stage::<R>() != Stage::Idle {
            self.set::<R>(Stage::Idle);
            self.upper.cancel();
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn enter(&mut self) {
        self.upper.enter();
        self.lower.enter();
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn leave(&mut self) {
        self.lower.leave();
        self.upper.leave();
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn resume(&mut self) {
        self.upper.resume();
        self.lower.resume();
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn suspend(&mut self) {
        self.lower.suspend();
        self.upper.suspend();
    }

    // Not cold: its own code is the calls of the guards, and an address that is given away on the way of a
    // panic keeps the guards out of the registers on every other way.
    #[cfg_attr(not(debug_assertions), inline)]
    fn panicked(&mut self, panic: Option<&Panic>) {
        self.lower.panicked(panic);
        self.upper.panicked(panic);
    }
}
