//! Which node of a cluster has which key.

#[cfg(feature = "resilience")]
use std::sync::Arc;

use redis::Value;

/// How many slots a cluster has.
const SLOTS: u16 = 16_384;

/// The slot of a key, by the rule of Redis Cluster: CRC16 (XMODEM) of what stands between the first
/// `{` and the next `}`, or of all if nothing does.
pub(crate) fn slot(key: &[u8]) -> u16 {
    let tag = || {
        let open = key.iter().position(|byte| *byte == b'{')?;
        let rest = key.get(open + 1..)?;
        let close = rest.iter().position(|byte| *byte == b'}')?;
        rest.get(..close).filter(|tag| !tag.is_empty())
    };
    crc16(tag().unwrap_or(key)) % SLOTS
}

fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |crc, byte| {
        (0..8).fold(crc ^ (u16::from(*byte) << 8), |crc, _| {
            if crc & 0x8000 == 0 {
                crc << 1
            } else {
                (crc << 1) ^ 0x1021
            }
        })
    })
}

/// Where a node is. The host is empty where the cluster does not say: it is that of whoever was
/// asked.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Address {
    pub(crate) host: String,
    pub(crate) port: u16,
}

impl Address {
    /// The slot in `MOVED 3999 127.0.0.1:6381` and `ASK 3999 127.0.0.1:6381`.
    pub(super) fn slot_of_redirection(text: &str) -> Option<u16> {
        let slot = text.split_whitespace().nth(1)?.parse().ok()?;
        (slot < SLOTS).then_some(slot)
    }

    /// The address in `MOVED 3999 127.0.0.1:6381` and `ASK 3999 127.0.0.1:6381`.
    pub(crate) fn of_redirection(text: &str) -> Option<Self> {
        let (host, port) = text.split_whitespace().nth(2)?.rsplit_once(':')?;
        Some(Self::new(host, port.parse().ok()?))
    }

    fn new(host: &str, port: u16) -> Self {
        let host = if host == "?" { "" } else { host };
        Self {
            host: host.to_owned(),
            port,
        }
    }
}

/// Slots from one to another, both included, and the master that has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Range<T> {
    pub(super) first: u16,
    pub(super) last: u16,
    pub(super) node: T,
}

/// Reads the answer to `CLUSTER SLOTS`: of each range its first slot, its last, its master, and
/// further nodes.
pub(crate) fn ranges(answer: &Value) -> Option<Vec<Range<Address>>> {
    let Value::Array(ranges) = answer else {
        return None;
    };
    ranges.iter().map(range).collect()
}

fn range(answer: &Value) -> Option<Range<Address>> {
    let Value::Array(parts) = answer else {
        return None;
    };
    let number = |at: usize| match parts.get(at)? {
        Value::Int(number) => u16::try_from(*number).ok(),
        _ => None,
    };
    let Value::Array(master) = parts.get(2)? else {
        return None;
    };
    let host = match master.first()? {
        Value::BulkString(host) => String::from_utf8_lossy(host).into_owned(),
        Value::SimpleString(host) => host.clone(),
        Value::Nil => String::new(),
        _ => return None,
    };
    let Value::Int(port) = master.get(1)? else {
        return None;
    };
    Some(Range {
        first: number(0)?,
        last: number(1)?,
        node: Address::new(&host, u16::try_from(*port).ok()?),
    })
}

/// Who has what.
#[cfg(feature = "resilience")]
#[derive(Debug)]
pub(crate) struct Slots<T> {
    /// In the order of slots.
    ranges: Vec<Range<Arc<T>>>,
}

#[cfg(feature = "resilience")]
impl<T> Slots<T> {
    pub(crate) fn new(
        ranges: Vec<Range<Address>>,
        mut node: impl FnMut(Address) -> Arc<T>,
    ) -> Self {
        let mut ranges: Vec<_> = ranges
            .into_iter()
            .map(|range| Range {
                first: range.first,
                last: range.last,
                node: node(range.node),
            })
            .collect();
        ranges.sort_by_key(|range| range.first);
        Self { ranges }
    }

    /// Who has a slot, if anybody has.
    pub(crate) fn node(&self, slot: u16) -> Option<&Arc<T>> {
        let after = self.ranges.partition_point(|range| range.first <= slot);
        let range = self.ranges.get(after.checked_sub(1)?)?;
        (slot <= range.last).then_some(&range.node)
    }

    pub(crate) fn nodes(&self) -> impl Iterator<Item = &Arc<T>> {
        self.ranges.iter().map(|range| &range.node)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_those_of_the_specification() {
        assert_eq!(crc16(b"123456789"), 0x31c3);
        assert_eq!(slot(b"foo"), 12_182);
        assert_eq!(slot(b"{user1000}.following"), slot(b"user1000"));
        assert_eq!(slot(b"foo{}{bar}"), crc16(b"foo{}{bar}") % SLOTS);
        assert_eq!(slot(b"foo{{bar}}zap"), slot(b"{bar"));
        assert_eq!(slot(b"foo{bar}{zap}"), slot(b"bar"));
        assert_eq!(slot(b""), 0);
        assert_eq!(slot(b"{"), crc16(b"{") % SLOTS);
    }

    #[test]
    fn a_redirection_names_an_address() {
        let at = |text| Address::of_redirection(text).map(|at| (at.host, at.port));
        assert_eq!(
            at("MOVED 1 127.0.0.1:6381"),
            Some(("127.0.0.1".to_owned(), 6381))
        );
        assert_eq!(at("ASK 1 ::1:6381"), Some(("::1".to_owned(), 6381)));
        assert_eq!(at("MOVED 1 :6381"), Some((String::new(), 6381)));
        assert_eq!(at("MOVED 1 host"), None);
        assert_eq!(at("MOVED"), None);
    }

    #[cfg(feature = "resilience")]
    #[test]
    fn a_slot_that_nobody_has_has_no_node() {
        let entry = |first, last, port| {
            let text = |text: &[u8]| Value::BulkString(text.to_vec());
            let node = Value::Array(vec![text(b"h"), Value::Int(port), text(b"id")]);
            Value::Array(vec![
                Value::Int(first),
                Value::Int(last),
                node.clone(),
                node,
            ])
        };
        let answer = Value::Array(vec![entry(100, 200, 2), entry(0, 50, 1)]);
        let ranges = ranges(&answer).expect("it is an answer");
        let slots = Slots::new(ranges, |at| Arc::new(at.port));
        let port = |slot| slots.node(slot).map(|port| **port);
        assert_eq!((port(0), port(50), port(51)), (Some(1), Some(1), None));
        assert_eq!(
            (port(99), port(100), port(200), port(201)),
            (None, Some(2), Some(2), None)
        );
        assert_eq!(super::ranges(&Value::Array(vec![Value::Int(1)])), None);
    }
}
