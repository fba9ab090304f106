//! Futures and closures inside a context.

use std::pin::Pin;
use std::task::{self, Poll};

use pin_project_lite::pin_project;

use super::Context;
use super::current::{Inside, current};
use crate::log::call::task::Beneath;

/// Runs `future` in a context: each event that is written while it is polled or dropped carries it,
/// also of plain `tracing::info!`.
///
/// Of nested scopes the inner one counts, and the outer one comes back after it. What `future`
/// [spawns](super::spawn()) stays in the context; a plain `tokio::spawn` leaves it.
///
/// # Cancellation
///
/// A dropped scope drops its future inside the context: what destructors log carries it too.
///
/// ```
/// use gambeson::context::{self, Context};
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let context = Context::new("req-7").user(42).with("tenant", "north");
/// let id = context::scope(context, async {
///     tokio::task::yield_now().await;
///     context::current().map(|context| context.request_id().to_owned())
/// }).await;
/// assert_eq!(id.as_deref(), Some("req-7"));
/// # }
/// ```
pub fn scope<F: Future>(context: Context, future: F) -> Scope<F> {
    Scope {
        context: Some(context),
        beneath: Beneath::default(),
        future: Some(future),
    }
}

/// Runs `body` in a context: for what is not async.
///
/// ```
/// use gambeson::context::{self, Context};
///
/// let request = Context::new("req-7");
/// let worker = std::thread::spawn(|| {
///     context::sync_scope(request, || context::current().is_some())
/// });
/// assert!(matches!(worker.join(), Ok(true)));
/// ```
pub fn sync_scope<T>(context: Context, body: impl FnOnce() -> T) -> T {
    let mut context = Some(context);
    let _inside = Inside::of(&mut context);
    body()
}

/// Carries the context of here to where `future` will be polled: another task, a `JoinSet`, a queue.
/// Where there is none, `future` runs as it is. An error that `#[log_exceptions]` has logged there is
/// not logged again by who awaits it here.
///
/// ```
/// use gambeson::context::{self, Context};
/// use tokio::task::JoinSet;
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let seen = context::scope(Context::new("req-7"), async {
///     let mut tasks = JoinSet::new();
///     for _ in 0..3 {
///         tasks.spawn(context::in_current_context(async { context::current().is_some() }));
///     }
///     tasks.join_all().await
/// }).await;
/// assert_eq!(seen, [true, true, true]);
/// # }
/// ```
pub fn in_current_context<F: Future>(future: F) -> Scope<F> {
    Scope {
        context: current(),
        beneath: Beneath::here(),
        future: Some(future),
    }
}

pin_project! {
    /// A future in a context: what [`scope`] and [`in_current_context`] return.
    #[derive(Debug)]
    #[must_use = "a future does nothing unless it is awaited"]
    pub struct Scope<F> {
        // The context of the future; the one outside while the future is polled.
        context: Option<Context>,
        // The call that it was carried away from.
        beneath: Beneath,
        // `None` only while the scope is dropped: the future goes first, inside the context.
        #[pin]
        future: Option<F>,
    }

    impl<F> PinnedDrop for Scope<F> {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            let _inside = Inside::of(this.context);
            this.future.set(None);
        }
    }
}

impl<F: Future> Future for Scope<F> {
    type Output = F::Output;

    #[cfg_attr(not(debug_assertions), inline)]
    fn poll(self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let Some(future) = this.future.as_pin_mut() else {
            return Poll::Pending;
        };
        let _inside = Inside::of(this.context);
        let _beneath = this.beneath.enter();
        future.poll(cx)
    }
}
