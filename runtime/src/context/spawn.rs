//! Tasks that stay in the context.

use tokio::task::JoinHandle;

use super::current::current;
use super::scope::{in_current_context, sync_scope};
use crate::log::call::task::Beneath;

/// Spawns a task that stays in the context of here: what it logs carries the request, and a user who
/// becomes known later is known in it too. An error that `#[log_exceptions]` has logged there is not
/// logged again by who awaits the task here. Outside of any context it is `tokio::spawn`.
///
/// For a `JoinSet`, or a runtime that is not the current one, see
/// [`in_current_context`](super::in_current_context()).
///
/// # Panics
///
/// Outside of a tokio runtime, as `tokio::spawn` does.
///
/// ```
/// use gambeson::context::{self, Context};
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// context::scope(Context::new("req-7"), async {
///     let plain = tokio::spawn(async { context::current().is_some() });
///     assert!(matches!(plain.await, Ok(false)), "it has lost the request");
///
///     let ours = context::spawn(async { context::current().is_some() });
///     assert!(matches!(ours.await, Ok(true)));
/// }).await;
/// # }
/// ```
#[track_caller]
pub fn spawn<F>(future: F) -> JoinHandle<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    tokio::spawn(in_current_context(future))
}

/// Runs what blocks on a thread for such, in the context of here.
///
/// # Panics
///
/// Outside of a tokio runtime, as `tokio::task::spawn_blocking` does.
///
/// ```
/// use gambeson::context::{self, Context};
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// context::scope(Context::new("req-7"), async {
///     let hashed = context::spawn_blocking(|| context::current().is_some());
///     assert!(matches!(hashed.await, Ok(true)));
/// }).await;
/// # }
/// ```
#[track_caller]
pub fn spawn_blocking<F, T>(body: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let (context, beneath) = (current(), Beneath::here());
    tokio::task::spawn_blocking(move || {
        let _beneath = beneath.enter();
        match context {
            Some(context) => sync_scope(context, body),
            None => body(),
        }
    })
}
