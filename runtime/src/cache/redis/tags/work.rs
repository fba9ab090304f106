//! The commands for tags and stripes, on one server.

use redis::Value;

use super::super::Read;
use super::super::Want;
use super::super::core::{Access, Core};
use super::super::entry;
use super::super::link::Link;
use super::super::read::{by_itself, classify};
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
    /// Are read, all of the others among them. A read comes last, so that the server tells this connection of changes.
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

/// What stood at the name of a tag or a stripe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Nothing,
    /// It was made under another incarnation.
    Earlier,
    Stamp(Stamp),
}

impl At {
    fn stamp(self) -> Option<Stamp> {
        match self {
            Self::Stamp(stamp) => Some(stamp),
            Self::Nothing | Self::Earlier => None,
        }
    }
}

/// Carries it out in one round trip, and gives the stamps of what is read. `None` if there is no
/// answer, or a part of it is elsewhere.
pub(in super::super) async fn work(core: &Core, work: &Work<'_>) -> Option<Vec<Option<Stamp>>> {
    let link = core.link()?;
    let mut found = round(core, &link, work, false).await?;
    let earlier: Vec<Key> = work
        .read
        .iter()
        .zip(&found)
        .filter(|(name, at)| **at == At::Earlier && work.make.contains(name))
        .map(|(name, _)| name.clone())
        .collect();
    if !earlier.is_empty() {
        let again = Work {
            make: &earlier,
            renew: &[],
            ..*work
        };
        found = round(core, &link, &again, true).await?;
    }
    let stamps = found.into_iter().map(At::stamp).collect();
    core.is_current(&link).then_some(stamps)
}

/// One round trip. With `replace`, what is to be made replaces what stands there: it is one
/// invalidation more.
async fn round(core: &Core, link: &Link, work: &Work<'_>, replace: bool) -> Option<Vec<At>> {
    let incarnation = link.incarnation();
    let count = work.make.len() + work.renew.len();
    let mut commands = redis::Pipeline::with_capacity(count + work.read.len());
    for name in work.make {
        let make = commands.cmd("SET").arg(core.name(name));
        make.arg(&entry::tag(incarnation, &stamp::next())[..]);
        if !replace {
            make.arg("NX");
        }
        make.arg("PX").arg(work.life);
    }
    for name in work.renew {
        let renewal = commands.cmd("PEXPIRE").arg(core.name(name)).arg(work.life);
        // Without it, and that is before 7.0, one of a shorter ttl may end the tag of a longer: a miss.
        if link.leases_by_set {
            renewal.arg("GT");
        }
    }
    if link.is_node {
        for name in work.read {
            commands.cmd("GET").arg(core.name(name));
        }
    } else {
        let read = commands.cmd("MGET");
        for name in work.read {
            read.arg(core.name(name));
        }
    }
    let access = if work.make.is_empty() {
        Access::Read
    } else {
        Access::Write
    };
    let mut answers = core.call_all(link, &commands, access).await.ok()?;
    // What could not be made is not there when it is read.
    let answers = answers.split_off(count.min(answers.len()));
    let values = if link.is_node {
        let value = |answer| match answer {
            Ok(value) => Some(value),
            Err(failure) if Failure::is_elsewhere(&failure) => None,
            // Something else stands there.
            Err(_) => Some(Value::Nil),
        };
        answers.into_iter().map(value).collect::<Option<Vec<_>>>()?
    } else {
        let Value::Array(values) = answers.into_iter().next()?.ok()? else {
            core.strange(link);
            return None;
        };
        values
    };
    read_stamps(core, link, incarnation, values, work.read.len())
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
    let command = core.mget(tags.len() + 1, std::iter::once(key).chain(tags));
    let answer = core.call(&link, &command, Access::Read).await.ok()?;
    let Value::Array(mut values) = answer else {
        core.strange(&link);
        return None;
    };
    let stamps = values.split_off(values.len().min(1));
    let stamps = read_stamps(core, &link, incarnation, stamps, tags.len())?;
    let mut fetched = by_itself(core, &link, values.pop()?).ok()?;
    fetched.left = fetched.left.filter(|_| want.time_left);
    let read = classify(&link, incarnation, fetched);
    let stamps = stamps.into_iter().map(At::stamp).collect();
    (core.is_current(&link) && !core.pending.blocks(key)).then_some((read, stamps))
}

fn read_stamps(
    core: &Core,
    link: &Link,
    incarnation: u64,
    values: Vec<Value>,
    count: usize,
) -> Option<Vec<At>> {
    if values.len() != count {
        core.strange(link);
        return None;
    }
    let read = |value| {
        let bytes = core.fit(link, reply::bytes(value)).ok()?;
        Some(match bytes {
            None => At::Nothing,
            Some(bytes) => match entry::stamp_of_tag(&bytes, incarnation) {
                Some(stamp) => At::Stamp(stamp),
                None => At::Earlier,
            },
        })
    };
    values.into_iter().map(read).collect()
}
