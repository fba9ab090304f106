//! The thread that writes.

use std::io::{self, Write as _};
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::batch::Batch;
use super::notice::{Notice, Tell};
use super::output::Output;
#[cfg(feature = "metrics")]
use super::publish::Published;
use super::queue::Queue;
use super::slot::Slot;

/// What was lost is said at most this often.
const BETWEEN_NOTICES: Duration = Duration::from_secs(1);

pub(super) struct Writer {
    queue: Arc<Queue>,
    slots: Vec<Slot>,
    batch: Batch,
    /// The lines of one output, where those of others lie between them.
    scratch: Vec<u8>,
    tell: Tell,
    /// How many of the dropped lines have been told of.
    dropped_told: u64,
    dropped: u64,
    /// When lost lines may be told of again.
    next_telling: Instant,
    #[cfg(feature = "metrics")]
    published: Published,
}

/// Whatever ends the thread, nobody waits for it any longer.
struct Ended<'a>(&'a Queue);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.0.end();
    }
}

impl Writer {
    pub(super) fn new(
        queue: Arc<Queue>,
        outputs: Vec<Box<dyn Output>>,
        tell: Tell,
    ) -> io::Result<Self> {
        let batch = Batch::with_capacity(queue.capacity())?;
        Ok(Self {
            queue,
            slots: outputs.into_iter().map(Slot::new).collect(),
            batch,
            scratch: Vec::new(),
            tell,
            dropped_told: 0,
            dropped: 0,
            next_telling: Instant::now(),
            #[cfg(feature = "metrics")]
            published: Published::default(),
        })
    }

    pub(super) fn run(mut self) {
        let queue = Arc::clone(&self.queue);
        let _ended = Ended(&queue);
        let mut last = Instant::now();
        loop {
            let due = self.next_notice();
            let taken = queue.take(&mut self.batch, last, due);
            last = Instant::now();
            self.dropped = taken.dropped;
            self.write_batch();
            if taken.closed || self.next_notice().is_some_and(|due| due <= last) {
                self.say_what_was_lost(last, taken.closed);
            }
            #[cfg(feature = "metrics")]
            self.published.publish(queue.lost(), &self.slots);
            queue.written();
            if taken.closed {
                break;
            }
        }
        // The outputs are closed before anybody is told that this has ended.
        drop(self);
    }

    fn write_batch(&mut self) {
        for (number, slot) in self.slots.iter_mut().enumerate() {
            let lines = self.batch.lines_for(bit(number), &mut self.scratch);
            if !lines.is_empty() {
                self.queue.count_unwritten(slot.write(lines));
            }
        }
        let capacity = self.queue.capacity();
        self.batch.clear(capacity);
        self.scratch.shrink_to(capacity);
    }

    /// When something has to be said, if there is something to say.
    fn next_notice(&self) -> Option<Instant> {
        let news = self.dropped > self.dropped_told || self.slots.iter().any(Slot::has_news);
        news.then_some(self.next_telling)
    }

    #[cold]
    fn say_what_was_lost(&mut self, now: Instant, closed: bool) {
        let dropped = self.dropped - mem::replace(&mut self.dropped_told, self.dropped);
        if dropped > 0 {
            self.say(&Notice::Dropped { lines: dropped });
        }
        for number in 0..self.slots.len() {
            self.say_that_it_fails(number);
            self.say_that_it_failed(number, closed);
        }
        self.next_telling = now + BETWEEN_NOTICES;
    }

    fn say_that_it_fails(&mut self, number: usize) {
        let Some(slot) = self.slots.get_mut(number) else {
            return;
        };
        let output = slot.name().to_owned();
        if let Some(failure) = slot.failing.as_mut().filter(|failure| !failure.told) {
            failure.told = true;
            let error = failure.error.clone();
            self.say(&Notice::Failing {
                output: &output,
                error: &error,
            });
        }
    }

    /// When it can be written again, or will not be any more.
    fn say_that_it_failed(&mut self, number: usize, closed: bool) {
        let Some(slot) = self.slots.get_mut(number) else {
            return;
        };
        if slot.lost > 0 && (closed || slot.failing.is_none()) {
            let output = slot.name().to_owned();
            let lines = mem::take(&mut slot.lost);
            self.say(&Notice::Lost {
                output: &output,
                lines,
            });
        }
    }

    /// Says it in all outputs that can be written; if there is none, on the standard error.
    fn say(&mut self, notice: &Notice<'_>) {
        let mut said = false;
        for (number, slot) in self.slots.iter_mut().enumerate() {
            if slot.failing.is_some() {
                continue;
            }
            self.scratch.clear();
            let tell = || (self.tell)(number, notice, &mut self.scratch);
            // The callback formats, which may run code of the user.
            if catch_unwind(AssertUnwindSafe(tell)).is_ok() && !self.scratch.is_empty() {
                let unwritten = slot.write(&self.scratch);
                self.queue.count_unwritten(unwritten);
                said |= unwritten == 0;
            }
        }
        if !said {
            // There is nobody left to hear of an error of this.
            let _ = writeln!(io::stderr(), "gambeson::log: {notice}");
        }
    }
}

/// The bit of an output in `push`; none for those that are too many.
fn bit(number: usize) -> u32 {
    u32::try_from(number)
        .ok()
        .and_then(|number| 1_u32.checked_shl(number))
        .unwrap_or(0)
}
