//! How entries are written, and how large they may be.

use std::fmt;
use std::sync::Arc;

#[cfg(feature = "msgpack")]
use super::MSGPACK;
use super::own::Codec;
use super::{JSON, OWN};

/// How values are written in Redis, and how large they may be there: JSON unless said otherwise,
/// compressed from 1 KiB on where the feature `zstd` is on, and at most 16 MiB.
///
/// What is read is told by its first bytes, so entries that were written with other settings are
/// read too, as long as their format is compiled in.
///
/// ```
/// use gambeson::cache::CodecSettings;
///
/// let settings = CodecSettings::json().max_bytes(1 << 20);
/// ```
#[derive(Clone)]
pub struct CodecSettings {
    pub(super) format: Format,
    pub(super) compression: Option<Compression>,
    pub(super) max_bytes: usize,
}

#[derive(Clone)]
pub(super) enum Format {
    Json,
    #[cfg(feature = "msgpack")]
    MessagePack,
    Own(Arc<dyn Codec>),
}

#[derive(Debug, Clone, Copy)]
#[cfg_attr(
    not(feature = "zstd"),
    expect(dead_code, reason = "what it is for is not compiled in")
)]
pub(super) struct Compression {
    pub(super) level: i32,
    pub(super) threshold: usize,
}

impl CodecSettings {
    /// Entries as JSON: readable in `redis-cli`.
    ///
    /// What JSON cannot tell apart comes back changed: a NaN is no number, and of
    /// `Option<Option<T>>` only the inner `None` is left.
    pub fn json() -> Self {
        Self::of(Format::Json)
    }

    /// Entries as `MessagePack`, structs by the names of their fields: smaller, and faster to read.
    #[cfg(feature = "msgpack")]
    pub fn message_pack() -> Self {
        Self::of(Format::MessagePack)
    }

    /// Entries in a format of your own; see [`Codec`].
    pub fn own(codec: impl Codec) -> Self {
        Self::of(Format::Own(Arc::new(codec)))
    }

    /// Compresses what has at least `threshold` bytes (1,024 unless set) with zstd's `level` (3
    /// unless set; 1 to 22, the higher the smaller and slower). What would not get smaller is
    /// left as it is.
    #[cfg(feature = "zstd")]
    #[must_use]
    pub fn compress(mut self, level: i32, threshold: usize) -> Self {
        self.compression = Some(Compression { level, threshold });
        self
    }

    /// Writes nothing compressed. What is compressed already is read.
    #[must_use]
    pub fn uncompressed(mut self) -> Self {
        self.compression = None;
        self
    }

    /// The size of the largest value, encoded and not compressed, in bytes: 16 MiB unless set. A
    /// larger one is not stored, and one that is met is a miss, before memory is asked for.
    #[must_use]
    pub fn max_bytes(mut self, bytes: usize) -> Self {
        self.max_bytes = bytes;
        self
    }

    fn of(format: Format) -> Self {
        Self {
            format,
            compression: Some(Compression {
                level: 3,
                threshold: 1024,
            }),
            max_bytes: 16 << 20,
        }
    }

    /// What stands before each value.
    pub(super) fn number(&self) -> u8 {
        match &self.format {
            Format::Json => JSON,
            #[cfg(feature = "msgpack")]
            Format::MessagePack => MSGPACK,
            Format::Own(codec) => OWN | codec.id(),
        }
    }
}

impl Default for CodecSettings {
    fn default() -> Self {
        Self::json()
    }
}

impl fmt::Debug for CodecSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let format = match &self.format {
            Format::Json => "json".to_owned(),
            #[cfg(feature = "msgpack")]
            Format::MessagePack => "message_pack".to_owned(),
            Format::Own(codec) => format!("own({})", codec.id() & !OWN),
        };
        f.debug_struct("CodecSettings")
            .field("format", &format)
            .field("compression", &self.compression)
            .field("max_bytes", &self.max_bytes)
            .finish()
    }
}
