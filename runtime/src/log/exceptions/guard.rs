//! One call.

use std::fmt;
use std::ops::ControlFlow;
use std::task::{Context, Poll};

use super::site::ExceptionSite;
use crate::describe::Description;
use crate::log::call::Moment;
use crate::stack::{Answer, Begin, Call, End, Guard};

/// One call of a function with `#[log_exceptions]`.
pub struct ExceptionsGuard<D> {
    site: &'static ExceptionSite,
    /// `None` while it has not begun, or nobody listens.
    began: Option<Moment>,
    describe: D,
}

impl<D> ExceptionsGuard<D> {
    /// `describe` gives the error of a result.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn new(site: &'static ExceptionSite, describe: D) -> Self {
        Self {
            site,
            began: None,
            describe,
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn begin(&mut self) {
        if self.site.is_enabled() {
            self.began = Some(Moment::now());
        }
    }
}

impl<R, D: Fn(&R) -> Option<Description<'_>>> Guard<R> for ExceptionsGuard<D> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn poll_begin(&mut self, _: &mut Context<'_>, _: Call<'_>) -> Poll<Begin<R>> {
        self.begin();
        Poll::Ready(ControlFlow::Continue(()))
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn begin_blocking(&mut self, _: Call<'_>) -> Begin<R> {
        self.begin();
        ControlFlow::Continue(())
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn end(&mut self, answer: Answer<&R>, _: Call<'_>) -> End {
        if let Some(began) = self.began
            && let Some(error) = (self.describe)(answer.result)
        {
            self.site.failed(error, began.until(Moment::now()));
        }
        End::Done
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn cancel(&mut self) {}
}

impl<D> fmt::Debug for ExceptionsGuard<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExceptionsGuard")
            .field("site", self.site)
            .finish_non_exhaustive()
    }
}
