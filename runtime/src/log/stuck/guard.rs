//! One call.

use std::ops::ControlFlow;
use std::task::{Context, Poll};
use std::time::Duration;

use super::alarm::Alarm;
use super::site::StuckSite;
use super::watched::Watch;
use crate::log::call::Moment;
use crate::log::call::value::HoldsValues;
use crate::stack::{Answer, Begin, Call, End, Guard};

/// One call of a function with `stuck`.
#[derive(Debug)]
pub struct StuckGuard<V: HoldsValues> {
    site: &'static StuckSite,
    after: Duration,
    state: State,
    values: V,
}

#[derive(Debug)]
enum State {
    /// It has not begun or is over, has said what there is to say, or nobody listens.
    Idle,
    /// It has not been pending.
    Began(Moment),
    /// It waits.
    Waits(Box<Alarm>),
    /// It is not async.
    Watched(#[expect(dead_code, reason = "held until the end of the call")] Watch),
}

impl<V: HoldsValues> StuckGuard<V> {
    /// A call that has not begun, and says so `after` it has begun. It tells of `values`
    /// then.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn new(site: &'static StuckSite, after: Duration, values: V) -> Self {
        Self {
            site,
            after,
            state: State::Idle,
            values,
        }
    }

    fn over(&mut self) {
        self.state = State::Idle;
    }

    /// It is pending: the first time, this sets the alarm.
    fn wait(&mut self, cx: &mut Context<'_>) {
        if let State::Began(began) = self.state {
            let alarm = Alarm::set(self.site, began, self.after, self.values.values());
            self.state = State::Waits(Box::new(alarm));
        }
        if let State::Waits(alarm) = &mut self.state
            && alarm.poll(cx, self.values.values()).is_ready()
        {
            self.over();
        }
    }
}

impl<R, V: HoldsValues> Guard<R> for StuckGuard<V> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn poll_begin(&mut self, _: &mut Context<'_>, _: Call<'_>) -> Poll<Begin<R>> {
        if self.site.is_enabled() {
            self.state = State::Began(Moment::now());
        }
        Poll::Ready(ControlFlow::Continue(()))
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn begin_blocking(&mut self, _: Call<'_>) -> Begin<R> {
        if self.site.is_enabled() {
            let values = self.values.values();
            let watch = Watch::new(self.site, Moment::now(), self.after, values);
            self.state = State::Watched(watch);
        }
        ControlFlow::Continue(())
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn poll_cut(&mut self, cx: &mut Context<'_>, _: Call<'_>) -> Poll<Answer<R>> {
        if !matches!(self.state, State::Idle) {
            self.wait(cx);
        }
        Poll::Pending
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn end(&mut self, _: Answer<&R>, _: Call<'_>) -> End {
        self.over();
        End::Done
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn cancel(&mut self) {
        self.over();
    }
}
