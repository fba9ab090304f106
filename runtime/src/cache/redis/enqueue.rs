//! Changes and their entries, in one step.

use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use redis::{Cmd, Value};

use super::core::Core;
use super::entry;
use super::link::Link;
use super::read::millis;
use super::reply::{self, Failure};
use super::scripts::{By, Lua};
use super::write::change;
use crate::cache::key::Key;

/// Puts changes at the ends of their streams, and sets their entries. A change is left out if it is
/// there already or there is no room, and all are if it is too late: a command may be executed long
/// after its sender has given it up. Keys, of each change: the stream, the mark of the change's id,
/// the entry, or where there is none the mark again. Arguments: the deadline in µs, how many changes
/// a stream may hold or 0, how long a mark stays in ms, and of each change: itself, its entry, the
/// entry's time to live in ms, 0 for ever or nothing where there is no entry. Returns the server's
/// time when it is too late, or of each change 0, 1 where there is no room, 2 where it was there, or
/// the error that kept it alone from being put; an error before anything was put is that of all.
/// Memory does not keep the entry: unlike other scripts it needs no read at its end.
static ENQUEUE: Lua = Lua::new(
    ENQUEUE_SOURCE,
    LazyLock::new(|| Lua::digest_of(ENQUEUE_SOURCE)),
);

const ENQUEUE_SOURCE: &str = r"local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
if now > tonumber(ARGV[1]) then return now end
local call, pcall = redis.call, redis.pcall
local max, remember = tonumber(ARGV[2]), ARGV[3]
local lengths, answers, wrote = {}, {}, false
for at = 3, #KEYS, 3 do
  local stream, mark = KEYS[at - 2], KEYS[at - 1]
  local length, answer = lengths[stream], 0
  if not length then
    length = 0
    if max > 0 then length = pcall('XLEN', stream) end
  end
  if type(length) == 'table' then
    answer = length
  elseif max > 0 and length >= max then
    answer = 1 + call('EXISTS', mark)
  else
    local marked = pcall('SET', mark, '', 'NX', 'PX', remember)
    if not marked then
      answer = 2
    elseif marked.err then
      if not wrote then return marked end
      answer = marked
    else
      wrote = true
      local added = pcall('XADD', stream, '*', 'c', ARGV[at + 1])
      if type(added) == 'table' then
        call('UNLINK', mark)
        answer = added
      else
        length = length + 1
        local ttl = ARGV[at + 3]
        if ttl == '0' then call('SET', KEYS[at], ARGV[at + 2])
        elseif ttl ~= '' then call('SET', KEYS[at], ARGV[at + 2], 'PX', ttl) end
      end
    end
  end
  lengths[stream] = length
  answers[at / 3] = answer
end
return answers";

/// How many arguments stand before those of the changes.
const HEAD: usize = 3;

/// Changes that are to be put at the ends of streams, which share a slot with each other, with the
/// marks, and with the entries.
pub(crate) struct Enqueue<'a> {
    pub(crate) changes: &'a [Arrival],
    /// How many changes a stream may hold; 0 for any number.
    pub(crate) max: u64,
    /// For how long a change of the same id is known to be the same.
    pub(crate) remember: Duration,
}

/// One of them.
pub(crate) struct Arrival {
    pub(crate) stream: Vec<u8>,
    /// The key that stands for the change's id.
    pub(crate) mark: Vec<u8>,
    pub(crate) change: Vec<u8>,
    /// The entry, its payload and its time to live, `None` for ever.
    pub(crate) entry: Option<(Key, Arc<[u8]>, Option<Duration>)>,
}

impl Arrival {
    /// About how many bytes it has.
    pub(crate) fn size(&self) -> usize {
        let entry = self
            .entry
            .as_ref()
            .map_or(0, |(_, payload, _)| payload.len());
        self.change.len() + entry
    }
}

/// What became of a change.
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

/// What became of each change, in their order.
pub(crate) type Answers = Vec<Result<Enqueued, NotEnqueued>>;

