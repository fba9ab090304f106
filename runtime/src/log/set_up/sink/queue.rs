//! The bounded queue: bytes under a short lock.

use std::io;
use std::mem;
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use super::batch::Batch;
use crate::sync::lock;

/// How long the writer lets lines gather, from when it took the last ones. A line that comes after a
/// pause is taken at once.
const GATHER: Duration = Duration::from_millis(1);
/// So much is taken without waiting for more: large enough that a write is worth its call, small
/// enough to be in the cache still.
const ENOUGH_BYTES: usize = 256 * 1024;
/// How often one that waits for room looks whether there still is somebody to make it.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// What is done with a line for which there is no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::log::set_up) enum WhenFull {
    /// It is dropped and counted: logging holds nobody up.
    Drop,
    /// It waits for room: no line is lost, and the program is as slow as its outputs.
    Wait,
}

pub(super) struct Queue {
    state: Mutex<State>,
    /// For the writer: there is something to do.
    work: Condvar,
    /// For those who wait for room, or for what they pushed to be written.
    progress: Condvar,
    capacity: usize,
    enough: usize,
    when_full: WhenFull,
    /// Lines that outputs could not write.
    unwritten: AtomicU64,
    writer: OnceLock<ThreadId>,
    /// Where the writer is a thread of.
    process: u32,
}

struct State {
    batch: Batch,
    open: bool,
    /// The writer has ended.
    ended: bool,
    /// The writer is not to let lines gather.
    hurry: bool,
    /// The writer waits to be woken when the batch weighs this.
    wake_at: usize,
    /// How many wait for `progress`.
    waiting: usize,
    /// Batches that were taken, and those that were written.
    taken: u64,
    written: u64,
    dropped: u64,
}

/// What the writer learns when it takes a batch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taken {
    /// All lines that were dropped so far.
    pub(super) dropped: u64,
    /// Nothing will be pushed any more.
    pub(super) closed: bool,
}

impl Queue {
    pub(super) fn new(capacity: usize, when_full: WhenFull) -> io::Result<Self> {
        let state = State {
            batch: Batch::with_capacity(capacity)?,
            open: true,
            ended: false,
            hurry: false,
            wake_at: usize::MAX,
            waiting: 0,
            taken: 0,
            written: 0,
            dropped: 0,
        };
        Ok(Self {
            state: Mutex::new(state),
            work: Condvar::new(),
            progress: Condvar::new(),
            capacity,
            enough: (capacity / 4).clamp(1, ENOUGH_BYTES),
            when_full,
            unwritten: AtomicU64::new(0),
            writer: OnceLock::new(),
            process: process::id(),
        })
    }

    /// As it is in a process that was forked off.
    #[cfg(test)]
    pub(super) fn of_another_process(self) -> Self {
        Self { process: 0, ..self }
    }

    pub(super) fn capacity(&self) -> usize {
        self.capacity
    }

    pub(super) fn set_writer(&self, writer: ThreadId) {
        self.writer.get_or_init(|| writer);
    }

    /// Whether the writer is a thread of this process, and not of the one it was forked from.
    fn has_writer(&self) -> bool {
        process::id() == self.process
    }

    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn push(&self, to: u32, line: &[u8]) {
        let mut state = lock(&self.state);
        if !self.fits(&state, line) {
            let Some(room) = self.wait_for_room(state, line) else {
                return;
            };
            state = room;
        }
        state.batch.add(to, line);
        if state.batch.weight() >= state.wake_at {
            self.wake_writer(state);
        }
    }

    /// A batch that is empty takes a line of any size.
    #[cfg_attr(not(debug_assertions), inline)]
    fn fits(&self, state: &State, line: &[u8]) -> bool {
        let weight = state.batch.weight();
        state.open && (weight.saturating_add(line.len()) <= self.capacity || weight == 0)
    }

