//! A change and its entry, in one step.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use redis::Cmd;

use super::core::Core;
use super::entry;
use super::read::millis;
use super::reply::{self, Failure};
use super::scripts::{By, Lua};
use super::write::change;
use crate::cache::key::Key;

/// Puts a change at the end of a stream, and sets its entry, unless the change is there already,
/// there is no room, or it is too late: a command may be executed long after its sender has given
/// it up. Keys: the stream, the mark of the change's id, the entry or nothing.
/// Arguments: the change, how many the stream may hold or 0, how long the mark stays in ms, the
/// deadline in µs, the entry, its time to live in ms or 0. Returns 0, 1 where there is no room, 2
/// where it was there, or the server's time when it is too late. Memory does not keep the entry: unlike
/// other scripts it needs no read at its end.
static ENQUEUE: Lua = Lua::new(
    ENQUEUE_SOURCE,
    LazyLock::new(|| Lua::digest_of(ENQUEUE_SOURCE)),
);

const ENQUEUE_SOURCE: &str = r"local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
if now > tonumber(ARGV[4]) then return now end
if ARGV[2] ~= '0' and redis.call('XLEN', KEYS[1]) >= tonumber(ARGV[2]) then
  return 1 + redis.call('EXISTS', KEYS[2])
end
if not redis.call('SET', KEYS[2], '', 'NX', 'PX', ARGV[3]) then return 2 end
local added = redis.pcall('XADD', KEYS[1], '*', 'c', ARGV[1])
if type(added) == 'table' then
  redis.call('UNLINK', KEYS[2])
  return added
end
if KEYS[3] then
  if ARGV[6] == '0' then redis.call('SET', KEYS[3], ARGV[5])
  else redis.call('SET', KEYS[3], ARGV[5], 'PX', ARGV[6]) end
end
return 0";

/// A change that is to be put at the end of a stream.
pub(crate) struct Enqueue<'a> {
    pub(crate) stream: &'a [u8],
    /// The key that stands for the change's id.
    pub(crate) mark: &'a [u8],
    pub(crate) change: &'a [u8],
    /// How many changes the stream may hold; 0 for any number.
    pub(crate) max: u64,
    /// For how long a change of the same id is known to be the same.
    pub(crate) remember: Duration,
    /// The entry, its payload and its time to live, `None` for ever.
    pub(crate) entry: Option<(&'a Key, &'a [u8], Option<Duration>)>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Enqueued {
    Queued,
    Full,
    /// A change of its id has been put before.
    Again,
}

/// Why it is not known to be in the stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NotEnqueued {
    /// It is not.
    Sure(String),
    /// It is not, but will be if it is put again: the slot is on its way to another node.
    NotYet(String),
    /// It may be.
    Unsure(String),
}

/// One round trip; a second one where the server has forgotten the script, or its clock was not
/// known. What gets no answer in time is never carried out later.
pub(super) async fn enqueue(core: &Core, order: &Enqueue<'_>) -> Result<Enqueued, NotEnqueued> {
    let Some(link) = core.link() else {
        return Err(NotEnqueued::Sure(core.absent().text().to_owned()));
    };
    let deadline = Instant::now() + core.options.response_timeout;
    for by in [By::Digest, By::Source, By::Source] {
        let until = link.clock().at(deadline);
        let entry = order.entry.map(|(key, payload, ttl)| {
            let expires = link.clock().end_of(ttl);
            let bytes = entry::queued(link.incarnation(), expires, payload);
            (core.name(key), bytes, ttl.map_or(0, millis))
        });
        let command = command(by, order, until, entry.as_ref());
        let names: Vec<_> = entry.iter().map(|(name, ..)| name.clone()).collect();
        match change(core, &link, &names, command).await {
            Ok(answer) => match core.fit(&link, reply::integer(&answer)) {
                Ok(0) => return Ok(Enqueued::Queued),
                Ok(1) => return Ok(Enqueued::Full),
                Ok(2) => return Ok(Enqueued::Again),
                Ok(now) => link.clock().set(now),
                Err(failure) => return Err(NotEnqueued::Unsure(failure.text().to_owned())),
            },
            Err(failure) if failure.is_unknown_script() => {}
            Err(Failure::Refused { code, text }) if is_moving(&code) => {
                return Err(NotEnqueued::NotYet(text));
            }
            Err(Failure::Refused { text, .. }) => return Err(NotEnqueued::Sure(text)),
            Err(Failure::Unreachable(text)) => return Err(NotEnqueued::Unsure(text)),
        }
    }
    Err(NotEnqueued::Sure("no answer in time".to_owned()))
}

/// Whether a node says that of the keys some or all are not here, or not together, now.
fn is_moving(code: &str) -> bool {
    matches!(code, "MOVED" | "ASK" | "TRYAGAIN" | "CROSSSLOT")
}

fn command(
    by: By,
    order: &Enqueue<'_>,
    until: i64,
    entry: Option<&(Vec<u8>, Vec<u8>, u64)>,
) -> Cmd {
    let mut keys = vec![order.stream, order.mark];
    keys.extend(entry.map(|(name, ..)| name.as_slice()));
    let mut command = ENQUEUE.call_many(by, &keys);
    let remember = u64::try_from(order.remember.as_millis()).unwrap_or(u64::MAX);
    command
        .arg(order.change)
        .arg(order.max)
        .arg(remember)
        .arg(until);
    if let Some((_, bytes, ttl)) = entry {
        command.arg(bytes).arg(*ttl);
    }
    command
}
