//! The commands for tags and stripes, on one server.

use redis::Value;

use super::super::Read;
use super::super::Want;
use super::super::core::{Access, Core};
use super::super::entry;
use super::super::link::Link;
use super::super::read::{classify, of_many};
use super::super::reply::{self, Failure};
use super::super::stamp::{self, Stamp};
use crate::cache::key::Key;

/// What is to be done about tags and stripes, in this order.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Work<'a> {
    /// Get a stamp if they have none.
    pub(super) make: &'a [Key],
    /// Live on for `life`, if they would not.
    pub(super) renew: &'a [Key],
    /// Are read. A read comes last, so that the server tells this connection of changes.
    pub(super) read: &'a [Key],
    /// In ms.
    pub(super) life: u64,
}

impl Work<'_> {
    pub(super) const NONE: Self = Self {
        make: &[],
        renew: &[],
        read: &[],
        life: 0,
    };
}

/// Carries it out in one round trip, and gives the stamps of what is read. `None` if there is no
/// answer.
pub(in super::super) async fn work(core: &Core, work: &Work<'_>) -> Option<Vec<Option<Stamp>>> {
    let link = core.link()?;
    let mut commands = redis::Pipeline::with_capacity(work.make.len() + work.renew.len() + 1);
    for name in work.make {
        commands
            .cmd("SET")
            .arg(core.name(name))
            .arg(&entry::tag(&stamp::next())[..])
            .arg("NX")
            .arg("PX")
            .arg(work.life);
    }
    for name in work.renew {
        let renewal = commands.cmd("PEXPIRE").arg(core.name(name)).arg(work.life);
        // Without it, and that is before 7.0, one of a shorter ttl may end the tag of a longer: a miss.
        if link.leases_by_set {
            renewal.arg("GT");
        }
    }
    let read = commands.cmd("MGET");
    for name in work.read {
        read.arg(core.name(name));
    }
    let access = if work.make.is_empty() {
        Access::Read
    } else {
        Access::Write
    };
    let mut answers = core.call_all(&link, &commands, access).await.ok()?;
    // What could not be made is not there when it is read.
    let stamps = stamps(core, &link, answers.pop()?, work.read.len()).ok()?;
    core.is_current(&link).then_some(stamps)
}

/// How long tags have left, in ms. `None` if there is no answer.
pub(in super::super) async fn lives(core: &Core, names: &[Key]) -> Option<Vec<u64>> {
    let link = core.link()?;
    let mut commands = redis::Pipeline::with_capacity(names.len());
    for name in names {
        commands.cmd("PTTL").arg(core.name(name));
    }
    let answers = core.call_all(&link, &commands, Access::Read).await.ok()?;
    let left = |answer: Result<Value, Failure>| {
        let left = core.fit(&link, reply::integer(&answer.ok()?)).ok()?;
        // Of one that is not there, and of one that has no end, nothing is to be renewed.
        Some(u64::try_from(left).unwrap_or(u64::MAX))
    };
    answers.into_iter().map(left).collect()
}

/// Reads one entry and the stamps of `tags` in one round trip; a miss has no lease. `None` if there is
/// no answer.
pub(in super::super) async fn beside(
    core: &Core,
    key: &Key,
    want: Want,
    tags: &[Key],
) -> Option<(Read, Vec<Option<Stamp>>)> {
    let link = core.link()?;
    if core.pending.blocks(key) {
        return None;
    }
    let incarnation = link.incarnation();
    let mut command = redis::cmd("MGET");
    command.arg(core.name(key));
    for name in tags {
        command.arg(core.name(name));
    }
    let answer = core.call(&link, &command, Access::Read).await.ok()?;
    let Value::Array(mut values) = answer else {
        core.strange(&link);
        return None;
    };
    if values.len() != 1 + tags.len() {
        core.strange(&link);
        return None;
    }
    let stamps = stamps(
        core,
        &link,
        Ok(Value::Array(values.split_off(1))),
        tags.len(),
    )
    .ok()?;
    let bytes = core.fit(&link, reply::bytes(values.pop()?)).ok()?;
    let mut fetched = of_many(&link, bytes);
    fetched.left = fetched.left.filter(|_| want.time_left);
    let read = classify(&link, incarnation, fetched);
    (core.is_current(&link) && !core.pending.blocks(key)).then_some((read, stamps))
}

fn stamps(
    core: &Core,
    link: &Link,
    answer: Result<Value, Failure>,
    count: usize,
) -> Result<Vec<Option<Stamp>>, Failure> {
    let Value::Array(values) = answer? else {
        return Err(core.strange(link));
    };
    if values.len() != count {
        return Err(core.strange(link));
    }
    let stamp = |value| {
        let bytes = core.fit(link, reply::bytes(value))?;
        Ok(bytes.as_deref().and_then(entry::stamp_of_tag))
    };
    values.into_iter().map(stamp).collect()
}
