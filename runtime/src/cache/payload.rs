//! An entry's value as bytes: what kind of thing it is, of which type, and the codec's words.

use std::sync::Arc;

use crate::cache::codec::CodecSettings;
use crate::cache::entry::{Absent, Held};
use crate::cache::error::CacheError;
use crate::cache::ops::Ops;

const VALUE: u8 = 0;
const ABSENT: u8 = 1;
const FAILED: u8 = 2;

/// Why bytes are no value for this caller.
pub(crate) enum Unusable {
    /// They are a value of another type.
    OtherType,
    /// They are no value at all, or too large a one.
    Undecodable(CacheError),
}

/// Writes what an entry holds.
pub(crate) fn encode(
    settings: &CodecSettings,
    held: &Held,
    ops: &Ops,
) -> Result<Vec<u8>, CacheError> {
    let kind = if held.is::<Absent>() {
        ABSENT
    } else if ops.wire.failure {
        FAILED
    } else {
        VALUE
    };
    let mut bytes = Vec::with_capacity(128);
    bytes.push(kind);
    bytes.extend_from_slice(&fingerprint(ops).to_be_bytes());
    if kind != ABSENT {
        let encode = ops.wire.encode.ok_or_else(|| memory_only(ops))?;
        encode(settings, held, &mut bytes)?;
    }
    Ok(bytes)
}

/// Reads what an entry holds, where it is of the type of `ops` or an error of that of `fault`.
pub(crate) fn decode(
    settings: &CodecSettings,
    bytes: &[u8],
    ops: &Ops,
    fault: Option<&Ops>,
) -> Result<Held, Unusable> {
    let Some((&kind, rest)) = bytes.split_first() else {
        return Err(garbage(ops));
    };
    let Some((written, rest)) = rest.split_first_chunk::<8>() else {
        return Err(garbage(ops));
    };
    let ops = match (kind, fault) {
        (VALUE | ABSENT, _) => ops,
        (FAILED, Some(fault)) => fault,
        (FAILED, None) => return Err(Unusable::OtherType),
        _ => return Err(garbage(ops)),
    };
    if u64::from_be_bytes(*written) != fingerprint(ops) {
        return Err(Unusable::OtherType);
    }
    if kind == ABSENT {
        return Ok(Arc::new(Absent));
    }
    let decode = ops
        .wire
        .decode
        .ok_or_else(|| Unusable::Undecodable(memory_only(ops)))?;
    decode(settings, rest).map_err(Unusable::Undecodable)
}

fn garbage(ops: &Ops) -> Unusable {
    let reason = "these are not the bytes of an entry".to_owned();
    Unusable::Undecodable(CacheError::Codec {
        type_name: (ops.wire.type_name)(),
        reason,
    })
}

fn memory_only(ops: &Ops) -> CacheError {
    let reason = "entries of this type never leave memory".to_owned();
    CacheError::Codec {
        type_name: (ops.wire.type_name)(),
        reason,
    }
}

/// FNV-1a of the type's name: enough to tell types apart that share a key by mistake.
fn fingerprint(ops: &Ops) -> u64 {
    let fold = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    (ops.wire.type_name)()
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, fold)
}
