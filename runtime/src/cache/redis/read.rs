//! Reading: entries, tickets for what is missing, and the time that is left.

use std::time::Duration;

use futures_util::future::join;
use redis::{Cmd, Value};

use super::core::{Access, Core};
use super::entry::{self, Found, HEAD, Ticket};
use super::extra::Extra;
use super::link::Link;
use super::reply::{self, Failure};
use super::scripts::{self, By};
use super::{Read, TimeLeft, Want};
use crate::cache::key::Key;
use crate::cache::ladder::Life;

/// Reads one entry: one round trip for a hit, two for a miss that wants a lease.
pub(super) async fn one(core: &Core, key: &Key, want: Want) -> Read {
    let mut found = Read::Skip;
    let tell = |_, read| found = read;
    each(core, std::slice::from_ref(key), want, tell).await;
    found
}

/// Reads entries, and tells of each by its place as soon as it is known: one round trip for what is
/// there, and a second one for the leases of what is missing, if those are wanted.
pub(super) async fn each(core: &Core, keys: &[Key], want: Want, mut tell: impl FnMut(usize, Read)) {
    let asked = match core.link() {
        Some(link) if !keys.iter().all(|key| core.pending.blocks(key)) => {
            let incarnation = link.incarnation();
            let names: Vec<_> = keys.iter().map(|key| core.name(key)).collect();
            let found = fetch(core, &link, &names, want).await;
            found.ok().map(|found| (link, incarnation, names, found))
        }
        _ => None,
    };
    let Some((link, incarnation, names, found)) = asked else {
        (0..keys.len()).for_each(|place| tell(place, Read::Skip));
        return;
    };
    let reading = Reading {
        core,
        link: &link,
        incarnation,
        keys,
    };
    let mut missing = Vec::new();
    let mut there = Vec::with_capacity(found.len());
    for (place, found) in found.into_iter().enumerate() {
        match classify(&link, incarnation, found) {
            Read::Miss(None) if want.lease => missing.push(place),
            read => there.push((place, read)),
        }
    }
    // The leases are on their way while who asked works on what is there.
    let leases = reading.lease(&names, &missing, want);
    let (tickets, ()) = join(leases, async {
        for (place, read) in there {
            tell(place, reading.checked(place, read));
        }
    })
    .await;
    for (place, read) in missing.into_iter().zip(tickets) {
        tell(place, reading.checked(place, read));
    }
}

/// Where answers come from.
struct Reading<'a> {
    core: &'a Core,
    link: &'a Link,
    incarnation: u64,
    keys: &'a [Key],
}

impl Reading<'_> {
    /// Once the answer is there: what was invalidated meanwhile, and could not be told the server,
    /// must not be served; nor what an earlier connection brought.
    fn checked(&self, place: usize, read: Read) -> Read {
        let blocked = |key| self.core.pending.blocks(key);
        if !self.core.is_current(self.link) || self.keys.get(place).is_none_or(blocked) {
            return Read::Skip;
        }
        read
    }

    /// Puts a lease where nothing stands, the ticket of a load that begins now, and gives what is
    /// known of each then.
    async fn lease(&self, names: &[Vec<u8>], missing: &[usize], want: Want) -> Vec<Read> {
        let absent: Vec<&[u8]> = missing
            .iter()
            .filter_map(|place| names.get(*place).map(Vec::as_slice))
            .collect();
        if absent.is_empty() {
            return Vec::new();
        }
        let leases: Vec<_> = absent
            .iter()
            .map(|_| entry::lease(self.incarnation))
            .collect();
        let (core, link) = (self.core, self.link);
        // Each of several entries says itself how long it has left.
        let timed = want.time_left && names.len() == 1;
        let mut fetched = lease_round(core, link, &absent, &leases, timed, By::Digest).await;
        if matches!(&fetched, Err(failure) if failure.is_unknown_script()) {
            fetched = lease_round(core, link, &absent, &leases, timed, By::Source).await;
        }
        let Ok(fetched) = fetched else {
            return missing.iter().map(|_| Read::Miss(None)).collect();
        };
        let incarnation = self.incarnation;
        leases
            .into_iter()
            .zip(fetched)
            .map(|((_, mark), fetched)| match fetched {
                Fetched { refused: true, .. } => Read::Miss(None),
                Fetched { bytes: None, .. } => Read::Miss(Some(Ticket { mark, incarnation })),
                // Somebody was faster.
                fetched => classify(link, incarnation, fetched),
            })
            .collect()
    }
}

/// What stood at a key.
pub(super) struct Fetched {
    pub(super) bytes: Option<Vec<u8>>,
    pub(super) left: Option<Duration>,
    /// It could not be read, although the connection is well: something else stands there.
    pub(super) refused: bool,
}

