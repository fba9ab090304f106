//! Until when a call has to be done, as everything that it calls can see.

use std::cell::Cell;
use std::pin::Pin;
use std::sync::OnceLock;
use std::task::{Context, Poll};
use std::time::Duration;

use pin_project_lite::pin_project;
use tokio::time::Instant;

use crate::clock::{Clock, Tick};

thread_local! {
    static CURRENT: Cell<Option<Deadline>> = const { Cell::new(None) };
}

/// By how much the coarse clock may lag, on any system: two readings that differ by more are that
/// far apart for sure.
pub(crate) const GRAIN: Duration = Duration::from_millis(16);

/// Until when a call has to be done.
///
/// A time-out sets it for all that is polled beneath it, in this task, and a time-out further in
/// never lasts longer. A body can ask how much is left, and choose: a smaller page, a cheaper
/// answer, a limit to pass on to another service.
///
/// ```
/// use std::time::Duration;
/// use gambeson::resilience::{Deadline, Rejected, Timeout};
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Rejected> {
/// assert_eq!(Deadline::remaining(), None);
/// Timeout::new(Duration::from_secs(2)).run(async {
///     let left = Deadline::remaining().unwrap_or(Duration::MAX);
///     assert!(left <= Duration::from_secs(2));
///     Ok::<_, Rejected>(())
/// }).await
/// # }
/// ```
///
/// What is spawned does not see it, unless it is carried there by [`run`](Self::run).
///
/// Two numbers, which are passed on in registers: an enum of instants would go through memory at each
/// guard of a stack.
#[derive(Clone, Copy, Debug)]
pub struct Deadline {
    by: By,
    /// A tick of the coarse clock, or nanoseconds from [`origin`].
    at: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    /// By the coarse clock: nothing has waited yet, so there is no timer.
    Coarse,
    /// By the timer.
    Timer,
    /// Of another task, in which its timer is.
    Carried,
}

/// What instants are counted from, in either direction.
fn origin() -> Instant {
    static ORIGIN: OnceLock<Instant> = OnceLock::new();
    *ORIGIN.get_or_init(Instant::now)
}

fn from_origin(at: Instant) -> u64 {
    let nanos = |span: Duration| i64::try_from(span.as_nanos()).unwrap_or(i64::MAX);
    let origin = origin();
    let after = match at.checked_duration_since(origin) {
        Some(after) => nanos(after),
        None => -nanos(origin.saturating_duration_since(at)),
    };
    after.cast_unsigned()
}

fn to_instant(at: u64) -> Instant {
    let after = at.cast_signed();
    let span = Duration::from_nanos(after.unsigned_abs());
    let origin = origin();
    let instant = if after < 0 {
        origin.checked_sub(span)
    } else {
        origin.checked_add(span)
    };
    instant.unwrap_or(origin)
}

/// How a deadline lies to a span that begins now.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Against {
    /// It has passed.
    Over,
    /// The span ends before it.
    Later,
    /// It comes before the end of the span, and a guard further out keeps it.
    Nearer,
    /// It comes before the end of the span, and no guard of this task keeps it.
    Carried { until: Instant, left: Duration },
}

impl Deadline {
    /// By the coarse clock.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn coarse(at: Tick) -> Self {
        Self {
            by: By::Coarse,
            at: at.bits(),
        }
    }

    /// By a timer.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn timer(at: Instant) -> Self {
        Self {
            by: By::Timer,
            at: from_origin(at),
        }
    }

    /// The deadline of the call that is being polled, if there is one.
    pub fn current() -> Option<Self> {
        let current = Self::in_force()?;
        Some(Self::timer(current.instant()))
    }

    /// The same, as it was set.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn in_force() -> Option<Self> {
        CURRENT.get()
    }

    /// The time that is left of the call that is being polled; `None` without a deadline.
    ///
    /// Zero when the time is over, which a caller sees before the time-out has dropped it. Exact to
    /// 16 ms until the call has waited for the first time.
    pub fn remaining() -> Option<Duration> {
        Self::in_force().map(Self::left)
    }

    /// The time that is left of this one.
    pub fn left(self) -> Duration {
        match self.by {
            By::Coarse => Tick::from_bits(self.at).since(Clock::System.now()),
            By::Timer | By::Carried => {
                to_instant(self.at).saturating_duration_since(Instant::now())
            }
        }
    }

    /// Runs `body` with this deadline in force, for what does not see it by itself: a task that is
    /// spawned, a callback, a queue. Where there is one already that comes first, that stays.
    ///
    /// Time-outs in `body` end with it, but it does not end `body` by itself.
    ///
    /// ```
    /// use std::time::Duration;
    /// use gambeson::resilience::{Deadline, Rejected, Timeout};
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Rejected> {
    /// Timeout::new(Duration::from_secs(2)).run(async {
    ///     let job = async { Deadline::remaining().is_some() };
    ///     let task = match Deadline::current() {
    ///         Some(deadline) => tokio::spawn(deadline.run(job)),
    ///         None => tokio::spawn(job),
    ///     };
    ///     assert!(matches!(task.await, Ok(true)));
    ///     Ok(())
    /// }).await
    /// # }
    /// ```
    pub fn run<F: Future>(self, body: F) -> impl Future<Output = F::Output> {
        Carried {
            body,
            until: self.instant(),
        }
    }

    /// When it is, by tokio's clock.
    fn instant(self) -> Instant {
        match self.by {
            By::Coarse => Instant::now() + self.left(),
            By::Timer | By::Carried => to_instant(self.at),
        }
    }

    /// How it lies to a `span` that begins at `now`.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn against(self, now: Tick, span: Duration) -> Against {
        if self.by != By::Coarse {
            return self.timed_against(span);
        }
        let at = Tick::from_bits(self.at);
        // The clock was behind by up to a grain when it was set.
        if now >= at.after(GRAIN) {
            Against::Over
        } else if at < now.after(span) {
            Against::Nearer
        } else {
            Against::Later
        }
    }

    fn timed_against(self, span: Duration) -> Against {
        let left = self.left();
        match self.by {
            _ if left.is_zero() => Against::Over,
            _ if left >= span => Against::Later,
            By::Carried => Against::Carried {
                until: to_instant(self.at),
                left,
            },
            By::Coarse | By::Timer => Against::Nearer,
        }
    }

    /// Polls with this deadline in force, and sets the former back, even after a panic.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn scope<T>(self, poll: impl FnOnce() -> T) -> T {
        let _former = Former(CURRENT.replace(Some(self)));
        poll()
    }
}

/// The deadline that was in force, to be set back.
struct Former(Option<Deadline>);

impl Drop for Former {
    fn drop(&mut self) {
        CURRENT.set(self.0);
    }
}

pin_project! {
    /// A body with the deadline of another task.
    struct Carried<F> {
        #[pin]
        body: F,
        until: Instant,
    }
}

impl<F: Future> Future for Carried<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        match Deadline::in_force() {
            Some(nearer) if nearer.instant() <= *this.until => this.body.poll(cx),
            _ => {
                let carried = Deadline {
                    by: By::Carried,
                    at: from_origin(*this.until),
                };
                carried.scope(|| this.body.poll(cx))
            }
        }
    }
}
