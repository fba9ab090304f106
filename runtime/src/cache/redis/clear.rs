//! Removing all entries whose keys match a pattern.

use redis::Value;

use super::Removed;
use super::core::{Access, Core, limits_name};
use super::link::Link;
use super::options::OnOutage;
use super::reply::{self, Failure};
use super::write::change;
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
        let answer = core.call(&link, &command, Access::Read).await?;
        let (next, mut names) = page(answer).ok_or_else(|| core.strange(&link))?;
        names.retain(|name| *name != epoch && !name.starts_with(&limits));
        let (tags, names): (Vec<_>, Vec<_>) =
            names.into_iter().partition(|name| name.starts_with(&tags));
        if everything && !tags.is_empty() {
            unlink(core, &link, &tags).await?;
        }
        if !names.is_empty() {
            *removed += unlink(core, &link, &names).await?;
        }
        if next == b"0" {
            return Ok(());
        }
        cursor = next;
    }
}

async fn unlink(core: &Core, link: &Link, names: &[Vec<u8>]) -> Result<u64, Failure> {
    let mut command = redis::cmd("UNLINK");
    command.arg(names);
    let answer = change(core, link, names, command).await?;
    let count = core.fit(link, reply::integer(&answer))?;
    Ok(u64::try_from(count).unwrap_or(0))
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
