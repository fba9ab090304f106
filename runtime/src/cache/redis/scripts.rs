//! What the server must do in one step.

use std::sync::LazyLock;

use redis::{Cmd, Script};

/// A script and its digest.
pub(crate) struct Lua {
    source: &'static str,
    digest: LazyLock<String>,
}

macro_rules! lua {
    ($source:literal) => {
        Lua::new($source, LazyLock::new(|| Lua::digest_of($source)))
    };
}

/// Stores what a load brought, if what it started from still stands there.
/// Arguments: the mark, the entry, its time to live in ms or 0 for ever. Returns 1, or 0 when
/// something else or nothing stands there. The read after the write keeps the server telling this
/// connection of changes, which one's own write ends.
pub(super) static COMMIT: Lua = lua!(
    r"if redis.call('GETRANGE', KEYS[1], 0, 15) ~= ARGV[1] then return 0 end
if ARGV[3] == '0' then redis.call('SET', KEYS[1], ARGV[2])
else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
redis.call('GETRANGE', KEYS[1], 0, 0)
return 1"
);

/// Removes an entry, if it is still the one that was read. Argument: the mark.
pub(super) static HEAL: Lua = lua!(
    r"if redis.call('GETRANGE', KEYS[1], 0, 15) ~= ARGV[1] then return 0 end
return redis.call('UNLINK', KEYS[1])"
);

/// What stands there, or else nil after putting a lease there: `SET NX GET`, which servers
/// before 7.0 do not take. Arguments: the lease, its time to live in ms.
pub(super) static LEASE: Lua = lua!(
    r"local found = redis.call('GET', KEYS[1])
if not found then redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) end
return found"
);

/// The same for several keys whose tickets are leases: what stands there is short. Arguments: of each
/// the mark, the entry, its time to live in ms or 0. Returns 1 or 0 for each.
pub(super) static COMMIT_MANY: Lua = lua!(
    r"local found = redis.call('MGET', unpack(KEYS))
local stored = {}
for i, key in ipairs(KEYS) do
  local at = 3 * i
  if found[i] and string.sub(found[i], 1, 16) == ARGV[at - 2] then
    if ARGV[at] == '0' then redis.call('SET', key, ARGV[at - 1])
    else redis.call('SET', key, ARGV[at - 1], 'PX', ARGV[at]) end
    stored[i] = 1
  else
    stored[i] = 0
  end
end
redis.call('EXISTS', unpack(KEYS))
return stored"
);

/// Stores whatever stands there, but not after a deadline of the server's clock: a command may be
/// executed long after its sender has given it up, and by then it would undo what came later.
/// Arguments: the entry, its time to live in ms or 0, the deadline in µs. Returns 0, or the
/// server's time when it is too late.
pub(super) static STORE: Lua = lua!(
    r"local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
if now > tonumber(ARGV[3]) then return now end
if ARGV[2] == '0' then redis.call('SET', KEYS[1], ARGV[1])
else redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) end
redis.call('GETRANGE', KEYS[1], 0, 0)
return 0"
);

/// Lays a hold on the key: over the head of a value that stands there, or else in the place of
/// whatever does. Arguments: the hold, its time to live in ms. Returns the kind of that value, or 0,
/// and when it ends: ms since 1970, or 0 for never. Memory may go on serving the old value until the
/// write has ended, so that this connection has to be told of changes: hence the read, here and below.
pub(super) static HOLD: Lua = lua!(
    r"local kind = redis.call('GETRANGE', KEYS[1], 0, 0)
if kind ~= '\1' and kind ~= '\4' and kind ~= '\6' then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  redis.call('GETRANGE', KEYS[1], 0, 0)
  return {0, 0}
end
local left = redis.call('PTTL', KEYS[1])
local time = redis.call('TIME')
redis.call('SETRANGE', KEYS[1], 0, string.sub(ARGV[1], 1, 16))
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('GETRANGE', KEYS[1], 0, 0)
if left < 0 then return {string.byte(kind), 0} end
return {string.byte(kind), time[1] * 1000 + math.floor(time[2] / 1000) + left}"
);

