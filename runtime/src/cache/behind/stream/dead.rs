//! Dead letters: a stream of their own, from which nothing is read unless somebody asks.

use std::sync::LazyLock;

use super::Shared;
use super::answers::{self, StreamEntry, entries};
use crate::cache::behind::change::{Encoded, Position};
use crate::cache::behind::queue::{Away, Buried, partition_of};
use crate::cache::redis::{By, Lua};

/// Moves a dead letter to the end of its partition, once. Keys: dead letters, the partition.
/// Arguments: its place, the change. Returns 0 if somebody else was faster.
static REPLAY: Lua = Lua::new(
    REPLAY_SOURCE,
    LazyLock::new(|| Lua::digest_of(REPLAY_SOURCE)),
);

const REPLAY_SOURCE: &str = r"if redis.call('XDEL', KEYS[1], ARGV[1]) == 0 then return 0 end
redis.call('XADD', KEYS[2], '*', 'c', ARGV[2])
return 1";

pub(super) async fn list(
    shared: &Shared,
    after: Option<Position>,
    most: usize,
) -> Result<Vec<Buried>, Away> {
    let from = after.map_or_else(|| "-".to_owned(), |place| format!("({place}"));
    let mut command = redis::cmd("XRANGE");
    command.arg(shared.names.dead()).arg(from).arg("+");
    command.arg("COUNT").arg(most);
    let answer = shared.tier.run(&command).await?;
    Ok(entries(&answer).iter().filter_map(buried).collect())
}

fn buried(entry: &StreamEntry) -> Option<Buried> {
    Some(Buried {
        place: entry.position,
        attempts: entry.text("n")?.parse().ok()?,
        error: entry.text("e")?.to_owned(),
        change: Encoded::from_bytes(entry.field("c")?)?,
    })
}

pub(super) async fn replay(shared: &Shared, places: &[Position]) -> Result<u64, Away> {
    let dead = shared.names.dead();
    let mut replayed = 0;
    for place in places {
        let mut command = redis::cmd("XRANGE");
        let id = place.to_string();
        command.arg(&dead).arg(&id).arg(&id);
        let answer = shared.tier.run(&command).await?;
        let Some(found) = entries(&answer).first().and_then(buried) else {
            continue;
        };
        let partition = partition_of(&found.change.key, shared.partitions);
        let stream = shared.names.partition(partition);
        // By its text: rare enough.
        let mut command = REPLAY.call_many(By::Source, &[&dead, &stream]);
        command.arg(&id).arg(found.change.to_bytes());
        let answer = shared.tier.run(&command).await?;
        replayed += answers::count(&answer);
    }
    Ok(replayed)
}

pub(super) async fn discard(shared: &Shared, places: &[Position]) -> Result<u64, Away> {
    if places.is_empty() {
        return Ok(0);
    }
    let mut command = redis::cmd("XDEL");
    command.arg(shared.names.dead());
    for place in places {
        command.arg(place.to_string());
    }
    let answer = shared.tier.run(&command).await?;
    Ok(answers::count(&answer))
}
