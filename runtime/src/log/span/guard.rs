//! One call.

use std::ops::ControlFlow;
use std::task::{Context, Poll};

use tracing::Span;

use super::site::SpanSite;
use crate::log::call::value::HoldsValues;
use crate::stack::{Answer, Begin, Call, End, Guard, Panic};

/// The span of one call. It surrounds the guards below as well as the body: what they wait for and
/// what they tell happens in it.
#[derive(Debug)]
pub struct SpanGuard<V: HoldsValues> {
    site: &'static SpanSite,
    /// Disabled while the call has not begun, after its end, and if nobody listens.
    span: Span,
    /// Whether this thread is in it.
    is_entered: bool,
    values: V,
}

impl<V: HoldsValues> SpanGuard<V> {
    /// A call that has not begun. The span tells of `values`.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn new(site: &'static SpanSite, values: V) -> Self {
        Self {
            site,
            span: Span::none(),
            is_entered: false,
            values,
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn begin(&mut self) {
        // A guard that waits is asked again.
        if self.span.is_none() && self.site.is_enabled() {
            self.span = self.site.open(self.values.values());
            self.enter_span();
        }
    }

    // Not `Span::enter`: its guard would be held over an await.
    fn enter_span(&mut self) {
        self.span
            .with_subscriber(|(id, dispatch)| dispatch.enter(id));
        self.is_entered = true;
    }

    fn exit_span(&mut self) {
        self.span
            .with_subscriber(|(id, dispatch)| dispatch.exit(id));
        self.is_entered = false;
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn close(&mut self) {
        if !self.span.is_none() {
            self.close_span();
        }
    }

    fn close_span(&mut self) {
        if self.is_entered {
            self.exit_span();
        }
        self.span = Span::none();
    }
}

impl<R, V: HoldsValues> Guard<R> for SpanGuard<V> {
    const HEARS_PANICS: bool = true;
    const SURROUNDS: bool = true;

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
    fn end(&mut self, _: Answer<&R>, _: Call<'_>) -> End {
        self.close();
        End::Done
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn resume(&mut self) {
        if !self.span.is_none() {
            self.enter_span();
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn suspend(&mut self) {
        if self.is_entered {
            self.exit_span();
        }
    }

    #[cold]
    fn panicked(&mut self, _: Option<&Panic>) {
        self.close();
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn cancel(&mut self) {
        self.close();
    }
}

impl<V: HoldsValues> Drop for SpanGuard<V> {
    #[cfg_attr(not(debug_assertions), inline)]
    fn drop(&mut self) {
        self.close();
    }
}
