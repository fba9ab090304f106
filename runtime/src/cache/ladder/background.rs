//! A load in a task of its own.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use futures_util::future::select;
use tokio::runtime::Handle;
use tracing::{Instrument, Span};

use crate::cache::local::{self, Context};
use crate::cache::observe::Scoped;
use crate::timer;

/// Whether there is a runtime to spawn into.
pub(crate) fn is_possible() -> bool {
    Handle::try_current().is_ok()
}

/// Runs `load` in a task of its own, inside of the caller's span, the context of its request and
/// the scope of its manager. Outside of a runtime it is dropped, and so is one that has not come to
/// its end `within` this time: it would have its place among the reloads, and its key, for ever.
pub(crate) fn spawn<F>(load: F, within: Duration)
where
    F: Future + Send + 'static,
{
    let Ok(runtime) = Handle::try_current() else {
        return;
    };
    let manager = local::context().and_then(|context| context.manager);
    let load = Scoped::new(load, move |context: &mut Context| {
        context.manager.clone_from(&manager);
    });
    // What it brings has been stored; nobody waits for the rest.
    let load = async move {
        match timer::after(within) {
            Some(timer) => _ = select(pin!(load), timer).await,
            None => _ = load.await,
        }
    };
    #[cfg(feature = "log")]
    let load = crate::context::in_current_context(load);
    runtime.spawn(load.instrument(Span::current()));
}
