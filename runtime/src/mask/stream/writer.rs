//! The writer that masks.

use std::fmt;
use std::io::{self, Write};

use super::held::Held;
use super::summary::Summary;
use crate::mask::Masker;

/// Masks what is written through it, also what is split over several writes.
///
/// Whole lines are masked and written at once. What follows the last line break is held until it
/// is known that nothing more belongs to it: until the line ends, until it is longer than 4 KiB (its
/// last 600 bytes are held then), or until [`finish`](Self::finish). A private key is held up to
/// its last line. Of a longer secret (a key, a token, a value in quotes) the mask is written,
/// `********` in any style, and the rest is dropped up to its end. What is masked does not depend
/// on how the text is cut into writes.
///
/// A call to [`flush`](Write::flush) writes what is final, and no more: the second half of a secret
/// may still come. Dropping the writer writes what is held, masked, and ignores errors, as
/// [`BufWriter`](io::BufWriter) does.
///
/// When the inner writer takes a part only, or fails, nothing is lost: what was masked is kept, and
/// goes first at the next call.
///
/// It never needs more than about 150 KiB for text, and as much again for masks that are longer
/// than what they replace: 64 KiB are taken at once. The limits of the masker on bytes and findings
/// are per text, and do not apply to a stream.
///
/// # Examples
///
/// ```
/// use std::io::Write;
///
/// use gambeson::mask::MaskWriter;
///
/// let mut log = MaskWriter::new(Vec::new());
/// log.write_all(b"paid with 4111-1111-")?;
/// log.write_all(b"1111-1234 by john@exam")?;
/// log.write_all(b"ple.com\n")?;
///
/// let written = log.finish()?;
/// assert_eq!(written, b"paid with ****-****-****-1234 by j***@example.com\n");
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct MaskWriter<W: Write> {
    /// Taken by `finish`.
    inner: Option<W>,
    masker: Masker,
    held: Held,
    ready: Ready,
    /// The inner writer panicked: it is not called again when this one is dropped.
    panicked: bool,
}

/// What is masked and not yet written.
#[derive(Debug, Default)]
pub(super) struct Ready {
    bytes: Vec<u8>,
    written: usize,
}

impl Ready {
    pub(super) fn left(&self) -> &[u8] {
        self.bytes.get(self.written..).unwrap_or_default()
    }

    /// `count` bytes more are written.
    pub(super) fn advance(&mut self, count: usize) {
        self.written += count;
        if self.left().is_empty() {
            self.bytes.clear();
            self.written = 0;
        }
    }

    /// Where to append.
    pub(super) fn bytes(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }
}

impl<W: Write> MaskWriter<W> {
    /// Masks by [`Masker::global`], as it is now.
    pub fn new(inner: W) -> Self {
        Self::with_masker(inner, Masker::global().clone())
    }

    /// Masks by `masker`.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::io::Write;
    ///
    /// use gambeson::Masker;
    /// use gambeson::mask::{Kind, MaskWriter};
    ///
    /// let masker = Masker::builder().only([Kind::Email]).build()?;
    /// let mut log = MaskWriter::with_masker(Vec::new(), masker);
    /// writeln!(log, "john@example.com, 555-123-4567")?;
    /// assert_eq!(log.finish()?, b"j***@example.com, 555-123-4567\n");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_masker(inner: W, masker: Masker) -> Self {
        MaskWriter {
            inner: Some(inner),
            masker,
            held: Held::new(),
            ready: Ready::default(),
            panicked: false,
        }
    }

    /// How much was masked up to now.
    pub fn summary(&self) -> &Summary {
        self.held.summary()
    }

    /// Writes what is held, masked, and gives the inner writer back.
    ///
    /// # Errors
    ///
    /// Those of the inner writer, which is dropped with what it did not take. To try again, call
    /// [`finish_mut`](Self::finish_mut) first.
    pub fn finish(mut self) -> io::Result<W> {
        self.finish_mut()?;
        let gone = || io::Error::other("the inner writer is gone");
        self.inner.take().ok_or_else(gone)
    }

    /// Writes what is held, masked, and flushes the inner writer: what follows is another text.
    ///
    /// # Errors
    ///
    /// Those of the inner writer. Nothing is lost, and the call can be repeated.
    pub fn finish_mut(&mut self) -> io::Result<()> {
        self.held.finish(&self.masker, self.ready.bytes());
        self.flush()
    }

    /// Writes what is ready.
    fn send(&mut self) -> io::Result<()> {
        while !self.ready.left().is_empty() {
            match write(&mut self.inner, &mut self.panicked, self.ready.left()) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => self.ready.advance(count),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Writes what is ready, then `clean`. What does not go now goes at the next call, which also
    /// tells the error: its caller is told that these bytes are taken.
    fn send_with(&mut self, clean: &[u8]) {
        let written = match self.send() {
            Ok(()) if clean.is_empty() => 0,
            Ok(()) => write(&mut self.inner, &mut self.panicked, clean).unwrap_or(0),
            Err(_) => 0,
        };
        let left = clean.get(written..).unwrap_or_default();
        self.ready.bytes().extend_from_slice(left);
    }
}

fn write<W: Write>(inner: &mut Option<W>, panicked: &mut bool, bytes: &[u8]) -> io::Result<usize> {
    let Some(inner) = inner else {
        return Ok(bytes.len());
    };
    *panicked = true;
    let written = inner.write(bytes);
    *panicked = false;
    written
}

impl<W: Write> Write for MaskWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.send()?;
        let taken = self.held.take(&self.masker, bytes, self.ready.bytes());
        self.send_with(taken.clean);
        Ok(taken.bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send()?;
        self.inner.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl<W: Write> Drop for MaskWriter<W> {
    fn drop(&mut self) {
        if self.inner.is_some() && !self.panicked {
            // There is nobody to tell.
            let _ = self.finish_mut();
        }
    }
}

impl<W: Write + fmt::Debug> fmt::Debug for MaskWriter<W> {
    /// What is held is raw, and not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MaskWriter")
            .field("inner", &self.inner)
            .field("summary", self.held.summary())
            .finish_non_exhaustive()
    }
}