/// Makes a lease or a hold last, if it still stands there. Arguments: the mark, its time to live in ms.
pub(super) static RENEW: Lua = lua!(
    r"if redis.call('GETRANGE', KEYS[1], 0, 15) ~= ARGV[1] then return 0 end
local kept = redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('GETRANGE', KEYS[1], 0, 0)
return kept"
);

/// Stores what was written under a hold, and removes what somebody else has put in its place. The
/// read at the end has the server tell this connection of later changes. Arguments: the mark of the
/// hold, the entry, its time to live in ms or 0. Returns 1, or 0 when it is not stored.
pub(super) static PUT: Lua = lua!(
    r"if redis.call('GETRANGE', KEYS[1], 0, 15) ~= ARGV[1] then
  redis.call('UNLINK', KEYS[1])
  return 0
end
if ARGV[3] == '0' then redis.call('SET', KEYS[1], ARGV[2])
else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
redis.call('GETRANGE', KEYS[1], 0, 0)
return 1"
);

/// Takes a hold away, and gives back the value beneath it. Arguments: the mark of the hold, the mark
/// of the value or nothing if there was none, when the value ends in ms since 1970 or 0 for never.
pub(super) static RELEASE: Lua = lua!(
    r"if redis.call('GETRANGE', KEYS[1], 0, 15) ~= ARGV[1] then return 0 end
if ARGV[2] == '' then return redis.call('UNLINK', KEYS[1]) end
redis.call('SETRANGE', KEYS[1], 0, ARGV[2])
if ARGV[3] == '0' then redis.call('PERSIST', KEYS[1])
else redis.call('PEXPIREAT', KEYS[1], ARGV[3]) end
redis.call('GETRANGE', KEYS[1], 0, 0)
return 1"
);

/// All that a connection loads before it is used.
pub(super) static ALL: [&Lua; 9] = [
    &COMMIT,
    &HEAL,
    &LEASE,
    &STORE,
    &HOLD,
    &RENEW,
    &PUT,
    &RELEASE,
    &COMMIT_MANY,
];

/// How a script is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// `EVALSHA`: short, and refused by a server that has forgotten it.
    Digest,
    /// `EVAL`: also makes the server know it.
    Source,
}

impl Lua {
    /// A script and its digest, which is `LazyLock::new(|| Lua::digest_of(source))`.
    pub(crate) const fn new(source: &'static str, digest: LazyLock<String>) -> Self {
        Self { source, digest }
    }

    pub(crate) fn digest_of(source: &str) -> String {
        Script::new(source).get_hash().to_owned()
    }

    /// The call of the script for one key, to which the arguments are added.
    pub(crate) fn call(&self, by: By, key: &[u8]) -> Cmd {
        self.call_many(by, &[key])
    }

    /// The same, for several keys, which on a cluster have to share a slot.
    pub(crate) fn call_many(&self, by: By, keys: &[&[u8]]) -> Cmd {
        let mut command = self.open(by, keys.len(), 0, 0);
        command.arg(keys);
        command
    }

    /// The same, to which the keys are added first. `arguments` follow them, all together of so many
    /// bytes: what is not known may be 0.
    pub(crate) fn open(&self, by: By, keys: usize, arguments: usize, bytes: usize) -> Cmd {
        let (name, script) = match by {
            By::Digest => ("EVALSHA", self.digest.as_str()),
            By::Source => ("EVAL", self.source),
        };
        let mut command = Cmd::with_capacity(3 + keys + arguments, 64 + script.len() + bytes);
        command.arg(name).arg(script).arg(keys);
        command
    }

    /// The command that makes the server know it.
    pub(super) fn load(&self) -> Cmd {
        let mut command = redis::cmd("SCRIPT");
        command.arg("LOAD").arg(self.source);
        command
    }
}
