//! Whether an entry of a cache is there at the moment at which the log tells of a call.

use std::sync::{Arc, Mutex, PoisonError};

use futures::FutureExt;
use gambeson::cached;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

#[cached(ttl = "5m", key = "guards:kept", tier = memory, handle = Kept)]
pub(crate) async fn kept() -> u32 {
    1
}

/// Whether the entry of [`kept`] is there when the call is told; `None` for a call that is not.
pub(crate) async fn kept_when_told<T>(call: impl Future<Output = T>) -> Option<bool> {
    let listener = Listener::default();
    let seen = listener.0.clone();
    let listening = tracing::subscriber::set_default(listener);
    call.await;
    drop(listening);
    *seen.lock().unwrap_or_else(PoisonError::into_inner)
}

#[derive(Default)]
struct Listener(Arc<Mutex<Option<bool>>>);

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::INFO && !metadata.target().starts_with("gambeson::")
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {
        let entry = Kept::peek().now_or_never();
        let entry = entry.expect("memory is looked at without a wait");
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(entry.is_some());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
