//! One load in all processes: claiming it, or waiting for that of another one.

use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use crate::cache::engine::begin::Call;
use crate::cache::events;
use crate::cache::flight::{Lead, Renewal, tally};
use crate::cache::local;
use crate::cache::redis::{Claim, Read, RedisTier};

/// How long after the end of a lease it is claimed: the server counts in whole ms.
const LATE: Duration = Duration::from_millis(2);
/// Where nobody tells of changes, the first and the longest time between two questions.
const SHORTEST: Duration = Duration::from_millis(5);
const LONGEST: Duration = Duration::from_millis(250);

/// Asks Redis for the entry until there is one, or this process has the right to load it; no
/// longer than `wait`: then the body runs beside the other process' load.
pub(super) async fn read(call: &Call, lead: &mut Lead, redis: &RedisTier, wait: Duration) -> Read {
    let end = Instant::now().checked_add(wait);
    let mut pause = SHORTEST;
    let mut waited = false;
    loop {
        lead.listen();
        let (ticket, left) = match redis.claim(&call.key).await {
            Claim::Mine(ticket) => {
                count(call, if waited { "taken_over" } else { "led" });
                let renewal = Renewal::begin(&call.manager, call.site, &call.key, ticket.clone());
                lead.hold(renewal);
                return Read::Miss(Some(ticket));
            }
            Claim::Read(read) => {
                if waited && matches!(read, Read::Hit { .. }) {
                    count(call, "awaited");
                }
                return read;
            }
            Claim::Theirs { ticket, left } => (ticket, left),
        };
        let now = Instant::now();
        if end.is_some_and(|end| end <= now) {
            count(call, "timed_out");
            events::waited_in_vain(call.site, &call.key, &local::loading());
            return Read::Miss(Some(ticket));
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

fn count(call: &Call, outcome: &'static str) {
    tally(call.site.function(), outcome);
}
