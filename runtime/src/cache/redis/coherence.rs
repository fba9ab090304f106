//! How this process learns what others change.

use std::fmt;

use redis::aio::MultiplexedConnection;
use redis::{PushInfo, PushKind, Value};

use super::core::Core;
use super::link::Link;
use super::reply;
use crate::cache::key::Key;

/// How the memory of this process learns what other processes change in Redis.
///
/// All processes that share a prefix must agree by the same means: who asks for messages hears
/// nothing of those who send none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Coherence {
    /// By tracking where the server allows it, else by messages, else not at all. An event says
    /// which.
    #[default]
    Auto,
    /// The server tells of every change of what this process has read (`CLIENT TRACKING`).
    Tracking,
    /// Who changes something tells the others through a channel (`PUBLISH`).
    PubSub,
    /// Not at all: memory serves what it has for its own time, also while Redis is away.
    Off,
}

impl fmt::Display for Coherence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Auto => "auto",
            Self::Tracking => "tracking",
            Self::PubSub => "pub/sub",
            Self::Off => "off",
        })
    }
}

impl Coherence {
    /// Whether this process hears of changes.
    pub(super) fn tells(self) -> bool {
        self != Self::Off
    }
}

/// Asks the server to tell of changes through `connections`, as far as it is wanted and allowed.
/// An error is one of the connection.
pub(super) async fn establish(
    core: &Core,
    connections: &mut [MultiplexedConnection],
) -> Result<Coherence, String> {
    let wanted = core.options.coherence;
    let mut refused = String::new();
    if matches!(wanted, Coherence::Auto | Coherence::Tracking) {
        match track(connections).await? {
            None => return Ok(Coherence::Tracking),
            Some(why) => refused = why,
        }
    }
    if matches!(wanted, Coherence::Auto | Coherence::PubSub) {
        match subscribe(core, connections).await? {
            None => return Ok(Coherence::PubSub),
            Some(why) => refused = why,
        }
    }
    if !refused.is_empty() {
        tracing::warn!(
            server = %core.server(),
            why = %core.without_secrets(&refused),
            "the server does not tell of changes: memory may be as old as its time to live"
        );
    }
    Ok(Coherence::Off)
}

/// Each connection tells of what was read through it. `Some` says why the server refuses.
async fn track(connections: &mut [MultiplexedConnection]) -> Result<Option<String>, String> {
    let mut command = redis::cmd("CLIENT");
    command.arg("TRACKING").arg("ON").arg("NOLOOP");
    for connection in connections {
        if let Some(why) = ask(connection, &command).await? {
            return Ok(Some(why));
        }
    }
    Ok(None)
}

/// One connection is enough for messages.
async fn subscribe(
    core: &Core,
    connections: &mut [MultiplexedConnection],
) -> Result<Option<String>, String> {
    let Some(connection) = connections.first_mut() else {
        return Ok(Some("there is no connection".to_owned()));
    };
    match connection.subscribe(core.channel()).await {
        Ok(()) => Ok(None),
        Err(error) => {
            let (answer, sign) = reply::judge(Err(error));
            let why = answer
                .err()
                .map_or_else(String::new, |failure| failure.text().to_owned());
            if sign == reply::Sign::Broken || sign == reply::Sign::Silent {
                Err(why)
            } else {
                Ok(Some(why))
            }
        }
    }
}

async fn ask(
    connection: &mut MultiplexedConnection,
    command: &redis::Cmd,
) -> Result<Option<String>, String> {
    match reply::judge(connection.send_packed_command(command).await).0 {
        Ok(_) => Ok(None),
        Err(reply::Failure::Refused { text, .. }) => Ok(Some(text)),
        Err(reply::Failure::Unreachable(why)) => Err(why),
    }
}

impl Core {
    /// The channel through which processes tell each other of changes. No entry has its name.
    pub(super) fn channel(&self) -> Vec<u8> {
        self.prefixed(b"%changes")
    }

    /// What the driver hands over, in reading order.
    pub(super) fn hear(&self, push: &PushInfo) {
        match (&push.kind, push.data.as_slice()) {
            (PushKind::Invalidate, [Value::Array(names)]) => {
                for name in names {
                    if let Value::BulkString(name) = name {
                        self.changed(name);
                    }
                }
            }
            // The server has been flushed, or its table is full: it does not say what has changed.
            (PushKind::Invalidate, _) => self.doubt(),
            (PushKind::Message, [_, Value::BulkString(message)]) => match read_message(message) {
                Some((origin, _)) if origin == self.options.ear.origin() => {}
                Some((_, names)) => names.iter().for_each(|name| self.changed(name)),
                None => self.doubt(),
            },
            _ => {}
        }
    }

    /// What stood at this name has changed, or has gone.
    fn changed(&self, name: &[u8]) {
        if name == self.epoch_name() {
            // Every entry may be of an earlier epoch; which one holds, the next heartbeat says.
            self.doubt();
            self.beat_now();
            return;
        }
        if let Some(key) = self.key_of(name) {
            self.options.ear.changed(&key);
        }
    }

    /// The key whose entry has this name in Redis.
    fn key_of(&self, name: &[u8]) -> Option<Key> {
        let prefix = self.options.prefix.as_bytes();
        let key = match prefix {
            [] => name,
            _ => name.strip_prefix(prefix)?.strip_prefix(b":")?,
        };
        std::str::from_utf8(key).ok().map(Key::from)
    }

    /// Nothing that memory holds of this server is vouched for.
    pub(super) fn doubt(&self) {
        if self.options.coherence.tells() {
            self.options.ear.doubt();
        }
    }

    /// The message that tells others of changes, where they hear of them by messages. It goes with
    /// the change, in one pipeline.
    pub(super) fn announcement(&self, link: &Link, names: &[Vec<u8>]) -> Option<redis::Cmd> {
        if link.coherence != Coherence::PubSub {
            return None;
        }
        let mut command = redis::cmd("PUBLISH");
        command
            .arg(self.channel())
            .arg(message(self.options.ear.origin(), names));
        Some(command)
    }
}

/// The origin, and each name after its length.
fn message(origin: &[u8], names: &[Vec<u8>]) -> Vec<u8> {
    let mut message = origin.to_vec();
    for name in names {
        let length = u32::try_from(name.len()).unwrap_or(u32::MAX);
        message.extend_from_slice(&length.to_le_bytes());
        message.extend_from_slice(name);
    }
    message
}

/// Reads what [`message`] wrote. Any bytes are taken.
fn read_message(message: &[u8]) -> Option<(&super::stamp::Stamp, Vec<&[u8]>)> {
    let (origin, mut rest) = message.split_first_chunk()?;
    let mut names = Vec::new();
    while !rest.is_empty() {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let (name, after) = after.split_at_checked(length)?;
        names.push(name);
        rest = after;
    }
    Some((origin, names))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_read_as_it_was_written_and_every_truncation_of_a_name_is_not() {
        let names = [b"t:a".to_vec(), Vec::new(), vec![0xff; 300]];
        let origin = [7; super::super::stamp::STAMP];
        let whole = message(&origin, &names);
        let read = read_message(&whole).expect("it was written so");
        assert_eq!(read.0, &origin);
        assert_eq!(read.1, names.iter().map(Vec::as_slice).collect::<Vec<_>>());
        assert!(read_message(&whole[..whole.len() - 1]).is_none());
        assert!(read_message(&origin[..14]).is_none());
        assert!(read_message(&origin).is_some_and(|(_, names)| names.is_empty()));
    }
}
