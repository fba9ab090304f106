//! Values as bytes, for the tier that is another process.
//!
//! An encoded value is `codec(1) flags(1) [length(4, little-endian)] bytes`; the length is that of
//! the bytes once decompressed, and there only where they are compressed. What is read is told by
//! these and not by the settings, so a manager whose codec was changed still reads what it wrote.

mod compress;
mod own;
mod settings;

use std::any::type_name;
use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use own::{Codec, CodecError, ValueRef, ValueSlot};
pub use settings::CodecSettings;
use settings::Format;

use crate::cache::CacheError;

const JSON: u8 = 0;
const MSGPACK: u8 = 1;
/// From here on the numbers are those of codecs of one's own.
const OWN: u8 = 128;

const PLAIN: u8 = 0;
const COMPRESSED: u8 = 1;

/// How deep values may be nested in what is read, in any of the formats.
#[cfg(feature = "msgpack")]
const DEPTH: usize = 128;

/// Appends `value` to `out`.
///
/// # Errors
/// [`CacheError::Codec`] if the value cannot be written in the format, or is larger than what
/// would be read again; `out` is then as it was.
pub(crate) fn encode<T: Serialize>(
    settings: &CodecSettings,
    value: &T,
    out: &mut Vec<u8>,
) -> Result<(), CacheError> {
    let start = out.len();
    out.extend([settings.number(), PLAIN]);
    let body = out.len();
    let written = write(settings, value, out).and_then(|()| {
        let length = out.len().saturating_sub(body);
        if length > settings.max_bytes {
            Err(too_large(length, settings))
        } else {
            Ok(())
        }
    });
    if let Err(reason) = written {
        out.truncate(start);
        return Err(failed::<T>(reason));
    }
    compress::compress(settings, start, body, out);
    Ok(())
}

/// Reads what [`encode`] wrote, in any of the formats that are compiled in.
///
/// # Errors
/// [`CacheError::Codec`] for anything else, and for what is larger than the settings allow: that
/// is told before memory is asked for.
pub(crate) fn decode<T: DeserializeOwned>(
    settings: &CodecSettings,
    bytes: &[u8],
) -> Result<T, CacheError> {
    read(settings, bytes).map_err(failed::<T>)
}

fn write<T: Serialize>(
    settings: &CodecSettings,
    value: &T,
    out: &mut Vec<u8>,
) -> Result<(), String> {
    match &settings.format {
        Format::Json => serde_json::to_writer(out, value).map_err(reason),
        #[cfg(feature = "msgpack")]
        Format::MessagePack => {
            // By name, so that a field that is added or moved does not shift the others.
            value
                .serialize(&mut rmp_serde::Serializer::new(out).with_struct_map())
                .map_err(reason)
        }
        Format::Own(codec) => codec.encode(ValueRef::new(value), out).map_err(reason),
    }
}

fn read<T: DeserializeOwned>(settings: &CodecSettings, bytes: &[u8]) -> Result<T, String> {
    let Some((&[number, flags], body)) = bytes.split_first_chunk::<2>() else {
        return Err("these are not the bytes of a value".to_owned());
    };
    let body = match flags {
        PLAIN => Cow::Borrowed(body),
        COMPRESSED => Cow::Owned(compress::decompress(settings, body)?),
        _ => return Err("it is packed in a way that is not known here".to_owned()),
    };
    if body.len() > settings.max_bytes {
        return Err(too_large(body.len(), settings));
    }
    match (number, &settings.format) {
        (JSON, _) => serde_json::from_slice(&body).map_err(reason),
        #[cfg(feature = "msgpack")]
        (MSGPACK, _) => from_message_pack(&body),
        #[cfg(not(feature = "msgpack"))]
        (MSGPACK, _) => Err("it is MessagePack: compile with the feature `msgpack`".to_owned()),
        (number, Format::Own(codec)) if number == settings.number() => {
            own::decode(codec.as_ref(), &body).map_err(reason)
        }
        (number, _) => Err(format!(
            "it is in the codec {number}, which is not known here"
        )),
    }
}

#[cfg(feature = "msgpack")]
fn from_message_pack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    let mut reader = rmp_serde::Deserializer::from_read_ref(bytes);
    reader.set_max_depth(DEPTH);
    let value = T::deserialize(&mut reader).map_err(reason)?;
    // The reader does not tell where it stands. At the end there is no marker of a next value.
    match <() as serde::Deserialize>::deserialize(&mut reader) {
        Err(rmp_serde::decode::Error::InvalidMarkerRead(_)) => Ok(value),
        _ => Err("bytes are left over".to_owned()),
    }
}

fn too_large(length: usize, settings: &CodecSettings) -> String {
    format!(
        "it has {length} bytes, and `CodecSettings::max_bytes` is {}",
        settings.max_bytes
    )
}

fn failed<T>(reason: String) -> CacheError {
    CacheError::Codec {
        type_name: type_name::<T>(),
        reason,
    }
}

/// The words of an error of serde, without the data that it quotes: they end up in logs.
fn reason(error: impl fmt::Display) -> String {
    let words = error.to_string();
    for (start, kind) in ["invalid type: ", "invalid value: ", "unknown variant "]
        .into_iter()
        .filter_map(|kind| words.find(kind).map(|at| (at, kind)))
    {
        if let Some(end) = words.rfind(", expected") {
            let (head, tail) = (words.get(..start + kind.len()), words.get(end + 2..));
            if let (Some(head), Some(tail)) = (head, tail) {
                return format!("{}; {tail}", head.trim_end_matches([':', ' ']));
            }
        }
    }
    words
}

#[cfg(test)]
mod tests;
