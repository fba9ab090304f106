//! Holding a key while its value is written elsewhere: nobody stores there meanwhile.
//!
//! A hold is laid over what stands at the key: only the first bytes of a value are replaced, so that
//! a write that comes to nothing gives it back. Whoever else changes the key replaces or removes the
//! hold, and then neither is stored: which of the two wrote last, nobody here can tell.

use std::time::Duration;

use redis::Value;

use super::Commit;
use super::core::{Access, Core};
use super::entry::{self, MARK, Ticket};
use super::read::millis;
use super::reply::{self, Failure};
use super::scripts;
use super::write::run;
use crate::cache::key::Key;

/// The right to store what is being written, as long as nobody else changes the key.
#[derive(Debug)]
pub(crate) struct Hold {
    ticket: Ticket,
    was: Option<Was>,
}

impl Hold {
    /// Whether a value lies beneath it.
    #[cfg(feature = "write-behind")]
    pub(crate) fn lies_on_a_value(&self) -> bool {
        self.was.is_some()
    }

    /// Whether that is the value of a queued change.
    #[cfg(feature = "write-behind")]
    pub(crate) fn lies_on_a_change(&self) -> bool {
        self.was.is_some_and(|was| entry::is_queued(was.kind))
    }

    /// What it is told apart by, and which server gave it.
    pub(super) fn ticket(&self) -> &Ticket {
        &self.ticket
    }
}

/// The value that the hold lies on.
#[derive(Debug, Clone, Copy)]
struct Was {
    kind: u8,
    /// When it ends, in ms since 1970 by the server's clock; 0 for never.
    ends: i64,
}

/// The value that is to take the place of a hold.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Payload<'a> {
    /// The store has it.
    Written(&'a [u8]),
    /// The store will have it.
    #[cfg(feature = "write-behind")]
    Queued(&'a [u8]),
}

/// Lays a hold on a key. `None` if the server could not be told, or not for certain.
pub(super) async fn take(core: &Core, key: &Key) -> Option<Hold> {
    let link = core.link()?;
    if core.pending.blocks(key) {
        return None;
    }
    let incarnation = link.incarnation();
    let (hold, mark) = entry::hold(incarnation);
    let (name, ms) = (core.name(key), millis(core.options.lease));
    // Others are told when it is written.
    let answer = run(core, &link, &[], |by| {
        let mut command = scripts::HOLD.call(by, &name);
        command.arg(&hold[..]).arg(ms);
        command
    });
    let was = core.fit(&link, was(&answer.await.ok()?)).ok()?;
    Some(Hold {
        ticket: Ticket { mark, incarnation },
        was,
    })
}

fn was(answer: &Value) -> Result<Option<Was>, reply::Strange> {
    let Value::Array(parts) = answer else {
        return Err(reply::Strange);
    };
    let [kind, ends] = parts.as_slice() else {
        return Err(reply::Strange);
    };
    let kind = u8::try_from(reply::integer(kind)?).map_err(|_| reply::Strange)?;
    let ends = reply::integer(ends)?;
    Ok((kind > 0).then_some(Was { kind, ends }))
}

/// Lets a hold last for its whole time again.
pub(super) async fn renew(core: &Core, key: &Key, hold: &Hold) {
    let Some(link) = core.link() else { return };
    let (name, ms) = (core.name(key), millis(core.options.lease));
    // A hold that ends too early refuses its own store, and that is all.
    _ = run(core, &link, &[], |by| {
        let mut command = scripts::RENEW.call(by, &name);
        command.arg(&hold.ticket.mark[..]).arg(ms);
        command
    })
    .await;
}

/// Whether the hold that a load met still lies there: the write has not ended since.
pub(super) async fn lies(core: &Core, key: &Key, hold: &Ticket) -> bool {
    let Some(link) = core.link() else {
        return false;
    };
    let mut command = redis::cmd("GETRANGE");
    command.arg(core.name(key)).arg(0).arg(MARK - 1);
    let answer = core.call(&link, &command, Access::Read).await;
    matches!(answer, Ok(Value::BulkString(mark)) if mark == hold.mark)
}

/// Stores what was written, if the hold has been lying there all the time; otherwise removes what
/// stands there. Late, it does the same.
pub(super) async fn put(
    core: &Core,
    key: &Key,
    hold: &Hold,
    payload: Payload<'_>,
    ttl: Option<Duration>,
) -> Commit {
    let Some(link) = core.link() else {
        return Commit::Down;
    };
    // What may not be read may not be stored either, and has to go by way of the same task.
    if core.pending.blocks(key) || hold.ticket.incarnation != link.incarnation() {
        return Commit::Down;
    }
    let (incarnation, expires) = (hold.ticket.incarnation, link.clock().end_of(ttl));
    let bytes = match payload {
        Payload::Written(payload) => entry::plain(incarnation, expires, payload),
        #[cfg(feature = "write-behind")]
        Payload::Queued(payload) => entry::queued(incarnation, expires, payload),
    };
    let (name, ttl) = (core.name(key), ttl.map_or(0, millis));
    let names = std::slice::from_ref(&name);
    let answer = run(core, &link, names, |by| {
        let mut command = scripts::PUT.call(by, &name);
        command.arg(&hold.ticket.mark[..]).arg(&bytes).arg(ttl);
        command
    });
    match answer.await {
        Ok(Value::Int(1)) => Commit::Stored,
        Ok(_) => Commit::Refused,
        Err(Failure::Refused { .. } | Failure::Unreachable(_)) => Commit::Down,
    }
}

/// The write came to nothing: gives back what stood there, if nobody has changed the key. Its stamp
/// is a new one, so that loads from before the hold are not stored.
pub(super) async fn release(core: &Core, key: &Key, hold: &Hold) {
    let Some(link) = core.link() else { return };
    let name = core.name(key);
    let (mark, ends) = hold
        .was
        .map_or((None, 0), |was| (Some(entry::mark(was.kind)), was.ends));
    let mark = mark.as_ref().map_or(&[][..], |mark| &mark[..]);
    // What is not given back ends with the hold.
    _ = run(core, &link, &[], |by| {
        let mut command = scripts::RELEASE.call(by, &name);
        command.arg(&hold.ticket.mark[..]).arg(mark).arg(ends);
        command
    })
    .await;
}
