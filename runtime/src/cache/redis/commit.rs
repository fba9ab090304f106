//! Storing what a load of several entries brought.

use std::borrow::Borrow;
use std::time::Duration;

use redis::Value;

use super::core::{Access, Core};
use super::entry::{self, Ticket};
use super::extra::Extra;
use super::link::Link;
use super::read::millis;
use super::scripts::{self, By};
use super::{BATCH, Commit};
use crate::cache::key::Key;

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

/// Sends the open ones; gives back those that want the script's text.
async fn send(
    core: &Core,
    link: &Link,
    by: By,
    items: &[&Brought],
    open: Vec<(usize, Vec<u8>)>,
    commits: &mut [Commit],
) -> Vec<(usize, Vec<u8>)> {
    let mut pipeline = redis::Pipeline::with_capacity(open.len());
    for (item, (_, bytes)) in open
        .iter()
        .filter_map(|sent| Some((items.get(sent.0)?, sent)))
    {
        let mut command = scripts::COMMIT.call(by, &core.name(&item.key));
        command
            .arg(&item.ticket.mark[..])
            .arg(bytes)
            .arg(item.ttl.map_or(0, millis));
        pipeline.add_command(command);
    }
    let names: Vec<_> = open
        .iter()
        .filter_map(|(at, _)| Some(core.name(&items.get(*at)?.key)))
        .collect();
    if let Some(announcement) = core.announcement(link, &names) {
        pipeline.add_command(announcement);
    }
    let Ok(answers) = core.call_all(link, &pipeline, Access::Write).await else {
        for (at, _) in &open {
            set(commits, *at, Commit::Down);
        }
        return Vec::new();
    };
    let mut again = Vec::new();
    for ((at, bytes), answer) in open.into_iter().zip(answers) {
        match answer {
            Ok(Value::Int(1)) => set(commits, at, Commit::Stored),
            Ok(_) => set(commits, at, Commit::Refused),
            Err(failure) => {
                set(commits, at, Commit::Down);
                if failure.is_unknown_script() && by == By::Digest {
                    again.push((at, bytes));
                }
            }
        }
    }
    again
}

fn set(commits: &mut [Commit], at: usize, commit: Commit) {
    if let Some(place) = commits.get_mut(at) {
        *place = commit;
    }
}
