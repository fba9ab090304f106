//! Guards above one another.

use std::ops::ControlFlow;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::guard::{Answer, Begin, Call, End, Guard};

/// The guards of a call from some place down to the body.
///
/// As [`Guard`], but for all of them; the body is at hand because it has to be dropped before the
/// guards that hold something for it let go.
pub trait Chain<R> {
    /// How many guards there are.
    const GUARDS: u8;

    /// How many of them have not begun, counted from the body; any larger number says that none has.
    /// They begin from the outermost on and end from the innermost on, so that this tells of each.
    fn waiting(&mut self) -> &mut u8;

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

    /// Cancels all guards that have begun, the innermost first.
    fn cancel(&mut self);
}

/// The body's own place, beneath all guards.
#[derive(Debug)]
pub struct Innermost {
    /// See [`Chain::waiting`].
    waiting: u8,
}

impl Innermost {
    /// A place beneath guards of which none has begun.
    #[cfg_attr(not(debug_assertions), inline)]
    #[expect(clippy::new_without_default, reason = "only generated code makes one")]
    pub fn new() -> Self {
        Self { waiting: u8::MAX }
    }
}

impl<R> Chain<R> for Innermost {
    const GUARDS: u8 = 0;

    #[cfg_attr(not(debug_assertions), inline)]
    fn waiting(&mut self) -> &mut u8 {
        &mut self.waiting
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
}

/// `upper` above `lower`.
#[derive(Debug)]
pub struct On<A, B> {
    upper: A,
    lower: B,
}

impl<A, B> On<A, B> {
    /// `upper` above `lower`.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn new(upper: A, lower: B) -> Self {
        Self { upper, lower }
    }

    /// Whether `upper` has let the call through, and not heard of it since.
    #[cfg_attr(not(debug_assertions), inline)]
    fn has_begun<R>(&mut self) -> bool
    where
        B: Chain<R>,
    {
        *self.lower.waiting() <= B::GUARDS
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn begun<R>(&mut self)
    where
        B: Chain<R>,
    {
        *self.lower.waiting() = B::GUARDS;
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn ended<R>(&mut self)
    where
        B: Chain<R>,
    {
        *self.lower.waiting() = B::GUARDS.saturating_add(1);
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn tell<R>(&mut self, answer: Answer<&R>, call: Call<'_>) -> End
    where
        A: Guard<R>,
        B: Chain<R>,
    {
        self.ended::<R>();
        self.upper.end(answer, call)
    }
}

impl<R, A: Guard<R>, B: Chain<R>> Chain<R> for On<A, B> {
    const GUARDS: u8 = B::GUARDS.saturating_add(1);

    #[cfg_attr(not(debug_assertions), inline)]
    fn waiting(&mut self) -> &mut u8 {
        self.lower.waiting()
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn poll_begin(&mut self, cx: &mut Context<'_>, call: Call<'_>) -> Poll<Begin<R>> {
        loop {
            if !self.has_begun::<R>() {
                if let ControlFlow::Break(answer) = ready!(self.upper.poll_begin(cx, call)) {
                    return Poll::Ready(ControlFlow::Break(answer));
                }
                self.begun::<R>();
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
                    self.ended::<R>();
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
            if !self.has_begun::<R>() {
                self.upper.begin_blocking(call)?;
                self.begun::<R>();
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
        self.ended::<R>();
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
        if self.has_begun::<R>() {
            self.ended::<R>();
            self.upper.cancel();
        }
    }
}
