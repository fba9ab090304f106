//! Reading what is new in a partition.
//!
//! A read of a consumer group gives entries to whom it names, whether the answer arrives or not. One
//! that waited in the server could outlive its caller, or its caller's lease, and take what comes then
//! out of everybody's sight. So nothing of the group waits: it is read at once, by who has the lease
//! as the server knows it; what waits reads the stream alone, and changes nothing. And a read without
//! an answer may be carried out late: before the owner looks for what it was given, it begins a new
//! turn, and reads of an earlier one give nothing.

use std::sync::LazyLock;
use std::time::Duration;

use redis::Value;
use redis::aio::MultiplexedConnection;

use super::Shared;
use super::answers::{self, StreamEntry};
use crate::cache::behind::change::{ChangeId, Position};
use crate::cache::behind::queue::Away;
use crate::cache::redis::{By, Lua};

/// The consumer group of all writers.
pub(super) const GROUP: &str = "writers";
/// The longest that the server has to answer later than it was asked to wait.
const GRACE: Duration = Duration::from_secs(1);

/// Gives the next entries to the owner of a partition. Keys: the owner, the stream, the turn. Arguments:
/// who asks, the group, how many at most, the turn. Returns 0 for who is not the owner, or asks in an
/// earlier turn; entries; or, where there are none, the last that were given.
static READ: Lua = Lua::new(READ_SOURCE, LazyLock::new(|| Lua::digest_of(READ_SOURCE)));

const READ_SOURCE: &str = r"if redis.call('GET', KEYS[1]) ~= ARGV[1] or redis.call('GET', KEYS[3]) ~= ARGV[4] then return 0 end
local read = redis.call('XREADGROUP', 'GROUP', ARGV[2], ARGV[1], 'COUNT', ARGV[3], 'STREAMS', KEYS[2], '>')
if read then return read end
for _, group in ipairs(redis.call('XINFO', 'GROUPS', KEYS[2])) do
  local told = {}
  for at = 1, #group, 2 do told[group[at]] = group[at + 1] end
  if told.name == ARGV[2] then return told['last-delivered-id'] end
end
return 0";

/// What a partition has for its owner.
pub(super) enum Next {
    Entries(Vec<StreamEntry>),
    /// Nothing behind this place.
    NothingBehind(Position),
    /// Somebody else is the owner now, or another turn has begun.
    NotOurs,
}

/// Begins a turn: no read of an earlier one gives anything from now on.
pub(super) async fn begin(shared: &Shared, partition: u32) -> Result<String, Away> {
    let turn = ChangeId::new().to_string();
    let mut command = redis::cmd("SET");
    command.arg(shared.names.turn(partition)).arg(&turn);
    shared.run(&command).await?;
    Ok(turn)
}

/// What is next, without waiting for it. Dropped, what it was given is found by the owner's next claim.
pub(super) async fn next(
    shared: &Shared,
    partition: u32,
    owner: &str,
    turn: &str,
    most: usize,
) -> Result<Next, Away> {
    let keys = [
        shared.names.owner(partition),
        shared.names.partition(partition),
        shared.names.turn(partition),
    ];
    let keys = keys.each_ref().map(Vec::as_slice);
    let call = |by| {
        let mut command = READ.call_many(by, &keys);
        command.arg(owner).arg(GROUP).arg(most).arg(turn);
        command
    };
    let answer = match shared.run(&call(By::Digest)).await {
        Err(failure) if failure.is_unknown_script() => shared.run(&call(By::Source)).await,
        answer => answer,
    };
    Ok(match answer? {
        Value::Int(_) => Next::NotOurs,
        read @ Value::Array(_) => Next::Entries(answers::first_stream(&read)),
        last => {
            let place = answers::position(&last);
            Next::NothingBehind(place.ok_or_else(|| Away("an answer did not fit".to_owned()))?)
        }
    })
}

/// Waits until there is something behind a place, or the time is over. Whatever becomes of it, nothing
/// is taken.
pub(super) async fn wait(
    connection: &mut MultiplexedConnection,
    stream: &[u8],
    behind: Position,
    time: Duration,
) -> Result<(), Away> {
    let mut command = redis::cmd("XREAD");
    // 0 would be for ever.
    let millis = u64::try_from(time.as_millis()).unwrap_or(u64::MAX).max(1);
    command.arg("COUNT").arg(1).arg("BLOCK").arg(millis);
    command.arg("STREAMS").arg(stream).arg(behind.to_string());
    let sent = connection.send_packed_command(&command);
    match tokio::time::timeout(time + GRACE, sent).await {
        Ok(Ok(Value::ServerError(error))) => Err(Away(error.to_string())),
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(Away(error.to_string())),
        Err(_) => Err(Away("no answer in time".to_owned())),
    }
}
