//! What stands at keys whose changes have been written: what the queue put there, or what a load
//! brought.

use futures_util::future::join_all;
use redis::{Pipeline, Value};

use super::core::{Access, Core};
use super::reply::Failure;
use super::{BATCH, RedisTier, entry};
use crate::cache::key::Key;

/// What stands at a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Nothing,
    /// The value of a queued change, or a hold, beneath which no load is stored.
    Queued,
    /// What a load brought or will bring, or nobody can tell.
    Loaded,
}

impl RedisTier {
    /// What stands at each of the keys, in their order: one round trip per thousand and server.
    pub(crate) async fn standing(&self, keys: &[Key]) -> Vec<Standing> {
        let parts = self.nodes.parts(keys.iter());
        let parts = join_all(parts.into_iter().map(|part| async move {
            let (some, mut found) = (part.pick(keys), Vec::new());
            if let Some(server) = &part.server {
                for keys in some.chunks(BATCH) {
                    let unknown = |_| vec![Standing::Loaded; keys.len()];
                    found.extend(at(&server.core, keys).await.unwrap_or_else(unknown));
                }
            }
            (part.places, found)
        }));
        let mut all = vec![Standing::Loaded; keys.len()];
        for (places, found) in parts.await {
            for (place, found) in places.into_iter().zip(found) {
                if let Some(all) = all.get_mut(place) {
                    *all = found;
                }
            }
        }
        all
    }
}

async fn at(core: &Core, keys: &[Key]) -> Result<Vec<Standing>, Failure> {
    let link = core.link().ok_or_else(|| core.absent())?;
    let mut commands = Pipeline::with_capacity(keys.len());
    for key in keys {
        commands.cmd("GETRANGE").arg(core.name(key)).arg(0).arg(0);
    }
    let kinds = core.call_all(&link, &commands, Access::Read).await?;
    let standing = |kind| match kind {
        Ok(Value::BulkString(kind)) if kind.is_empty() => Standing::Nothing,
        Ok(Value::BulkString(kind)) if !entry::is_of_a_load(&kind) => Standing::Queued,
        _ => Standing::Loaded,
    };
    Ok(kinds.into_iter().map(standing).collect())
}