/// One round trip for the contents of all names, with the time left when that is wanted.
async fn fetch(
    core: &Core,
    link: &Link,
    names: &[Vec<u8>],
    want: Want,
) -> Result<Vec<Fetched>, Failure> {
    let with_bytes = |bytes| Fetched {
        bytes,
        left: None,
        refused: false,
    };
    match names {
        [name] if !want.time_left => {
            let mut command = redis::cmd("GET");
            command.arg(name);
            match core.call(link, &command, Access::Read).await {
                Ok(value) => Ok(vec![with_bytes(core.fit(link, reply::bytes(value))?)]),
                Err(Failure::Refused { .. }) => Ok(vec![refused()]),
                Err(failure) => Err(failure),
            }
        }
        [_, _, ..] if link.is_node => fetch_each(core, link, names).await,
        // One command for all: each entry says itself how long it has left.
        [_, _, ..] => {
            let mut command = redis::cmd("MGET");
            command.arg(names);
            match core.call(link, &command, Access::Read).await? {
                Value::Array(values) if values.len() == names.len() => values
                    .into_iter()
                    .map(|value| by_itself(core, link, value))
                    .collect(),
                _ => Err(core.strange(link)),
            }
        }
        _ => {
            let commands = names.iter().map(|name| {
                let mut command = redis::cmd("GET");
                command.arg(name);
                command
            });
            fetch_timed(core, link, names, commands, Access::Read).await
        }
    }
}

/// The same where each name may be in another slot: a command each, in one go.
async fn fetch_each(core: &Core, link: &Link, names: &[Vec<u8>]) -> Result<Vec<Fetched>, Failure> {
    let mut commands = redis::Pipeline::with_capacity(names.len());
    for name in names {
        commands.cmd("GET").arg(name);
    }
    let answers = core.call_all(link, &commands, Access::Read).await?;
    answers
        .into_iter()
        .map(|answer| match answer {
            Ok(value) => by_itself(core, link, value),
            Err(Failure::Refused { .. }) => Ok(refused()),
            Err(failure) => Err(failure),
        })
        .collect()
}

/// What stood at a key; an entry says itself how long it has left.
pub(super) fn by_itself(core: &Core, link: &Link, value: Value) -> Result<Fetched, Failure> {
    let bytes = core.fit(link, reply::bytes(value))?;
    let end = bytes.as_deref().and_then(entry::expires);
    Ok(Fetched {
        left: end.map(|end| link.clock().until(end)),
        bytes,
        refused: false,
    })
}

fn refused() -> Fetched {
    Fetched {
        bytes: None,
        left: None,
        refused: true,
    }
}

/// Sends a command per name, each followed by a question for the time left.
pub(super) async fn fetch_timed(
    core: &Core,
    link: &Link,
    names: &[impl AsRef<[u8]>],
    commands: impl Iterator<Item = Cmd>,
    access: Access,
) -> Result<Vec<Fetched>, Failure> {
    let mut pipeline = redis::Pipeline::with_capacity(names.len() * 2);
    for (command, name) in commands.zip(names) {
        pipeline.add_command(command);
        pipeline.cmd("PTTL").arg(name.as_ref());
    }
    let mut answers = core.call_all(link, &pipeline, access).await?.into_iter();
    let mut fetched = Vec::with_capacity(names.len());
    while let (Some(content), Some(left)) = (answers.next(), answers.next()) {
        fetched.push(match (content, left) {
            (Ok(content), Ok(left)) => {
                let bytes = core.fit(link, reply::bytes(content))?;
                match core.fit(link, reply::integer(&left))? {
                    // It expired between the two.
                    -2 if bytes.is_some() => Fetched {
                        bytes,
                        left: Some(Duration::ZERO),
                        refused: false,
                    },
                    left => Fetched {
                        bytes,
                        left: u64::try_from(left).ok().map(Duration::from_millis),
                        refused: false,
                    },
                }
            }
            (Err(failure), _) | (_, Err(failure)) => match failure {
                Failure::Refused { .. } if !failure.is_unknown_script() => refused(),
                failure => return Err(failure),
            },
        });
    }
    Ok(fetched)
}

/// What an entry is worth to this process.
pub(super) fn classify(link: &Link, incarnation: u64, fetched: Fetched) -> Read {
    let Some(bytes) = fetched.bytes else {
        return if fetched.refused {
            Read::Skip
        } else {
            Read::Miss(None)
        };
    };
    let ticket = |mark| Ticket { mark, incarnation };
    let written_left = entry::expires(&bytes).map(|end| link.clock().until(end));
    match entry::read(&bytes) {
        Found::Value {
            mark,
            incarnation: written_under,
        } if written_under == link.incarnation() && link.trusted() => match entry::open(bytes) {
            Some((payload, extra)) => Read::Hit {
                payload,
                ticket: ticket(mark),
                left: fetched.left,
                life: life(link, fetched.left.or(written_left), &extra),
                extra,
            },
            None => Read::Miss(Some(ticket(mark))),
        },
        // What must not be served still tells whether anything happened since.
        Found::Value { mark, .. } | Found::Lease { mark } => Read::Miss(Some(ticket(mark))),
        Found::Hold { mark } => Read::DontStore(ticket(mark)),
        // It stands in the way of a commit, and is not ours to remove.
        Found::Foreign => Read::Skip,
    }
}

