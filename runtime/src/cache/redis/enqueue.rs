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

/// Puts changes at the ends of their streams, and sets their entries. A change is left out where
/// there is no room, or one of its id has been put before; and all are if it is too late: a command
/// may be executed long after its sender has given it up. Keys: where to note the ids, where to look
/// for them, the streams, the entries. Arguments: the deadline in µs, when it was sent in µs, how many
/// changes a stream may hold or 0, how many keys to look in, how many streams, how long a note of ids
/// stays in ms, the entries' time to live in ms, 0 for ever or nothing where there are none; of each
/// stream how many changes it gets, the changes, the entries. Returns the server's time when it is
/// too late or the sender's idea of it is wrong, or of each change 0, 1 where there is no room, 2 where
/// it was there, or the error that kept it alone from being put; an error before anything was put is
/// that of all. Memory does not keep the entry: unlike other scripts it needs no read at its end.
static ENQUEUE: Lua = Lua::new(
    ENQUEUE_SOURCE,
    LazyLock::new(|| Lua::digest_of(ENQUEUE_SOURCE)),
);

const ENQUEUE_SOURCE: &str = r"local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
if now > tonumber(ARGV[1]) or now + 5000000 < tonumber(ARGV[2]) then return now end
local call, pcall, sub = redis.call, redis.pcall, string.sub
local max, looks, streams = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local ttl = ARGV[7]
local changes, entries = 7 + streams, 1 + looks + streams
local all = #KEYS - entries
if ttl == '' then all = #ARGV - changes end
local answers, ids, noted, n, again = {}, {}, {}, 0, false
for s = 1, streams do
  local stream, length = KEYS[1 + looks + s], 0
  if max > 0 then length = pcall('XLEN', stream) end
  for _ = 1, tonumber(ARGV[7 + s]) do
    n = n + 1
    local change, answer = ARGV[changes + n], 0
    local id = sub(change, 2, 17)
    local known = noted[id]
    for k = 2, 1 + looks do
      known = known or call('SISMEMBER', KEYS[k], id) == 1
    end
    if known then
      answer, again = 2, true
    elseif type(length) == 'table' then
      answer = length
    elseif max > 0 and length >= max then
      answer = 1
    else
      local added = pcall('XADD', stream, '*', 'c', change)
      if type(added) == 'table' then
        if #ids == 0 and not again then return added end
        answer = added
      else
        length = length + 1
        ids[#ids + 1] = id
        noted[id] = true
        if ttl == '0' then call('SET', KEYS[entries + n], ARGV[changes + all + n])
        elseif ttl ~= '' then call('SET', KEYS[entries + n], ARGV[changes + all + n], 'PX', ttl) end
      end
    end
    answers[n] = answer
  end
end
if #ids > 0 then
  call('SADD', KEYS[1], unpack(ids))
  call('PEXPIRE', KEYS[1], ARGV[6])
end
return answers";

/// The ids of so many µs stand together. The script takes no sender's time that is ahead by more.
const SPAN: i64 = 5_000_000;
/// How long an id is known at least: a change that is put again within that time is no second one.
const REMEMBER: i64 = 300_000_000;
/// By how many spans two processes may be apart in what they take for the server's time.
const APART: i64 = 2;

/// Changes that are to be put at the ends of streams. What they name has to share a slot.
pub(crate) struct Enqueue<'a> {
    /// What the names of notes of ids begin with.
    pub(crate) ids: &'a [u8],
    /// Those of a stream stand together.
    pub(crate) changes: &'a [Arrival],
    pub(crate) terms: EnqueueTerms,
}

/// What holds for several changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct EnqueueTerms {
    /// How many changes a stream may hold; 0 for any number.
    pub(crate) max: u64,
    /// A change of the id may have been put before.
    pub(crate) tried: bool,
    pub(crate) entries: Entries,
}

/// Whether entries are set, and how long they live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entries {
    None,
    ForEver,
    For(Duration),
}

/// One of them.
pub(crate) struct Arrival {
    pub(crate) stream: Vec<u8>,
    /// Begins with a byte and the id.
    pub(crate) change: Vec<u8>,
    /// The key of the entry, and its payload.
    pub(crate) entry: Option<(Key, Arc<[u8]>)>,
}

impl Arrival {
    /// About how many bytes it has.
    pub(crate) fn size(&self) -> usize {
        let entry = self.entry.as_ref().map_or(0, |(_, payload)| payload.len());
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
    let now = Instant::now();
    let deadline = now + core.options.response_timeout;
    let entries: Vec<_> = order
        .changes
        .iter()
        .filter_map(|one| one.entry.as_ref())
        .collect();
    let names: Vec<_> = entries.iter().map(|(key, _)| core.name(key)).collect();
    for by in [By::Digest, By::Source, By::Source] {
        let clock = link.clock();
        let ttl = match order.terms.entries {
            Entries::For(ttl) => Some(ttl),
            Entries::None | Entries::ForEver => None,
        };
        let sent = Sent {
            at: clock.at(now),
            until: clock.at(deadline),
            incarnation: link.incarnation(),
            expires: clock.end_of(ttl),
        };
        let command = command(by, order, &sent, &names);
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

/// When it is sent, by the server's clock, and what entries say of that.
struct Sent {
    at: i64,
    until: i64,
    incarnation: u64,
    expires: Option<i64>,
}

fn command(by: By, order: &Enqueue<'_>, sent: &Sent, names: &[Vec<u8>]) -> Cmd {
    let Enqueue {
        ids,
        changes,
        terms,
    } = *order;
    let note = |span: i64| [ids, span.to_string().as_bytes()].concat();
    let span = sent.at.div_euclid(SPAN);
    let looks = if terms.tried {
        span - REMEMBER / SPAN - APART..span + APART
    } else {
        // Carried out late, it may come behind one that was sent again.
        span..sent.until.div_euclid(SPAN) + 1
    };
    let looks: Vec<_> = looks.map(note).collect();
    let streams: Vec<_> = changes
        .chunk_by(|one, next| one.stream == next.stream)
        .collect();

    let keys = 1 + looks.len() + streams.len() + names.len();
    let arguments = 7 + streams.len() + 2 * changes.len();
    // Of a change, beside what is long: the name and the head of its entry, and lengths.
    let bytes: usize = changes.iter().map(|change| change.size() + 160).sum();
    let mut command = ENQUEUE.open(by, keys, arguments, bytes + looks.len() * (ids.len() + 32));
    command.arg(note(span)).arg(&looks);
    for stream in streams.iter().filter_map(|of| of.first()) {
        command.arg(&stream.stream[..]);
    }
    command.arg(names);

    command.arg(sent.until).arg(sent.at).arg(terms.max);
    command.arg(looks.len()).arg(streams.len());
    command.arg((REMEMBER + 2 * APART * SPAN) / 1_000);
    match terms.entries {
        Entries::None => command.arg(""),
        Entries::ForEver => command.arg(0),
        Entries::For(ttl) => command.arg(millis(ttl)),
    };
    for stream in &streams {
        command.arg(stream.len());
    }
    for change in changes {
        command.arg(&change.change[..]);
    }
    for (_, payload) in changes.iter().filter_map(|change| change.entry.as_ref()) {
        command.arg(entry::queued(sent.incarnation, sent.expires, payload));
    }
    command
}
