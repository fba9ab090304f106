//! A change as bytes in the log: eight bytes of a check, and the change as it is in every queue.
//!
//! The check is the start of the SHA-256 of the rest: redb looks at its own checksums after a crash
//! only.

use sha2::{Digest as _, Sha256};

use super::super::change::Encoded;

const CHECK: usize = 8;

pub(super) fn to_bytes(change: &Encoded) -> Vec<u8> {
    let bytes = change.to_bytes();
    let mut record = Vec::with_capacity(CHECK + bytes.len());
    record.extend(check(&bytes));
    record.extend(bytes);
    record
}

/// `None` for what [`to_bytes`] has not made.
pub(super) fn from_bytes(record: &[u8]) -> Option<Encoded> {
    let (head, bytes) = record.split_first_chunk::<CHECK>()?;
    (*head == check(bytes)).then(|| Encoded::from_bytes(bytes))?
}

fn check(bytes: &[u8]) -> [u8; CHECK] {
    let digest: [u8; 32] = Sha256::digest(bytes).into();
    digest.first_chunk().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::super::change::{ChangeId, Op};
    use super::*;
    use crate::cache::Key;

    fn change() -> Encoded {
        Encoded {
            id: ChangeId::new(),
            key: Key::from("user:42"),
            parts: vec!["42".to_owned()],
            op: Op::Put(b"{\"name\":\"Ada\"}".to_vec()),
            at: 1_700_000_000_123_456,
            trace: None,
            tried: true,
        }
    }

    #[test]
    fn a_change_comes_back_as_it_went() {
        let change = change();
        assert_eq!(from_bytes(&to_bytes(&change)), Some(change));
    }

    #[test]
    fn a_record_with_any_bit_changed_or_any_end_missing_is_none() {
        let record = to_bytes(&change());
        for bit in 0..record.len() * 8 {
            let mut changed = record.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(from_bytes(&changed), None, "bit {bit}");
        }
        for length in 0..record.len() {
            assert_eq!(from_bytes(&record[..length]), None, "{length} bytes");
        }
    }
}
