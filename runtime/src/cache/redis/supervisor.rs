//! The task that keeps a link: it connects, listens to the heart, and connects again.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::Poll;
use std::time::{Duration, Instant};

use tokio::time::sleep;

use super::core::{Access, Core};
use super::handshake::{self, add_epoch, read_epoch};
use super::link::Link;
use super::options::Purpose;
use super::outage;
use super::reply::Failure;

/// How long it waits after the first failed attempt; each further one doubles it.
const SHORTEST: Duration = Duration::from_millis(5);
/// The longest wait between two attempts.
const LONGEST: Duration = Duration::from_millis(250);
/// How often an idle server must prove that it is there.
const HEARTBEAT: Duration = Duration::from_secs(1);

/// The attempt at the start. Its error says why there is no link; the tier starts without one.
pub(super) async fn start(core: &Arc<Core>) -> Result<(), String> {
    // Nothing has been noticed so far: what stands in the server is served at once.
    let result = attempt(core, true).await;
    if let Err(why) = &result {
        core.still_down(why);
        let why = core.without_secrets(why);
        if core.options.purpose == Purpose::Entries {
            tracing::warn!(
                server = %core.server(),
                %why,
                "the Redis tier is not there; it is tried again in the background"
            );
        } else {
            tracing::debug!(server = %core.server(), %why, "no connection to Redis");
        }
    }
    result
}

/// Runs for as long as the tier lives.
pub(super) async fn run(core: Arc<Core>) {
    let mut wait = SHORTEST;
    loop {
        if let Some(link) = core.link() {
            wait = SHORTEST;
            stay(&core, &link).await;
        } else if let Err(why) = attempt(&core, false).await {
            core.still_down(&why);
            sleep(wait).await;
            wait = (wait * 2).min(LONGEST);
        }
    }
}

/// One attempt to connect, to carry out what is remembered, and to publish, in this order.
async fn attempt(core: &Arc<Core>, trusted: bool) -> Result<(), String> {
    let link = if trusted {
        handshake::open(core, true).await
    } else {
        hedged(core).await
    };
    let link = Arc::new(link?);
    outage::replay(core, &link)
        .await
        .map_err(|failure| failure.text().to_owned())?;
    let Some(before) = core.publish(&link) else {
        return Err("the connection was closed".to_owned());
    };
    if link.is_node {
        core.chart.in_doubt.notify_one();
    }
    let server = core.server();
    if core.options.purpose != Purpose::Entries {
        tracing::debug!(%server, "connected to Redis");
    } else if trusted {
        tracing::info!(%server, coherence = %link.coherence, "the Redis tier is up");
    } else {
        let down_for = before.since.elapsed();
        tracing::warn!(%server, ?down_for, coherence = %link.coherence, "the Redis tier is up again");
    }
    Ok(())
}

/// Opens a link, with a second attempt beside the first when that takes long: one that was begun
/// while nothing came through waits out its time, although the server may be back by then.
async fn hedged(core: &Arc<Core>) -> Result<Link, String> {
    let begin_second = Instant::now() + core.options.connect_timeout / 2;
    let mut first = pin!(handshake::open(core, false));
    let mut second = pin!(async {
        tokio::time::sleep_until(begin_second.into()).await;
        handshake::open(core, false).await
    });
    let mut failed = None;
    std::future::poll_fn(|context| {
        if failed.is_none()
            && let Poll::Ready(result) = first.as_mut().poll(context)
        {
            match result {
                // The second has not begun, and would meet the same.
                Err(why) if Instant::now() >= begin_second => failed = Some(why),
                result => return Poll::Ready(result),
            }
        }
        second.as_mut().poll(context)
    })
    .await
}

/// Watches over a link until it is not the current one any more.
async fn stay(core: &Core, link: &Link) {
    let mut beat_at = Instant::now() + HEARTBEAT;
    let mut doubts = link.doubts();
    // When the server last proved to be there.
    let mut heard_at = Instant::now();
    // When entries are served, if nothing happens until then.
    let mut settled_at = (!link.trusted()).then(|| Instant::now() + core.options.settle);
    while core.is_current(link) {
        let wake_at = settled_at.map_or(beat_at, |at| at.min(beat_at));
        // A time-out here is the regular case.
        _ = tokio::time::timeout_at(wake_at.into(), core.woken()).await;
        if !core.is_current(link) {
            return;
        }
        let doubtful = link.doubts() != doubts;
        let overdue = link.overdue.swap(false, Ordering::AcqRel);
        if !doubtful && !overdue && Instant::now() < wake_at {
            continue;
        }
        // This task itself may have been kept from its work.
        if heard_at.elapsed() > HEARTBEAT + core.options.response_timeout {
            core.doubt();
        }
        doubts = link.doubts();
        if doubtful {
            // The time to settle begins with the next proof that the server is there.
            settled_at = None;
        }
        let beat = heartbeat(core, link).await;
        match &beat {
            Ok(()) => heard_at = Instant::now(),
            // What the server says meanwhile may not come through either.
            Err(_) => core.doubt(),
        }
        match beat {
            Ok(()) if link.trusted() => settled_at = None,
            // The epoch has just been read, so nothing that others declared doubtful before
            // they came back is served.
            Ok(()) if settled_at.is_some_and(|at| at <= Instant::now()) => {
                link.vouch(doubts);
                settled_at = None;
            }
            Ok(()) if settled_at.is_none() => {
                settled_at = Some(Instant::now() + core.options.settle);
            }
            Ok(()) => {}
            // Straight on to the next: three are an outage.
            Err(_) => {
                beat_at = Instant::now();
                settled_at = None;
                sleep(SHORTEST).await;
                continue;
            }
        }
        beat_at = Instant::now() + HEARTBEAT;
    }
}

/// Reads the epoch, if entries stand or fall by it, through every connection, so that each proves
/// to be alive.
async fn heartbeat(core: &Core, link: &Link) -> Result<(), Failure> {
    if core.options.purpose != Purpose::Entries {
        for _ in link.connections() {
            core.call(link, &redis::cmd("PING"), Access::Read).await?;
        }
        return Ok(());
    }
    for _ in link.connections() {
        let _guard = link.epoch.lock().await;
        let mut commands = redis::pipe();
        add_epoch(core, link.is_node, &mut commands);
        let sent = Instant::now();
        let answers = core.call_all(link, &commands, Access::Write).await?;
        link.set_round_trip(sent.elapsed());
        let epoch = read_epoch(link.is_node, answers)?;
        link.clock().set(epoch.time);
        if !link.is_node && link.set_epoch(&epoch.value) {
            core.doubt();
        }
    }
    Ok(())
}
