//! Compression of what is long.

#[cfg(feature = "zstd")]
pub(super) use with_zstd::{compress, decompress};
#[cfg(not(feature = "zstd"))]
pub(super) use without_zstd::{compress, decompress};

#[cfg(feature = "zstd")]
mod with_zstd {
    use std::cell::Cell;

    use zstd::bulk::{Compressor, Decompressor};

    use super::super::{COMPRESSED, CodecSettings, too_large};

    /// The header of a compressed value takes as many bytes more.
    const LENGTH: usize = 4;

    thread_local! {
        /// Making one costs as much as decompressing a few KiB.
        static DECOMPRESSOR: Cell<Option<Decompressor<'static>>> = const { Cell::new(None) };
    }

    /// Compresses what stands in `out` from `body` on, under the header at `start`, where that
    /// makes it smaller.
    pub(in super::super) fn compress(
        settings: &CodecSettings,
        start: usize,
        body: usize,
        out: &mut Vec<u8>,
    ) {
        let Some(compression) = settings.compression else {
            return;
        };
        let Some(plain) = out.get(body..) else { return };
        if plain.len() < compression.threshold.max(LENGTH + 1) {
            return;
        }
        let Ok(length) = u32::try_from(plain.len()) else {
            return;
        };
        // There is room for less than the plain bytes: what does not fit is not worth it.
        let mut packed = Vec::with_capacity(plain.len() - LENGTH - 1);
        let done = Compressor::new(compression.level)
            .and_then(|mut zstd| zstd.compress_to_buffer(plain, &mut packed));
        if done.is_ok() {
            out.truncate(body);
            out.extend(length.to_le_bytes());
            out.extend(packed);
            if let Some(flags) = out.get_mut(start + 1) {
                *flags = COMPRESSED;
            }
        }
    }

    /// The plain bytes. How many there will be is known, and refused or asked for, beforehand.
    pub(in super::super) fn decompress(
        settings: &CodecSettings,
        bytes: &[u8],
    ) -> Result<Vec<u8>, String> {
        let Some((length, packed)) = bytes.split_first_chunk::<LENGTH>() else {
            return Err("its length is missing".to_owned());
        };
        let length = u32::from_le_bytes(*length) as usize;
        if length > settings.max_bytes {
            return Err(too_large(length, settings));
        }
        let mut plain = Vec::new();
        plain
            .try_reserve_exact(length)
            .map_err(|error| error.to_string())?;
        let mut zstd = match DECOMPRESSOR.take() {
            Some(zstd) => zstd,
            None => Decompressor::new().map_err(|error| error.to_string())?,
        };
        let done = zstd.decompress_to_buffer(packed, &mut plain);
        DECOMPRESSOR.set(Some(zstd));
        done.map_err(|error| format!("it cannot be decompressed: {error}"))?;
        if plain.len() == length {
            Ok(plain)
        } else {
            Err("its length is not what it says".to_owned())
        }
    }
}

#[cfg(not(feature = "zstd"))]
mod without_zstd {
    use super::super::CodecSettings;

    /// Leaves it as it is.
    pub(in super::super) fn compress(_: &CodecSettings, _: usize, _: usize, _: &mut Vec<u8>) {}

    pub(in super::super) fn decompress(_: &CodecSettings, _: &[u8]) -> Result<Vec<u8>, String> {
        Err("it is compressed: compile with the feature `zstd`".to_owned())
    }
}
