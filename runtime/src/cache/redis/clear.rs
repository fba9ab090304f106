//! Removing all entries whose keys match a pattern.

use redis::Value;

use super::Removed;
use super::core::{Access, Core, limits_name};
use super::entry::{self, Found, HEAD};
use super::link::Link;
use super::options::OnOutage;
use super::outage::add_unlinks;
use super::reply::{self, Failure};
use crate::CacheError;
use crate::cache::key::Pattern;

/// How many slots of its table the server walks at a time: its other clients wait meanwhile.
const STEP: usize = 1_000;

/// Removes what matches, in steps; entries that are stored while it runs may stay, but no load
/// that began before it stores its value after it.
///
/// Cut short by an outage, or by its future being dropped, the whole prefix is doubtful: what
/// stands there is a miss, whatever it is.
pub(super) async fn matching(core: &Core, pattern: &Pattern) -> Result<Removed, CacheError> {
    let cut_short = CutShort { core, armed: true };
    let glob = pattern.as_redis_glob(&core.options.prefix);
    let mut removed = 0;
    let everything = pattern.matches_everything();
    let outcome = walk(core, glob.as_bytes(), everything, &mut removed).await;
    cut_short.disarm();
    match outcome {
        Ok(()) => Ok(Removed {
            removed,
            remembered: 0,
        }),
        Err(failure) => match core.options.on_outage {
            OnOutage::Fail => Err(core.error(&failure)),
            OnOutage::Remember => {
                core.pending.remember_all();
                Ok(Removed {
                    removed,
                    remembered: 1,
                })
            }
        },
    }
}

struct CutShort<'a> {
    core: &'a Core,
    armed: bool,
}

impl CutShort<'_> {
    fn disarm(mut self) {
        self.armed = false;
    }
}

impl Drop for CutShort<'_> {
    fn drop(&mut self) {
        if self.armed {
            self.core.pending.remember_all();
        }
    }
}

/// Tags are no entries: they go with everything only, and are not counted.
async fn walk(
    core: &Core,
    glob: &[u8],
    everything: bool,
    removed: &mut u64,
) -> Result<(), Failure> {
    let link = core.link().ok_or_else(|| core.absent())?;
    walk_by(core, &link, glob, everything, removed).await
}

/// Removes all entries and tags of the prefix, through a link that need not be published yet.
pub(super) async fn everything(core: &Core, link: &Link) -> Result<(), Failure> {
    let all = Pattern::new("*").map_err(|error| Failure::Unreachable(error.to_string()))?;
    let glob = all.as_redis_glob(&core.options.prefix);
    walk_by(core, link, glob.as_bytes(), true, &mut 0).await
}

/// Of names that nothing marks as ours, those at which an entry stands.
async fn ours(core: &Core, link: &Link, names: Vec<Vec<u8>>) -> Result<Vec<Vec<u8>>, Failure> {
    let mut heads = redis::Pipeline::with_capacity(names.len());
    for name in &names {
        heads.cmd("GETRANGE").arg(name).arg(0).arg(HEAD - 1);
    }
    let heads = core.call_all(link, &heads, Access::Read).await?;
    let is_ours = |head: &Result<Value, Failure>| {
        let head = head.as_ref().ok().and_then(reply::text_bytes);
        head.is_some_and(|head| !matches!(entry::read(head), Found::Foreign))
    };
    let names = names.into_iter().zip(heads);
    Ok(names
        .filter_map(|(name, head)| is_ours(&head).then_some(name))
        .collect())
}

async fn walk_by(
    core: &Core,
    link: &Link,
    glob: &[u8],
    everything: bool,
    removed: &mut u64,
) -> Result<(), Failure> {
    let (epoch, limits) = (core.epoch_name(), limits_name(&core.options.prefix));
    let tags = core.tags_name();
    let mut cursor = b"0".to_vec();
    loop {
        let mut command = redis::cmd("SCAN");
        command
            .arg(&cursor)
            .arg("MATCH")
            .arg(glob)
            .arg("COUNT")
            .arg(STEP);
        let answer = core.call(link, &command, Access::Read).await?;
        let (next, mut names) = page(answer).ok_or_else(|| core.strange(link))?;
        names.retain(|name| *name != epoch && !name.starts_with(&limits));
        let tagged: Vec<_> = names
            .extract_if(.., |name| name.starts_with(&tags))
            .collect();
        if everything && !tagged.is_empty() {
            unlink(core, link, &tagged).await?;
        }
        if core.options.prefix.is_empty() && link.is_node && !names.is_empty() {
            names = ours(core, link, names).await?;
        }
        if !names.is_empty() {
            *removed += unlink(core, link, &names).await?;
        }
        if next == b"0" {
            return Ok(());
        }
        cursor = next;
    }
}

/// Of a cluster, what is not here any more has been taken along by its slot, with this node's stamp
/// on it: whoever has it now does not serve it.
async fn unlink(core: &Core, link: &Link, names: &[Vec<u8>]) -> Result<u64, Failure> {
    let mut commands = redis::Pipeline::with_capacity(names.len());
    let removals = add_unlinks(core, link, names, &mut commands);
    let mut sum = 0;
    let answers = core.call_all(link, &commands, Access::Write).await?;
    for answer in answers.into_iter().take(removals.len()) {
        match answer {
            Ok(count) => {
                let count = core.fit(link, reply::integer(&count))?;
                sum += u64::try_from(count).unwrap_or(0);
            }
            Err(failure) if failure.is_elsewhere() => {}
            Err(failure) => return Err(failure),
        }
    }
    Ok(sum)
}

/// The next cursor and the names of one answer to `SCAN`.
fn page(answer: Value) -> Option<(Vec<u8>, Vec<Vec<u8>>)> {
    let Value::Array(parts) = answer else {
        return None;
    };
    let mut parts = parts.into_iter();
    let (Value::BulkString(cursor), Value::Array(names)) = (parts.next()?, parts.next()?) else {
        return None;
    };
    let names = names
        .into_iter()
        .map(|name| match name {
            Value::BulkString(name) => Some(name),
            _ => None,
        })
        .collect::<Option<_>>()?;
    Some((cursor, names))
}
