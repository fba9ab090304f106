//! Where lines go: a bounded queue in memory, one thread that writes, and the outputs it writes to.
//!
//! ```text
//! push ─┐                       ┌─ Stream (the console)
//! push ─┼─ Queue ── Writer ─────┼─ RollingFile (app.log)
//! push ─┘  (bytes)  (a thread)  └─ RollingFile (error.log)
//! ```
//!
//! Whoever logs copies a line into one buffer under a short lock. The thread takes the whole buffer,
//! leaves an empty one in its place, and writes what it took, as many lines at a time as there are.
//! So a line costs its caller a copy: nothing is allocated, and the thread is woken once for many
//! lines.

mod batch;
mod notice;
mod output;
#[cfg(feature = "metrics")]
mod publish;
mod queue;
mod rolling;
mod slot;
mod stream;
#[cfg(test)]
mod tests;
mod writer;

use std::fmt;
use std::io;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

#[cfg_attr(
    not(test),
    expect(
        unused_imports,
        reason = "what makes outputs from a configuration is not there yet"
    )
)]
pub(in crate::log::set_up) use self::{
    notice::Notice,
    output::Unwritten,
    rolling::{Keep, OpenError, RollingFile, RollingOptions, Rotation, Zone},
    stream::Stream,
};
pub(in crate::log::set_up) use self::{notice::Tell, output::Output, queue::WhenFull};

use queue::Queue;
use writer::Writer;

/// One for each bit of `to` in [`Sink::push`].
const MOST_OUTPUTS: usize = u32::BITS as usize;

/// How much may wait, and what is done when that is reached.
pub(in crate::log::set_up) struct SinkOptions {
    /// How many bytes of lines may wait to be written. Twice as much memory is used: what waits, and
    /// what is being written.
    pub(in crate::log::set_up) capacity_bytes: usize,
    pub(in crate::log::set_up) when_full: WhenFull,
    /// Writes the lines that tell of what was lost. Called by the writer thread.
    pub(in crate::log::set_up) tell: Tell,
}

/// Takes lines. Cheap to clone.
#[derive(Clone)]
pub(in crate::log::set_up) struct Sink(Arc<Queue>);

impl Sink {
    /// Starts the thread that writes. The place of an output in `outputs` is its bit in
    /// [`push`](Self::push).
    ///
    /// # Errors
    ///
    /// When there is no memory for the queue, no thread to be had, or no bit for an output: there are 32.
    pub(in crate::log::set_up) fn start(
        outputs: Vec<Box<dyn Output>>,
        options: SinkOptions,
    ) -> io::Result<(Self, SinkGuard)> {
        if outputs.len() > MOST_OUTPUTS {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "a log has at most 32 outputs",
            ));
        }
        let queue = Arc::new(Queue::new(options.capacity_bytes, options.when_full)?);
        let writer = Writer::new(Arc::clone(&queue), outputs, options.tell)?;
        let thread = thread::Builder::new()
            .name("gambeson-log".into())
            .spawn(move || writer.run())?;
        queue.set_writer(thread.thread().id());
        let guard = SinkGuard {
            queue: Arc::clone(&queue),
            thread: Some(thread),
        };
        Ok((Self(queue), guard))
    }

    /// Queues a line, which ends with `'\n'`, for the outputs whose bits are set in `to`.
    ///
    /// It waits for no output. If there is no room it is dropped and counted, or waits for room, as
    /// [`WhenFull`] says; a line that is larger than the whole queue is taken when nothing else waits.
    /// When the guard is gone, it is dropped and counted.
    ///
    /// A process that was forked off has no thread that writes: what it pushes is dropped, and counted
    /// from where the queue is full.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(in crate::log::set_up) fn push(&self, to: u32, line: &[u8]) {
        self.0.push(to, line);
    }

    /// Returns when all that was pushed before is written, or counted as unwritten.
    pub(in crate::log::set_up) fn flush(&self) {
        self.0.flush();
    }

    /// How many lines were dropped because there was no room, or could not be written; the latter once
    /// for each output.
    pub(in crate::log::set_up) fn dropped(&self) -> u64 {
        self.0.lost()
    }
}

impl fmt::Debug for Sink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sink")
            .field("dropped", &self.dropped())
            .finish_non_exhaustive()
    }
}

/// Keeps the thread. When it is dropped, all that is queued is written and the thread has ended.
#[must_use = "the lines that are queued are written when it is dropped, and none after that"]
pub(in crate::log::set_up) struct SinkGuard {
    queue: Arc<Queue>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for SinkGuard {
    fn drop(&mut self) {
        self.queue.close();
        // In a process that was forked off there is no such thread, and it would be waited for without end;
        // so would the thread that this runs in.
        if let Some(thread) = self.thread.take()
            && self.queue.can_wait()
        {
            // What panicked in it has been printed by then.
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for SinkGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SinkGuard").finish_non_exhaustive()
    }
}
