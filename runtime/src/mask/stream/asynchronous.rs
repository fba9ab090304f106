//! The same for what is written without blocking.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use pin_project_lite::pin_project;
use tokio::io::AsyncWrite;

use super::held::Held;
use super::summary::Summary;
use super::writer::Ready;
use crate::mask::Masker;

pin_project! {
    /// [`MaskWriter`](super::MaskWriter) for a [`tokio::io::AsyncWrite`].
    ///
    /// `shutdown` writes what is held, masked, and shuts the inner writer down; without it, what
    /// is held when the writer is dropped is lost (and was never written raw).
    ///
    /// # Cancellation
    ///
    /// A future of `write`, `write_all`, `flush` or `shutdown` that is dropped loses no byte that was
    /// taken: it is held or ready, and goes at the next call. How much `write_all` had taken by then
    /// is not known to its caller, as with any writer; `write` has taken nothing when it is dropped
    /// before it is done.
    ///
    /// # Examples
    ///
    /// ```
    /// use gambeson::mask::AsyncMaskWriter;
    /// use tokio::io::{AsyncWrite, AsyncWriteExt};
    ///
    /// async fn log(inner: impl AsyncWrite + Unpin) -> std::io::Result<()> {
    ///     let mut log = AsyncMaskWriter::new(inner);
    ///     log.write_all(b"from john@exam").await?;
    ///     log.write_all(b"ple.com\n").await?;
    ///     log.shutdown().await
    /// }
    /// ```
    pub struct AsyncMaskWriter<W> {
        #[pin]
        inner: W,
        masker: Masker,
        held: Held,
        ready: Ready,
    }
}

impl<W: AsyncWrite> AsyncMaskWriter<W> {
    /// Masks by [`Masker::global`], as it is now.
    pub fn new(inner: W) -> Self {
        Self::with_masker(inner, Masker::global().clone())
    }

    /// Masks by `masker`.
    pub fn with_masker(inner: W, masker: Masker) -> Self {
        AsyncMaskWriter {
            inner,
            masker,
            held: Held::new(),
            ready: Ready::default(),
        }
    }

    /// How much was masked up to now.
    pub fn summary(&self) -> &Summary {
        self.held.summary()
    }

    /// The inner writer, without what is held: `shutdown` comes first.
    pub fn into_inner(self) -> W {
        self.inner
    }

    /// Writes what is ready.
    fn poll_send(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut this = self.project();
        while !this.ready.left().is_empty() {
            let inner = this.inner.as_mut();
            match ready!(inner.poll_write(context, this.ready.left())) {
                Ok(0) => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                Ok(count) => this.ready.advance(count),
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
        Poll::Ready(Ok(()))
    }
}

impl<W: AsyncWrite> AsyncWrite for AsyncMaskWriter<W> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        ready!(self.as_mut().poll_send(context))?;
        let this = self.as_mut().project();
        let taken = this.held.take(this.masker, bytes, this.ready.bytes());
        this.ready.bytes().extend_from_slice(taken.clean);
        // The bytes are taken, whether the inner writer is ready or not; an error is told at the
        // next call.
        let _ = self.poll_send(context);
        Poll::Ready(Ok(taken.bytes))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.as_mut().poll_send(context))?;
        self.project().inner.poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.as_mut().project();
        this.held.finish(this.masker, this.ready.bytes());
        ready!(self.as_mut().poll_send(context))?;
        self.project().inner.poll_shutdown(context)
    }
}

impl<W: fmt::Debug> fmt::Debug for AsyncMaskWriter<W> {
    /// What is held is raw, and not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AsyncMaskWriter")
            .field("inner", &self.inner)
            .field("summary", self.held.summary())
            .finish_non_exhaustive()
    }
}
