//! Storing what a load of several entries brought.

use std::borrow::Borrow;
use std::mem;
use std::time::Duration;

use redis::{Cmd, Value};

use super::core::{Access, Core};
use super::entry::{self, Ticket};
use super::extra::Extra;
use super::link::Link;
use super::read::millis;
use super::scripts::{self, By};
use super::{BATCH, Commit};
use crate::cache::key::Key;

/// How many of them one call of a script stores: the server does nothing else meanwhile.
const TOGETHER: usize = 100;

/// What a load brought, and the right to store it.
#[derive(Debug)]
pub(crate) struct Brought {
    pub(crate) key: Key,
    pub(crate) ticket: Ticket,
    pub(crate) payload: Vec<u8>,
    /// `None` for ever.
    pub(crate) ttl: Option<Duration>,
    pub(crate) extra: Extra,
}

/// Stores each of them if nothing happened to its entry since its ticket was given; the answers
/// are in the order of `items`. One round trip per thousand.
pub(super) async fn many(core: &Core, items: &[impl Borrow<Brought>]) -> Vec<Commit> {
    let items: Vec<&Brought> = items.iter().map(Borrow::borrow).collect();
    let mut commits = Vec::with_capacity(items.len());
    for items in items.chunks(BATCH) {
        commits.extend(round(core, items).await);
    }
    commits
}

async fn round(core: &Core, items: &[&Brought]) -> Vec<Commit> {
    let Some(link) = core.link() else {
        return vec![Commit::Down; items.len()];
    };
    // Refused, until the server has said otherwise.
    let mut commits = vec![Commit::Refused; items.len()];
    let mut open: Vec<(usize, Vec<u8>)> = items
        .iter()
        .enumerate()
        .filter_map(|(at, item)| Some((at, bytes(core, &link, item)?)))
        .collect();
    // The second time for a script that the server has forgotten.
    for by in [By::Digest, By::Source] {
        if open.is_empty() {
            break;
        }
        open = send(core, &link, by, items, open, &mut commits).await;
    }
    commits
}

/// The entry, if there is any use in sending it.
fn bytes(core: &Core, link: &Link, item: &Brought) -> Option<Vec<u8>> {
    if core.pending.blocks(&item.key) || item.ticket.incarnation != link.incarnation() {
        return None;
    }
    // Under the ticket's incarnation, not the current one: see `Ticket`.
    let expires = link.clock().end_of(item.ttl);
    entry::value(item.ticket.incarnation, expires, &item.extra, &item.payload)
}

/// The place of an item, and its entry.
type Open = (usize, Vec<u8>);

/// Sends the open ones; gives back those that want the script's text.
async fn send(
    core: &Core,
    link: &Link,
    by: By,
    items: &[&Brought],
    open: Vec<Open>,
    commits: &mut [Commit],
) -> Vec<Open> {
    let names: Vec<_> = open
        .iter()
        .filter_map(|(at, _)| Some(core.name(&items.get(*at)?.key)))
        .collect();
    let groups = groups(link, items, open);
    let mut pipeline = redis::Pipeline::with_capacity(groups.len() + 1);
    for group in &groups {
        pipeline.add_command(command(core, by, items, group));
    }
    if let Some(announcement) = core.announcement(link, &names) {
        pipeline.add_command(announcement);
    }
    let Ok(answers) = core.call_all(link, &pipeline, Access::Write).await else {
        for (at, _) in groups.iter().flatten() {
            set(commits, *at, Commit::Down);
        }
        return Vec::new();
    };
    let mut again = Vec::new();
    for (group, answer) in groups.into_iter().zip(answers) {
        match answer {
            Ok(answer) => {
                let each = match &answer {
                    Value::Array(each) => each.as_slice(),
                    one => std::slice::from_ref(one),
                };
                for ((at, _), answer) in group.iter().zip(each) {
                    let commit = match answer {
                        Value::Int(1) => Commit::Stored,
                        _ => Commit::Refused,
                    };
                    set(commits, *at, commit);
                }
            }
            Err(failure) => {
                for (at, _) in &group {
                    set(commits, *at, Commit::Down);
                }
                if failure.is_unknown_script() && by == By::Digest {
                    again.extend(group);
                }
            }
        }
    }
    again
}

/// What one call of a script stores: several where all of them have leases, else one.
fn groups(link: &Link, items: &[&Brought], open: Vec<Open>) -> Vec<Vec<Open>> {
    // Entries on a node of a cluster are in several slots.
    let fits =
        |(at, _): &Open| !link.is_node && items.get(*at).is_some_and(|item| item.ticket.is_lease());
    let (mut leased, others): (Vec<_>, Vec<_>) = open.into_iter().partition(fits);
    let mut groups: Vec<_> = others.into_iter().map(|one| vec![one]).collect();
    while !leased.is_empty() {
        let rest = leased.split_off(leased.len().min(TOGETHER));
        groups.push(mem::replace(&mut leased, rest));
    }
    groups
}

fn command(core: &Core, by: By, items: &[&Brought], group: &[Open]) -> Cmd {
    let sent: Vec<(&Brought, &[u8])> = group
        .iter()
        .filter_map(|(at, bytes)| Some((*items.get(*at)?, bytes.as_slice())))
        .collect();
    let mut command = match &*sent {
        [(item, _)] => scripts::COMMIT.call(by, &core.name(&item.key)),
        sent => {
            let names: Vec<_> = sent.iter().map(|(item, _)| core.name(&item.key)).collect();
            let names: Vec<&[u8]> = names.iter().map(Vec::as_slice).collect();
            scripts::COMMIT_MANY.call_many(by, &names)
        }
    };
    for (item, bytes) in sent {
        command
            .arg(&item.ticket.mark[..])
            .arg(bytes)
            .arg(item.ttl.map_or(0, millis));
    }
    command
}

fn set(commits: &mut [Commit], at: usize, commit: Commit) {
    if let Some(place) = commits.get_mut(at) {
        *place = commit;
    }
}