    fn wake_writer(&self, mut state: MutexGuard<'_, State>) {
        state.wake_at = usize::MAX;
        // Notified without the lock, or it would wake only to wait for that.
        drop(state);
        self.work.notify_one();
    }

    /// `None` if the line is dropped; it is counted then.
    #[cold]
    fn wait_for_room<'a>(
        &self,
        mut state: MutexGuard<'a, State>,
        line: &[u8],
    ) -> Option<MutexGuard<'a, State>> {
        while state.open && self.when_full == WhenFull::Wait && self.can_wait() {
            state.hurry = true;
            self.work.notify_one();
            state = self.wait(state);
            if self.fits(&state, line) {
                return Some(state);
            }
        }
        state.dropped += 1;
        None
    }

    /// Whether the writer can be waited for. It may log itself, in a recorder or a panic hook of the user,
    /// and would wait for itself.
    pub(super) fn can_wait(&self) -> bool {
        self.has_writer() && self.writer.get() != Some(&thread::current().id())
    }

    fn wait<'a>(&self, mut state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        state.waiting += 1;
        let waited = self.progress.wait_timeout(state, LOOK_AGAIN);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        state.waiting -= 1;
        state
    }

    pub(super) fn flush(&self) {
        let mut state = lock(&self.state);
        let goal = state.taken + u64::from(!state.batch.is_empty());
        while state.written < goal && !state.ended && self.can_wait() {
            state.hurry = true;
            self.work.notify_one();
            state = self.wait(state);
        }
    }

    /// From now on what is pushed is dropped.
    pub(super) fn close(&self) {
        let mut state = lock(&self.state);
        state.open = false;
        drop(state);
        self.work.notify_one();
        self.progress.notify_all();
    }

    /// The writer is gone, whatever for.
    pub(super) fn end(&self) {
        lock(&self.state).ended = true;
        self.close();
    }

    /// Lines that are in no output, or not in all.
    pub(super) fn lost(&self) -> u64 {
        lock(&self.state).dropped + self.unwritten.load(Ordering::Relaxed)
    }

    pub(super) fn count_unwritten(&self, lines: u64) {
        self.unwritten.fetch_add(lines, Ordering::Relaxed);
    }

    /// Waits for lines and puts them into `batch`, which is empty and takes their place. Ends without
    /// lines when the queue is closed, or at `until`.
    pub(super) fn take(&self, batch: &mut Batch, last: Instant, until: Option<Instant>) -> Taken {
        let gathered = last + GATHER;
        let mut state = lock(&self.state);
        while state.open && !state.hurry && state.batch.weight() < self.enough {
            let now = Instant::now();
            let idle = state.batch.is_empty();
            let (wake_at, end) = match (now < gathered, idle) {
                (true, _) => (self.enough, Some(gathered)),
                (false, true) => (1, until),
                (false, false) => break,
            };
            if end.is_some_and(|end| end <= now) {
                break;
            }
            state.wake_at = wake_at;
            state = self.wait_for_work(state, end.map(|end| end - now));
        }
        state.hurry = false;
        state.wake_at = usize::MAX;
        mem::swap(&mut state.batch, batch);
        state.taken += 1;
        let taken = Taken {
            dropped: state.dropped,
            closed: !state.open,
        };
        self.tell_waiting(state);
        taken
    }

    fn wait_for_work<'a>(
        &self,
        state: MutexGuard<'a, State>,
        time: Option<Duration>,
    ) -> MutexGuard<'a, State> {
        let Some(time) = time else {
            return self
                .work
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        };
        let waited = self.work.wait_timeout(state, time);
        waited.unwrap_or_else(PoisonError::into_inner).0
    }

    /// The batch that was taken last is written.
    pub(super) fn written(&self) {
        let mut state = lock(&self.state);
        state.written = state.taken;
        self.tell_waiting(state);
    }

    fn tell_waiting(&self, state: MutexGuard<'_, State>) {
        let waiting = state.waiting > 0;
        drop(state);
        if waiting {
            self.progress.notify_all();
        }
    }
}
