//! The right to load for all processes, while the load goes on.

use std::time::Duration;

use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use tokio::time::sleep;

use crate::cache::CacheManager;
use crate::cache::events;
use crate::cache::key::Key;
use crate::cache::redis::{Renewed, Ticket};
use crate::cache::site::Site;

/// The right to load, renewed until it is dropped; then it is given up, unless the load was
/// committed.
pub(crate) struct Renewal {
    /// `None` once it was committed, and where there is nothing to renew it.
    held: Option<Held>,
}

struct Held {
    manager: CacheManager,
    key: Key,
    ticket: Ticket,
    runtime: Handle,
    task: JoinHandle<()>,
}

impl Renewal {
    /// Begins to renew the lease that `ticket` stands for.
    pub(crate) fn begin(
        manager: &CacheManager,
        site: &'static Site,
        key: &Key,
        ticket: Ticket,
    ) -> Self {
        // A claim is made within a runtime: outside of one there is no link. Where there is none after
        // all, the lease is not renewed, and ends by itself.
        let Ok(runtime) = Handle::try_current() else {
            return Self { held: None };
        };
        let every = manager
            .redis()
            .map_or(Duration::MAX, |redis| redis.flight_lease() / 3);
        let function = site.function();
        let task = runtime.spawn({
            let (manager, key, ticket) = (manager.clone(), key.clone(), ticket.clone());
            async move {
                loop {
                    sleep(every).await;
                    let Some(redis) = manager.redis() else { return };
                    if redis.renew(&key, &ticket).await == Renewed::Lost {
                        events::lost_lease(function, &key);
                        tally(function, "lost");
                        return;
                    }
                }
            }
        });
        Self {
            held: Some(Held {
                manager: manager.clone(),
                key: key.clone(),
                ticket,
                runtime,
                task,
            }),
        }
    }

    /// The load was committed, or refused: nothing of the lease is left.
    pub(crate) fn done(mut self) {
        if let Some(held) = self.held.take() {
            held.task.abort();
        }
    }
}

impl Drop for Renewal {
    fn drop(&mut self) {
        let Some(held) = self.held.take() else { return };
        held.task.abort();
        let Held {
            manager,
            key,
            ticket,
            runtime,
            ..
        } = held;
        // In a runtime that has ended nothing runs any more: the lease ends by itself.
        runtime.spawn(async move {
            if let Some(redis) = manager.redis() {
                redis.heal(&key, &ticket).await;
            }
            // The server does not tell a process of its own changes.
            manager.memory().disturb(&key);
        });
    }
}

/// Counts how a load that processes share went.
pub(crate) fn tally(function: &'static str, outcome: &'static str) {
    #[cfg(feature = "metrics")]
    metrics::counter!(
        crate::metrics::CACHE_CLUSTER_FLIGHTS,
        "function" => function,
        "outcome" => outcome
    )
    .increment(1);
    #[cfg(not(feature = "metrics"))]
    let _ = (function, outcome);
}
