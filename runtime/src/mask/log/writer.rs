//! The writer of events.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write};

use tracing::Metadata;
use tracing_subscriber::fmt::MakeWriter;

use super::colour;
use crate::mask::Masker;

/// An event that is longer is masked in parts.
const LONGEST: usize = 1 << 20;

/// A [`MakeWriter`] whose writers mask.
///
/// # Examples
///
/// ```
/// use gambeson::mask::log::Masking;
///
/// let subscriber = tracing_subscriber::fmt()
///     .with_writer(Masking::new(std::io::stdout))
///     .finish();
/// ```
#[derive(Clone, Debug)]
pub struct Masking<M> {
    make: M,
    /// The global one otherwise, as it is when an event is written.
    masker: Option<Masker>,
}

impl<M> Masking<M> {
    /// Masks by [`Masker::global`], as it is when an event is written.
    pub fn new(make_writer: M) -> Self {
        Masking {
            make: make_writer,
            masker: None,
        }
    }

    /// Masks by `masker`.
    pub fn with_masker(make_writer: M, masker: Masker) -> Self {
        Masking {
            make: make_writer,
            masker: Some(masker),
        }
    }

    fn around<W: Write>(&self, inner: W) -> MaskingWriter<W> {
        let masker = self.masker.as_ref().unwrap_or_else(|| Masker::global());
        MaskingWriter {
            inner,
            masker: masker.clone(),
            begun: Vec::new(),
        }
    }
}

impl<'a, M: MakeWriter<'a>> MakeWriter<'a> for Masking<M> {
    type Writer = MaskingWriter<M::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        self.around(self.make.make_writer())
    }

    fn make_writer_for(&'a self, metadata: &Metadata<'_>) -> Self::Writer {
        self.around(self.make.make_writer_for(metadata))
    }
}

/// Masks an event and gives it to the inner writer in one piece.
///
/// An event ends with a line break at the end of a write, as those of `tracing-subscriber` do, or
/// when the writer is dropped. One that is longer than 1 MiB is masked in parts of that length.
pub struct MaskingWriter<W: Write> {
    inner: W,
    masker: Masker,
    /// An event that has not ended; raw.
    begun: Vec<u8>,
}

impl<W: Write> MaskingWriter<W> {
    fn end(&mut self) -> io::Result<()> {
        let event = std::mem::take(&mut self.begun);
        self.write_event(&event)
    }

    fn write_event(&mut self, event: &[u8]) -> io::Result<()> {
        self.inner.write_all(&masked(&self.masker, event))
    }
}

fn masked<'e>(masker: &Masker, event: &'e [u8]) -> Cow<'e, [u8]> {
    if memchr::memchr(colour::ESCAPE, event).is_some() {
        Cow::Owned(colour::mask(masker, event))
    } else if event.starts_with(b"{") {
        // An event in JSON; what is none is masked as text.
        masker.mask_json_bytes(event)
    } else {
        masker.mask_bytes(event)
    }
}

impl<W: Write> Write for MaskingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let ends = bytes.last() == Some(&b'\n');
        if ends && self.begun.is_empty() {
            self.write_event(bytes)?;
            return Ok(bytes.len());
        }
        self.begun.extend_from_slice(bytes);
        if ends || self.begun.len() > LONGEST {
            self.end()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<W: Write> Drop for MaskingWriter<W> {
    fn drop(&mut self) {
        if !self.begun.is_empty() {
            // There is nobody to tell.
            let _ = self.end();
        }
    }
}

impl<W: Write + fmt::Debug> fmt::Debug for MaskingWriter<W> {
    /// An event that has begun is raw, and not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MaskingWriter")
            .field("inner", &self.inner)
            .field("masker", &self.masker)
            .finish_non_exhaustive()
    }
}
