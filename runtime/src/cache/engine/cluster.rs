//! One load in all processes: waiting for that of another one, and keeping the right to one's own.

use std::time::Duration;

use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout_at};

use crate::cache::CacheManager;
use crate::cache::engine::begin::Call;
use crate::cache::events;
use crate::cache::flight::Lead;
use crate::cache::local;
use crate::cache::redis::{Claim, Read, RedisTier, Renewed, Ticket};

/// How long after the end of a lease it is claimed: the server counts in whole ms.
const LATE: Duration = Duration::from_millis(2);
/// Where nobody tells of changes, the first and the longest time between two questions.
const SHORTEST: Duration = Duration::from_millis(5);
const LONGEST: Duration = Duration::from_millis(250);

/// Asks Redis for the entry until there is one, or this process has the right to load it; no
/// longer than `wait`: then the body runs beside the other process' load.
pub(super) async fn read(
    call: &Call,
    lead: &mut Lead,
    redis: &RedisTier,
    wait: Duration,
) -> (Read, Option<Renewal>) {
    let end = Instant::now().checked_add(wait);
    let mut pause = SHORTEST;
    let mut waited = false;
    loop {
        lead.listen();
        let (ticket, left) = match redis.claim(&call.key).await {
            Claim::Mine(ticket) => {
                count(call, if waited { "taken_over" } else { "led" });
                let renewal = Renewal::begin(call, redis, ticket.clone());
                return (Read::Miss(Some(ticket)), Some(renewal));
            }
            Claim::Read(read) => {
                if waited && matches!(read, Read::Hit { .. }) {
                    count(call, "awaited");
                }
                return (read, None);
            }
            Claim::Theirs { ticket, left } => (ticket, left),
        };
        let now = Instant::now();
        if end.is_some_and(|end| end <= now) {
            count(call, "timed_out");
            events::waited_in_vain(call.site, &call.key, &local::loading());
            return (Read::Miss(Some(ticket)), None);
        }
        waited = true;
        let mut nap = left + LATE;
        if !redis.tells() {
            nap = nap.min(pause);
            pause = (pause * 2).min(LONGEST);
        }
        let until = now + nap;
        let until = end.map_or(until, |end| end.min(until));
        // Either way it is asked again.
        _ = timeout_at(until, lead.disturbed()).await;
    }
}

/// The right to load, renewed until it is dropped; then it is given up, unless the load was
/// committed.
pub(crate) struct Renewal {
    /// `None` once it was committed.
    held: Option<Held>,
}

struct Held {
    manager: CacheManager,
    key: crate::cache::Key,
    ticket: Ticket,
    runtime: Handle,
    task: JoinHandle<()>,
}

impl Renewal {
    fn begin(call: &Call, redis: &RedisTier, ticket: Ticket) -> Self {
        let manager = call.manager.clone();
        // A claim is made within a runtime: outside of one there is no link.
        let runtime = Handle::current();
        let every = redis.flight_lease() / 3;
        let function = call.site.function();
        let task = runtime.spawn({
            let (manager, key, ticket) = (manager.clone(), call.key.clone(), ticket.clone());
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
                manager,
                key: call.key.clone(),
                ticket,
                runtime,
                task,
            }),
        }
    }

    /// The load was committed, or refused: nothing of the lease is left.
    pub(super) fn done(mut self) {
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

fn count(call: &Call, outcome: &'static str) {
    tally(call.site.function(), outcome);
}

fn tally(function: &'static str, outcome: &'static str) {
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
