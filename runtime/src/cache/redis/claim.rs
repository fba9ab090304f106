//! One load in all processes: the lease that stands at the entry's own key is the right to load.
//!
//! Who finds another's lease waits until the key changes, which that process' commit, its giving
//! up, and the end of the lease all are, and asks again. Whoever lost its lease cannot commit: the
//! mark that it holds stands there no more.

use std::time::Duration;

use super::core::{Access, Core};
use super::entry::{self, Ticket};
use super::link::Link;
use super::read::{Fetched, classify, fetch_timed, millis};
use super::reply::{self, Failure};
use super::scripts::{self, By};
use super::{Read, write};
use crate::cache::key::Key;

/// What became of asking for the right to load.
#[derive(Debug)]
pub(crate) enum Claim {
    /// This process has it: a load that begins now may be committed by the ticket.
    Mine(Ticket),
    /// Another process has it, for this long unless it renews it. What is loaded nevertheless may
    /// be committed by the ticket, if that process has not done so first.
    Theirs { ticket: Ticket, left: Duration },
    /// There is nothing to wait for.
    Read(Read),
}

/// What became of a renewal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Renewed {
    Kept,
    /// It ended, or somebody has changed the key: the load will not be stored.
    Lost,
    /// The server did not answer.
    Unknown,
}

/// Reads the entry, and claims the right to load it if there is none.
pub(super) async fn claim(core: &Core, key: &Key) -> Claim {
    let skip = Claim::Read(Read::Skip);
    let Some(link) = core.link() else { return skip };
    if core.pending.blocks(key) {
        return skip;
    }
    let Ok(claim) = ask(core, &link, &core.name(key)).await else {
        return skip;
    };
    // Again, now that the answers are there: see `read::many`.
    if !core.is_current(&link) || core.pending.blocks(key) {
        return skip;
    }
    claim
}

async fn ask(core: &Core, link: &Link, name: &[u8]) -> Result<Claim, Failure> {
    let incarnation = link.incarnation();
    // Before the lease, because it is what makes the server tell of the next change.
    let mut get = redis::cmd("GET");
    get.arg(name);
    let found = timed(core, link, name, get, Access::Read).await?;
    if found.bytes.is_some() || found.refused {
        return Ok(judge(link, incarnation, found));
    }
    let (lease, mark) = entry::flight_lease(incarnation);
    let put = |by| {
        let ms = millis(core.options.flight_lease);
        if link.leases_by_set {
            let mut command = redis::cmd("SET");
            command.arg(name).arg(&lease[..]);
            command.arg("NX").arg("GET").arg("PX").arg(ms);
            command
        } else {
            let mut command = scripts::LEASE.call(by, name);
            command.arg(&lease[..]).arg(ms);
            command
        }
    };
    let mut found = timed(core, link, name, put(By::Digest), Access::Write).await;
    if matches!(&found, Err(failure) if failure.is_unknown_script()) {
        found = timed(core, link, name, put(By::Source), Access::Write).await;
    }
    let found = found?;
    Ok(if found.refused {
        Claim::Read(Read::Miss(None))
    } else if found.bytes.is_none() {
        Claim::Mine(Ticket { mark, incarnation })
    } else {
        judge(link, incarnation, found)
    })
}

async fn timed(
    core: &Core,
    link: &Link,
    name: &[u8],
    command: redis::Cmd,
    access: Access,
) -> Result<Fetched, Failure> {
    let names = [name.to_vec()];
    let mut fetched = fetch_timed(core, link, &names, std::iter::once(command), access).await?;
    fetched.pop().ok_or_else(|| core.strange(link))
}

fn judge(link: &Link, incarnation: u64, found: Fetched) -> Claim {
    let flight = found.bytes.as_deref().and_then(entry::flight);
    match (flight, found.left) {
        (Some(mark), Some(left)) => Claim::Theirs {
            ticket: Ticket { mark, incarnation },
            left,
        },
        _ => Claim::Read(classify(link, incarnation, found)),
    }
}

/// Makes the lease last for another while, if it still stands.
pub(super) async fn renew(core: &Core, key: &Key, ticket: &Ticket) -> Renewed {
    let Some(link) = core.link() else {
        return Renewed::Unknown;
    };
    let name = core.name(key);
    let answer = write::run(core, &link, &[], |by| {
        let mut command = scripts::RENEW.call(by, &name);
        command.arg(&ticket.mark[..]);
        command.arg(millis(core.options.flight_lease));
        command
    });
    match answer.await.as_ref().map(reply::integer) {
        Ok(Ok(1)) => Renewed::Kept,
        Ok(Ok(_)) => Renewed::Lost,
        Ok(Err(_)) | Err(_) => Renewed::Unknown,
    }
}
