//! A bulkhead as a guard of a stack.

use std::fmt;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use super::places::Places;
use super::site::BulkheadSite;
use crate::resilience::rejected::Rejected;
use crate::stack::{Answer, Begin, Call, End, Guard};

/// The place of one call.
#[derive(Debug)]
pub struct BulkheadGuard<F> {
    places: &'static Places,
    place: Place,
    refuse: F,
}

enum Place {
    None,
    Waiting(Pin<Box<dyn Future<Output = Result<(), Duration>> + Send + Sync>>),
    Taken,
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "None",
            Self::Waiting(_) => "Waiting",
            Self::Taken => "Taken",
        })
    }
}

impl<F> BulkheadGuard<F> {
    /// Takes a place for what is below.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn new(site: &'static BulkheadSite, refuse: F) -> Self {
        Self {
            places: site.bulkhead().places(),
            place: Place::None,
            refuse,
        }
    }

    #[cold]
    fn refused<R>(&self, waited: Duration) -> Begin<R>
    where
        F: Fn(Rejected) -> R,
    {
        ControlFlow::Break(Answer::refused((self.refuse)(self.places.refuse(waited))))
    }

    #[cold]
    fn poll_wait<R>(&mut self, cx: &mut Context<'_>) -> Poll<Begin<R>>
    where
        F: Fn(Rejected) -> R,
    {
        if let Place::None = self.place {
            let Some(seat) = self.places.try_queue() else {
                return Poll::Ready(self.refused(Duration::ZERO));
            };
            self.place = Place::Waiting(Box::pin(self.places.enter(seat)));
        }
        let Place::Waiting(wait) = &mut self.place else {
            return Poll::Ready(ControlFlow::Continue(()));
        };
        let entered = ready!(wait.as_mut().poll(cx));
        self.place = Place::None;
        Poll::Ready(match entered {
            Ok(()) => {
                self.place = Place::Taken;
                ControlFlow::Continue(())
            }
            Err(waited) => self.refused(waited),
        })
    }

    /// Gives back what is held, or stops waiting for it.
    #[cfg_attr(not(debug_assertions), inline)]
    fn leave(&mut self) {
        if let Place::Taken = std::mem::replace(&mut self.place, Place::None) {
            self.places.leave();
        }
    }
}

impl<R, F: Fn(Rejected) -> R> Guard<R> for BulkheadGuard<F> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn poll_begin(&mut self, cx: &mut Context<'_>, _: Call<'_>) -> Poll<Begin<R>> {
        if let Place::None = self.place
            && self.places.try_enter()
        {
            self.place = Place::Taken;
            return Poll::Ready(ControlFlow::Continue(()));
        }
        self.poll_wait(cx)
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn begin_blocking(&mut self, _: Call<'_>) -> Begin<R> {
        if self.places.try_enter() {
            self.place = Place::Taken;
            return ControlFlow::Continue(());
        }
        self.refused(Duration::ZERO)
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn end(&mut self, _: Answer<&R>, _: Call<'_>) -> End {
        self.leave();
        End::Done
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn cancel(&mut self) {
        self.leave();
    }
}

impl<F> Drop for BulkheadGuard<F> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn drop(&mut self) {
        self.leave();
    }
}