/// One round trip; a second one where the server has forgotten the script, or its clock was not
/// known. What gets no answer in time is never carried out later. An error is that of all changes.
pub(super) async fn enqueue(core: &Core, order: &Enqueue<'_>) -> Result<Answers, NotEnqueued> {
    let Some(link) = core.link() else {
        return Err(NotEnqueued::Sure(core.absent().text().to_owned()));
    };
    let deadline = Instant::now() + core.options.response_timeout;
    let names: Vec<_> = order
        .changes
        .iter()
        .filter_map(|change| Some(core.name(&change.entry.as_ref()?.0)))
        .collect();
    for by in [By::Digest, By::Source, By::Source] {
        let until = link.clock().at(deadline);
        let entries = order.changes.iter().map(|change| {
            let (_, payload, ttl) = change.entry.as_ref()?;
            let expires = link.clock().end_of(*ttl);
            let bytes = entry::queued(link.incarnation(), expires, payload);
            Some((bytes, ttl.map_or(0, millis)))
        });
        let command = command(by, order, until, &names, entries);
        match change(core, &link, &names, command).await {
            Ok(Value::Array(answers)) if answers.len() == order.changes.len() => {
                return Ok(answers
                    .into_iter()
                    .map(|one| read(core, &link, one))
                    .collect());
            }
            Ok(answer) => match core.fit(&link, reply::integer(&answer)) {
                Ok(now) => link.clock().set(now),
                Err(failure) => return Err(refused(failure)),
            },
            Err(failure) if failure.is_unknown_script() => {}
            Err(failure) => return Err(refused(failure)),
        }
    }
    Err(NotEnqueued::Sure("no answer in time".to_owned()))
}

fn refused(failure: Failure) -> NotEnqueued {
    match failure {
        Failure::Refused { code, text } if is_moving(&code) => NotEnqueued::NotYet(text),
        Failure::Refused { text, .. } => NotEnqueued::Sure(text),
        Failure::Unreachable(text) => NotEnqueued::Unsure(text),
    }
}

/// The answer about one change.
fn read(core: &Core, link: &Link, answer: Value) -> Result<Enqueued, NotEnqueued> {
    match reply::judge(Ok(answer)).0 {
        Ok(Value::Int(0)) => Ok(Enqueued::Queued),
        Ok(Value::Int(1)) => Ok(Enqueued::Full),
        Ok(Value::Int(2)) => Ok(Enqueued::Again),
        Ok(_) => Err(refused(core.strange(link))),
        Err(failure) => Err(refused(failure)),
    }
}

/// Whether a node says that of the keys some or all are not here, or not together, now.
fn is_moving(code: &str) -> bool {
    matches!(code, "MOVED" | "ASK" | "TRYAGAIN" | "CROSSSLOT")
}

fn command(
    by: By,
    order: &Enqueue<'_>,
    until: i64,
    names: &[Vec<u8>],
    entries: impl Iterator<Item = Option<(Vec<u8>, u64)>>,
) -> Cmd {
    let changes = order.changes;
    // Of a change, beside what is long: two names, the head of an entry, and lengths.
    let bytes: usize = changes.iter().map(|change| change.size() + 256).sum();
    let mut command = ENQUEUE.open(by, 3 * changes.len(), HEAD + 3 * changes.len(), bytes);
    let mut names = names.iter();
    for change in changes {
        command.arg(&change.stream[..]).arg(&change.mark[..]);
        let name = change.entry.as_ref().and_then(|_| names.next());
        command.arg(name.map_or(&change.mark[..], Vec::as_slice));
    }
    let remember = u64::try_from(order.remember.as_millis()).unwrap_or(u64::MAX);
    command.arg(until).arg(order.max).arg(remember);
    for (change, entry) in changes.iter().zip(entries) {
        command.arg(&change.change[..]);
        match entry {
            Some((bytes, ttl)) => command.arg(&bytes[..]).arg(ttl),
            None => command.arg("").arg(""),
        };
    }
    command
}
