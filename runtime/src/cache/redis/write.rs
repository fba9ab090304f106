//! Storing what loads brought, storing by hand, and removing.

use std::borrow::Borrow;
use std::time::{Duration, Instant};

use redis::Value;

use super::core::{Access, Core};
use super::entry::{self, Ticket};
use super::extra::Extra;
use super::link::Link;
use super::outage::{Late, Unsure, add_unlinks};
use super::read::millis;
use super::reply::{self, Failure};
use super::scripts::{self, By};
use super::{BATCH, Commit, Removed, Written};
use crate::CacheError;
use crate::cache::key::Key;

/// Stores what a load brought, if nothing happened to the entry since its ticket was given.
pub(super) async fn commit(
    core: &Core,
    key: &Key,
    ticket: &Ticket,
    payload: &[u8],
    ttl: Option<Duration>,
    extra: &Extra,
) -> Commit {
    let Some(link) = core.link() else {
        return Commit::Down;
    };
    if core.pending.blocks(key) || ticket.incarnation != link.incarnation() {
        return Commit::Refused;
    }
    // Under the ticket's incarnation, not the current one: see `Ticket`.
    let expires = link.clock().end_of(ttl);
    let Some(bytes) = entry::value(ticket.incarnation, expires, extra, payload) else {
        return Commit::Refused;
    };
    let ttl = ttl.map_or(0, millis);
    let name = core.name(key);
    let names = std::slice::from_ref(&name);
    let answer = run(core, &link, names, |by| {
        let mut command = scripts::COMMIT.call(by, &name);
        command.arg(&ticket.mark[..]).arg(&bytes).arg(ttl);
        command
    });
    match answer.await {
        Ok(Value::Int(1)) => Commit::Stored,
        Ok(_) => Commit::Refused,
        Err(Failure::Refused { .. } | Failure::Unreachable(_)) => Commit::Down,
    }
}

/// Removes an entry that could not be decoded, if it is still the one that was read.
pub(super) async fn heal(core: &Core, key: &Key, ticket: &Ticket) {
    let Some(link) = core.link() else { return };
    let name = core.name(key);
    // Whatever the answer is, the entry stays a miss for whoever cannot decode it.
    _ = run(core, &link, std::slice::from_ref(&name), |by| {
        let mut command = scripts::HEAL.call(by, &name);
        command.arg(&ticket.mark[..]);
        command
    })
    .await;
}

/// Calls a script that changes `names`, and once more with its text when the server has forgotten
/// it.
pub(super) async fn run(
    core: &Core,
    link: &Link,
    names: &[Vec<u8>],
    command: impl Fn(By) -> redis::Cmd,
) -> Result<Value, Failure> {
    match change(core, link, names, command(By::Digest)).await {
        Err(failure) if failure.is_unknown_script() => {
            change(core, link, names, command(By::Source)).await
        }
        answer => answer,
    }
}

/// Sends a command that changes `names`, and tells others of it where that is not the server's
/// business.
pub(super) async fn change(
    core: &Core,
    link: &Link,
    names: &[Vec<u8>],
    command: redis::Cmd,
) -> Result<Value, Failure> {
    let announcement = core.announcement(link, names).filter(|_| !names.is_empty());
    let Some(announcement) = announcement else {
        return core.call(link, &command, Access::Write).await;
    };
    let mut commands = redis::Pipeline::with_capacity(2);
    commands.add_command(command);
    commands.add_command(announcement);
    let mut answers = core.call_all(link, &commands, Access::Write).await?;
    answers.truncate(1);
    answers.pop().unwrap_or_else(|| Err(core.strange(link)))
}

/// A value to store by hand, and its time to live; `None` for ever.
pub(super) type Item = (Key, Vec<u8>, Option<Duration>);

/// Stores values whatever stands there. What does not get an answer in time is never carried out
/// later.
pub(super) async fn set_many(
    core: &Core,
    items: &[impl Borrow<Item>],
) -> Result<Written, CacheError> {
    let items: Vec<&Item> = items.iter().map(Borrow::borrow).collect();
    let keys: Vec<Key> = items.iter().map(|(key, ..)| key.clone()).collect();
    let unsure = Unsure::of(core, &keys, Late::IsRefused);
    let mut sum = Written {
        stored: 0,
        remembered: 0,
    };
    for (items, keys) in items.chunks(BATCH).zip(keys.chunks(BATCH)) {
        let left: Vec<Key>;
        let outcome = match core.link() {
            Some(link) => store(core, &link, items)
                .await
                .map_err(|failure| (Late::IsRefused, failure)),
            None => Err((Late::IsHarmless, core.absent())),
        };
        let (keys, late, failure) = match outcome {
            Ok(failed) => {
                sum.stored += (items.len() - failed.len()) as u64;
                let Some((_, failure)) = failed.first() else {
                    continue;
                };
                left = failed
                    .iter()
                    .filter_map(|(at, _)| keys.get(*at).cloned())
                    .collect();
                (&left[..], Late::IsRefused, failure.clone())
            }
            Err((late, failure)) => (keys, late, failure),
        };
        match core.settle_for(keys, late, &failure) {
            Ok(remembered) => sum.remembered += remembered,
            Err(error) => {
                unsure.known();
                return Err(error);
            }
        }
    }
    unsure.known();
    Ok(sum)
}