/// What is left of an entry's life that ends in `left`, or never.
fn life(link: &Link, left: Option<Duration>, extra: &Extra) -> Life {
    let until = |end| link.clock().until(end);
    let ttl = match (extra.stale.map(until), left) {
        (Some(ttl), Some(left)) => Some(ttl.min(left)),
        (_, left) => left,
    };
    let beyond = ttl.zip(left).map(|(ttl, left)| left.saturating_sub(ttl));
    Life {
        due: extra.due.map(until),
        ttl,
        beyond: extra.stale.and(beyond).unwrap_or_default(),
        at_most: None,
        took: extra.took,
    }
}

async fn lease_round(
    core: &Core,
    link: &Link,
    names: &[&[u8]],
    leases: &[([u8; HEAD], entry::Mark)],
    timed: bool,
    by: By,
) -> Result<Vec<Fetched>, Failure> {
    let ms = millis(core.options.lease);
    let commands = names.iter().zip(leases).map(|(name, (lease, _))| {
        if link.leases_by_set {
            let mut command = redis::cmd("SET");
            command
                .arg(name)
                .arg(&lease[..])
                .arg("NX")
                .arg("GET")
                .arg("PX")
                .arg(ms);
            command
        } else {
            let mut command = scripts::LEASE.call(by, name);
            command.arg(&lease[..]).arg(ms);
            command
        }
    });
    if timed {
        return fetch_timed(core, link, names, commands, Access::Write).await;
    }
    let mut pipeline = redis::Pipeline::with_capacity(names.len());
    for command in commands {
        pipeline.add_command(command);
    }
    let mut fetched = Vec::with_capacity(names.len());
    for answer in core.call_all(link, &pipeline, Access::Write).await? {
        fetched.push(match answer {
            Ok(value) => by_itself(core, link, value)?,
            Err(failure) if failure.is_unknown_script() => return Err(failure),
            Err(Failure::Refused { .. }) => refused(),
            Err(failure) => return Err(failure),
        });
    }
    Ok(fetched)
}

/// Asks for the lease of a key where nothing stood: the ticket of a load that begins now, or what
/// stands there by now.
pub(super) async fn lease(core: &Core, key: &Key, want: Want) -> Read {
    let Some(link) = core.link() else {
        return Read::Skip;
    };
    let reading = Reading {
        core,
        link: &link,
        incarnation: link.incarnation(),
        keys: std::slice::from_ref(key),
    };
    let read = reading.lease(&[core.name(key)], &[0], want).await.pop();
    reading.checked(0, read.unwrap_or(Read::Skip))
}

/// What is known of an entry by its head.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Left {
    /// It would be served for so long.
    For(TimeLeft),
    /// Its tags tell whether it would be served.
    Tagged,
}

/// How long an entry that would be served has left.
pub(super) async fn time_left(core: &Core, key: &Key) -> Option<Left> {
    let link = core.link()?;
    if core.pending.blocks(key) {
        return None;
    }
    let name = core.name(key);
    let mut head = redis::cmd("GETRANGE");
    head.arg(&name).arg(0).arg(entry::TIMES - 1);
    let names = [name];
    let fetched = fetch_timed(core, &link, &names, std::iter::once(head), Access::Read).await;
    let fetched = fetched.ok()?.pop()?;
    let bytes = fetched.bytes?;
    let incarnation = link.incarnation();
    let served = link.trusted()
        && matches!(entry::read(&bytes), Found::Value { incarnation: under, .. } if under == incarnation);
    if !served || !core.is_current(&link) || core.pending.blocks(key) {
        return None;
    }
    if entry::has_tags(&bytes) {
        return Some(Left::Tagged);
    }
    match entry::stale(&bytes).map(|end| link.clock().until(end)) {
        // Its time has ended, though it may be served stale.
        Some(Duration::ZERO) => None,
        Some(left) => Some(Left::For(TimeLeft::For(left))),
        None => Some(Left::For(
            fetched.left.map_or(TimeLeft::Forever, TimeLeft::For),
        )),
    }
}

/// A time to live as the server takes it: whole ms, at least one, and no more than a century,
/// since the sum with its clock must not overflow.
pub(super) fn millis(duration: Duration) -> u64 {
    const CENTURY: u128 = 100 * 365 * 24 * 60 * 60 * 1_000;
    u64::try_from(duration.as_millis().clamp(1, CENTURY)).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_to_live_is_at_least_a_millisecond_and_never_overflows_the_server_s_clock() {
        assert_eq!(millis(Duration::from_nanos(1)), 1);
        assert_eq!(millis(Duration::from_millis(1500)), 1500);
        assert!(i64::try_from(millis(Duration::MAX)).is_ok_and(|ms| ms < i64::MAX / 4));
    }
}
