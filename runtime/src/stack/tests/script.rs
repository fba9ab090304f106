//! Guards and bodies that do what a test says, and write down what they were asked.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use crate::stack::deadline::Deadline;
use crate::stack::{
    Answer, Attempt, Begin, Call, End, Guard, Innermost, On, Panic, attempt, attempt_blocking,
};

/// What was asked, in its order.
#[derive(Clone, Default)]
pub(super) struct Log(Rc<RefCell<Vec<String>>>);

impl Log {
    pub(super) fn write(&self, line: impl Into<String>) {
        self.0.borrow_mut().push(line.into());
    }

    /// What was written since the last call.
    pub(super) fn read(&self) -> String {
        self.0.borrow_mut().drain(..).collect::<Vec<_>>().join(", ")
    }

    pub(super) fn guard(&self, name: &'static str) -> Scripted {
        Scripted {
            name,
            log: self.clone(),
            begin: VecDeque::new(),
            cut: VecDeque::new(),
            again: 0,
            deadline: None,
        }
    }

    pub(super) fn body(&self) -> Body {
        Body {
            log: self.clone(),
            pending: 0,
        }
    }
}

/// One step of `poll_begin`; without one, the call goes on.
pub(super) enum Step {
    Wait,
    Refuse,
    Go,
}

pub(super) struct Scripted {
    name: &'static str,
    log: Log,
    begin: VecDeque<Step>,
    /// Whether it cuts, when it is asked; without one, it does not.
    cut: VecDeque<bool>,
    /// How many answers are not good enough.
    again: usize,
    pub(super) deadline: Option<Deadline>,
}

impl Scripted {
    pub(super) fn begins<const N: usize>(mut self, steps: [Step; N]) -> Self {
        self.begin.extend(steps);
        self
    }

    pub(super) fn waits(self) -> Self {
        self.begins([Step::Wait])
    }

    pub(super) fn refuses(self) -> Self {
        self.begins([Step::Refuse])
    }

    /// Cuts when it is asked for the `nth` time, from 1 on.
    pub(super) fn cuts(mut self, nth: usize) -> Self {
        self.cut.extend((1..=nth).map(|n| n == nth));
        self
    }

    pub(super) fn again(mut self, answers: usize) -> Self {
        self.again = answers;
        self
    }

    fn write(&self, what: &str) {
        self.log.write(format!("{what} {}", self.name));
    }

    fn step(&mut self) -> Poll<Begin<String>> {
        match self.begin.pop_front().unwrap_or(Step::Go) {
            Step::Wait => {
                self.write("wait");
                Poll::Pending
            }
            Step::Refuse => {
                self.write("refuse");
                let refused = Answer::refused(format!("refused by {}", self.name));
                Poll::Ready(ControlFlow::Break(refused))
            }
            Step::Go => {
                self.write("begin");
                Poll::Ready(ControlFlow::Continue(()))
            }
        }
    }
}

impl Guard<String> for Scripted {
    const HEARS_PANICS: bool = true;

    fn poll_begin(&mut self, _: &mut Context<'_>, _: Call<'_>) -> Poll<Begin<String>> {
        self.step()
    }

    fn begin_blocking(&mut self, _: Call<'_>) -> Begin<String> {
        loop {
            if let Poll::Ready(begin) = self.step() {
                return begin;
            }
        }
    }

    fn poll_cut(&mut self, _: &mut Context<'_>, _: Call<'_>) -> Poll<Answer<String>> {
        if self.cut.pop_front() == Some(true) {
            self.write("cut");
            Poll::Ready(Answer::made(format!("cut by {}", self.name)))
        } else {
            self.write("ask");
            Poll::Pending
        }
    }

    fn end(&mut self, answer: Answer<&String>, _: Call<'_>) -> End {
        let refused = if answer.refused { ", a refusal" } else { "" };
        self.write(&format!("<{}{refused}> to", answer.result));
        match self.again.checked_sub(1) {
            Some(left) => {
                self.again = left;
                End::Again
            }
            None => End::Done,
        }
    }

    fn panicked(&mut self, _: Option<&Panic>) {
        self.write("panic");
    }

    fn cancel(&mut self) {
        self.write("cancel");
    }

    fn deadline(&self) -> Option<Deadline> {
        self.deadline
    }
}

impl Drop for Scripted {
    fn drop(&mut self) {
        self.write("drop");
    }
}

/// Is pending for a while, and then answers `done`.
pub(super) struct Body {
    log: Log,
    pending: usize,
}

impl Body {
    pub(super) fn pending(mut self, polls: usize) -> Self {
        self.pending = polls;
        self
    }
}

impl Future for Body {
    type Output = String;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<String> {
        self.log.write("body");
        match self.pending.checked_sub(1) {
            Some(left) => {
                self.pending = left;
                Poll::Pending
            }
            None => Poll::Ready("done".to_owned()),
        }
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        self.log.write("drop body");
    }
}

pub(super) fn one(a: Scripted) -> On<Scripted, Innermost> {
    On::new(a, Innermost::new())
}

pub(super) fn two(a: Scripted, b: Scripted) -> On<Scripted, On<Scripted, Innermost>> {
    On::new(a, one(b))
}

pub(super) type Three = On<Scripted, On<Scripted, On<Scripted, Innermost>>>;

pub(super) fn three([a, b, c]: [Scripted; 3]) -> Three {
    On::new(a, two(b, c))
}

pub(super) fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// Attempts until one is good enough, as the expansion of an attribute does.
pub(super) fn run(guards: &mut Three, mut body: impl FnMut() -> Body) -> String {
    loop {
        let mut attempt = pin!(attempt(guards, body()));
        for _ in 0..100 {
            match poll(attempt.as_mut()) {
                Poll::Ready(ControlFlow::Break(result)) => return result,
                Poll::Ready(ControlFlow::Continue(())) => break,
                Poll::Pending => {}
            }
        }
    }
}

/// The same of what is not async.
pub(super) fn run_blocking(guards: &mut Three, log: &Log) -> String {
    loop {
        let body = || {
            log.write("body");
            "done".to_owned()
        };
        if let ControlFlow::Break(result) = attempt_blocking(guards, body) {
            return result;
        }
    }
}

pub(super) fn begun(guards: &mut Three, body: Body) -> Pin<Box<Attempt<'_, String, Three, Body>>> {
    let mut attempt = Box::pin(attempt(guards, body));
    assert!(poll(attempt.as_mut()).is_pending());
    attempt
}
