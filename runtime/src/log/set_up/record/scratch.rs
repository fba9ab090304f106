//! The memory of a thread for events.

use std::cell::Cell;

use super::{Fields, Ids};

thread_local! {
    static SPARE: Cell<Option<Box<Scratch>>> = const { Cell::new(None) };
    static LINE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// What an event is collected in, and its lines are written in.
#[derive(Debug, Default)]
pub(in super::super) struct Scratch {
    pub(super) fields: Fields,
    pub(super) ids: Ids,
    pub(super) frame: Option<&'static str>,
}

/// A line that is longer leaves no memory behind.
const KEPT: usize = 64 * 1024;

impl Scratch {
    /// Lends the memory of this thread, with a buffer for a line. An event within an event (a
    /// `Debug` that logs) gets new memory, and so does one while the thread ends.
    pub(in super::super) fn lend(look: impl FnOnce(&mut Self, &mut Vec<u8>)) {
        let mut scratch = SPARE
            .try_with(Cell::take)
            .ok()
            .flatten()
            .unwrap_or_default();
        let mut line = LINE.try_with(Cell::take).unwrap_or_default();
        look(&mut scratch, &mut line);
        scratch.clear();
        line.clear();
        line.shrink_to(KEPT);
        let _ = SPARE.try_with(|spare| spare.set(Some(scratch)));
        let _ = LINE.try_with(|spare| spare.set(line));
    }

    fn clear(&mut self) {
        self.fields.clear();
        self.ids = Ids::default();
        self.frame = None;
    }
}
