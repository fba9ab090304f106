//! Lines one behind the other, and for which outputs each is.

use std::collections::TryReserveError;
use std::mem::size_of;
use std::ops::Range;

/// Neighbouring lines for the same outputs: `end` is where the last of them ends.
#[derive(Clone, Copy, Debug)]
struct Run {
    to: u32,
    end: usize,
}

#[derive(Debug, Default)]
pub(super) struct Batch {
    bytes: Vec<u8>,
    runs: Vec<Run>,
}

impl Batch {
    /// An empty one, with room for lines of `capacity` bytes.
    pub(super) fn with_capacity(capacity: usize) -> Result<Self, TryReserveError> {
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(capacity)?;
        Ok(Self {
            bytes,
            runs: Vec::new(),
        })
    }

    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn add(&mut self, to: u32, line: &[u8]) {
        self.bytes.extend_from_slice(line);
        let end = self.bytes.len();
        match self.runs.last_mut() {
            Some(run) if run.to == to => run.end = end,
            _ => self.runs.push(Run { to, end }),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// What it takes of the room there is: the lines, and the notes of where they go.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn weight(&self) -> usize {
        self.bytes.len() + self.runs.len() * size_of::<Run>()
    }

    /// Empties it. A line that was larger than `capacity` has made it larger; that is given back.
    pub(super) fn clear(&mut self, capacity: usize) {
        self.bytes.clear();
        self.runs.clear();
        self.bytes.shrink_to(capacity);
    }

    /// The lines for the output whose bit is `bit`, copied into `scratch` if they do not lie together.
    pub(super) fn lines_for<'a>(&'a self, bit: u32, scratch: &'a mut Vec<u8>) -> &'a [u8] {
        let mut stretches = self.stretches(bit);
        let first = stretches.next().unwrap_or(0..0);
        let Some(second) = stretches.next() else {
            return self.slice(first);
        };
        scratch.clear();
        for stretch in [first, second].into_iter().chain(stretches) {
            scratch.extend_from_slice(self.slice(stretch));
        }
        scratch
    }

    fn slice(&self, stretch: Range<usize>) -> &[u8] {
        self.bytes.get(stretch).unwrap_or_default()
    }

    /// Where lines for the output lie, neighbours as one.
    fn stretches(&self, bit: u32) -> impl Iterator<Item = Range<usize>> {
        let mut start = 0;
        let mut runs = self.runs.iter().peekable();
        std::iter::from_fn(move || {
            while runs.peek().is_some_and(|run| run.to & bit == 0) {
                start = runs.next()?.end;
            }
            let begin = start;
            runs.peek()?;
            while runs.peek().is_some_and(|run| run.to & bit != 0) {
                start = runs.next()?.end;
            }
            Some(begin..start)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_output_finds_its_lines_in_their_order() {
        let mut batch = Batch::default();
        for (to, line) in [(1, "a\n"), (3, "b\n"), (3, "c\n"), (2, "d\n"), (1, "e\n")] {
            batch.add(to, line.as_bytes());
        }
        let mut scratch = Vec::new();
        assert_eq!(batch.lines_for(1, &mut scratch), b"a\nb\nc\ne\n");
        assert_eq!(batch.lines_for(2, &mut scratch), b"b\nc\nd\n");
        assert_eq!(batch.lines_for(4, &mut scratch), b"");
    }

    #[test]
    fn lines_that_lie_together_are_not_copied() {
        let mut batch = Batch::default();
        batch.add(1, b"a\n");
        batch.add(3, b"b\n");
        batch.add(1, b"c\n");
        let mut scratch = Vec::new();
        assert_eq!(batch.lines_for(1, &mut scratch), b"a\nb\nc\n");
        assert_eq!(batch.lines_for(2, &mut scratch), b"b\n");
        assert!(scratch.is_empty());
    }
}