/// Stores, and gives back the places of what was not stored, with the reason.
async fn store(
    core: &Core,
    link: &Link,
    items: &[&Item],
) -> Result<Vec<(usize, Failure)>, Failure> {
    let deadline = Instant::now() + core.options.response_timeout;
    let mut left: Vec<usize> = (0..items.len()).collect();
    let mut failed = Vec::new();
    // The second time for scripts that the server has forgotten, and for a clock that was wrong.
    for by in [By::Digest, By::Source] {
        let until = link.clock().at(deadline);
        let mut commands = redis::Pipeline::with_capacity(left.len());
        for (key, payload, ttl) in left.iter().filter_map(|index| items.get(*index)) {
            let expires = link.clock().end_of(*ttl);
            let bytes = entry::plain(link.incarnation(), expires, payload);
            let mut command = scripts::STORE.call(by, &core.name(key));
            command.arg(bytes).arg(ttl.map_or(0, millis)).arg(until);
            commands.add_command(command);
        }
        let names: Vec<_> = left
            .iter()
            .filter_map(|index| items.get(*index))
            .map(|(key, ..)| core.name(key))
            .collect();
        if let Some(announcement) = core.announcement(link, &names) {
            commands.add_command(announcement);
        }
        let answers = core.call_all(link, &commands, Access::Write).await?;
        failed.clear();
        for (index, answer) in left.iter().zip(answers) {
            match answer {
                Ok(value) => match core.fit(link, reply::integer(&value))? {
                    0 => {}
                    now => {
                        link.clock().set(now);
                        failed.push((*index, too_late()));
                    }
                },
                Err(failure) => failed.push((*index, failure)),
            }
        }
        left = failed.iter().map(|(index, _)| *index).collect();
        let worth_repeating =
            |failure: &Failure| failure.is_unknown_script() || *failure == too_late();
        if !failed.iter().any(|(_, failure)| worth_repeating(failure)) {
            break;
        }
    }
    Ok(failed)
}

fn too_late() -> Failure {
    Failure::Unreachable("no answer in time".to_owned())
}

/// Removes entries. Those that do not get an answer are remembered, or an error.
pub(super) async fn remove(core: &Core, keys: &[Key]) -> Result<Removed, CacheError> {
    let unsure = Unsure::of(core, keys, Late::IsHarmless);
    let mut sum = Removed {
        removed: 0,
        remembered: 0,
    };
    for keys in keys.chunks(BATCH) {
        let left: Vec<Key>;
        let (keys, failure) = match unlink(core, keys).await {
            Ok((removed, elsewhere)) => {
                sum.removed += removed;
                let Some((_, failure)) = elsewhere.first() else {
                    continue;
                };
                let keys = elsewhere.iter().filter_map(|(at, _)| keys.get(*at));
                left = keys.cloned().collect();
                (&left[..], failure.clone())
            }
            Err(failure) => (keys, failure),
        };
        match core.settle_for(keys, Late::IsHarmless, &failure) {
            Ok(remembered) => sum.remembered += remembered,
            Err(error) => {
                unsure.known();
                return Err(error);
            }
        }
    }
    unsure.known();
    Ok(sum)
}

/// One round trip: what kind of thing stands at each key, and its removal. Leases and tags go too,
/// but are not counted. With it the places of what another node has.
async fn unlink(core: &Core, keys: &[Key]) -> Result<(u64, Vec<(usize, Failure)>), Failure> {
    let link = core.link().ok_or_else(|| core.absent())?;
    let names: Vec<_> = keys.iter().map(|key| core.name(key)).collect();
    let mut commands = redis::Pipeline::with_capacity(keys.len() * 2);
    for name in &names {
        commands.cmd("GETRANGE").arg(name).arg(0).arg(0);
    }
    let removals = add_unlinks(core, &link, &names, &mut commands);
    let mut kinds = core.call_all(&link, &commands, Access::Write).await?;
    let counts = kinds.split_off(keys.len().min(kinds.len()));
    let (mut unlinked, mut elsewhere) = (0, Vec::new());
    for (at, count) in removals.into_iter().zip(counts) {
        match count {
            Ok(count) => {
                let count = core.fit(&link, reply::integer(&count))?;
                unlinked += u64::try_from(count).unwrap_or(0);
            }
            Err(failure) if failure.is_elsewhere() => elsewhere.push((at, failure)),
            Err(failure) => return Err(failure),
        }
    }
    let values = kinds
        .into_iter()
        .filter(|answer| matches!(answer, Ok(Value::BulkString(kind)) if entry::is_value(kind)))
        .count();
    // Between the two an entry may have gone by itself.
    Ok((unlinked.min(values as u64), elsewhere))
}
