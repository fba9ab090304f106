//! What Redis answers to commands on streams.

use redis::Value;

use crate::cache::behind::change::Position;
use crate::cache::redis::Failure;

/// One entry of a stream: its place, and its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StreamEntry {
    pub(super) position: Position,
    fields: Vec<(Vec<u8>, Vec<u8>)>,
}

impl StreamEntry {
    pub(super) fn field(&self, name: &str) -> Option<&[u8]> {
        let found = self
            .fields
            .iter()
            .find(|(field, _)| field == name.as_bytes());
        found.map(|(_, value)| value.as_slice())
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        std::str::from_utf8(self.field(name)?).ok()
    }
}

/// The entries of `XRANGE`, `XREVRANGE`, and of one stream in `XREADGROUP`. What is no entry (a
/// deleted one is nil) is left out.
pub(super) fn entries(value: &Value) -> Vec<StreamEntry> {
    list(value).iter().filter_map(entry).collect()
}

fn entry(value: &Value) -> Option<StreamEntry> {
    let [id, fields] = list(value) else {
        return None;
    };
    let mut flat: Vec<Vec<u8>> = Vec::new();
    match fields {
        Value::Map(pairs) => {
            for (name, value) in pairs {
                flat.extend([bytes(name)?, bytes(value)?]);
            }
        }
        other => {
            for value in list(other) {
                flat.push(bytes(value)?);
            }
        }
    }
    let (pairs, _) = flat.as_chunks::<2>();
    Some(StreamEntry {
        position: position(id)?,
        fields: pairs
            .iter()
            .map(|[name, value]| (name.clone(), value.clone()))
            .collect(),
    })
}

/// The entries of the first stream in the answer to `XREADGROUP`; none for nil.
pub(super) fn first_stream(value: &Value) -> Vec<StreamEntry> {
    match value {
        Value::Map(streams) => streams
            .first()
            .map(|(_, read)| entries(read))
            .unwrap_or_default(),
        other => match list(other).first().map(list) {
            Some([_, read]) => entries(read),
            _ => Vec::new(),
        },
    }
}

/// Of `XAUTOCLAIM` with `JUSTID`: where to go on, and the places; `None` if it is something else.
pub(super) fn claimed(value: &Value) -> Option<(Position, Vec<Position>)> {
    match list(value) {
        [next, read, ..] => {
            let claimed = list(read).iter().filter_map(position);
            Some((position(next)?, claimed.collect()))
        }
        _ => None,
    }
}

/// Of `XPENDING` with a range: places, and how often each was delivered.
pub(super) fn deliveries(value: &Value) -> Vec<(Position, u32)> {
    let pending = list(value).iter().filter_map(|value| match list(value) {
        [id, _, _, Value::Int(count)] => Some((position(id)?, u32::try_from(*count).ok()?)),
        _ => None,
    });
    pending.collect()
}

pub(super) fn count(value: &Value) -> u64 {
    match value {
        Value::Int(count) => u64::try_from(*count).unwrap_or(0),
        _ => 0,
    }
}

pub(super) fn is_busy_group(failure: &Failure) -> bool {
    matches!(failure, Failure::Refused { code, .. } if code == "BUSYGROUP")
}

pub(super) fn position(value: &Value) -> Option<Position> {
    Position::read(std::str::from_utf8(&bytes(value)?).ok()?)
}

fn bytes(value: &Value) -> Option<Vec<u8>> {
    match value {
        Value::BulkString(bytes) => Some(bytes.clone()),
        Value::SimpleString(text) => Some(text.clone().into_bytes()),
        _ => None,
    }
}

fn list(value: &Value) -> &[Value] {
    match value {
        Value::Array(list) | Value::Set(list) => list,
        _ => &[],
    }
}
