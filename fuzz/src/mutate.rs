//! Inputs for the bounded run: seeds, glued, cut and spoilt, by a generator that gives the same in
//! each run.

/// Xorshift, so that a run can be repeated.
#[derive(Debug)]
pub struct Random(u64);

impl Random {
    /// The same numbers for the same seed.
    pub fn new(seed: u64) -> Self {
        Random(seed | 1)
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// One below `end`, or 0.
    pub fn below(&mut self, end: usize) -> usize {
        let number = usize::try_from(self.number() >> 33).unwrap_or(0);
        number.checked_rem(end).unwrap_or(0)
    }

    /// One of them.
    ///
    /// # Panics
    ///
    /// Where there are none.
    pub fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

const GLUE: &[&[u8]] = &[
    b"",
    b" ",
    b"\n",
    b", ",
    b"=",
    b": ",
    b"\"",
    b"{\"",
    b"\":\"",
    b"-",
    b".",
    b"\\",
    b"password=",
    b"\xC3\xA9",
    b"\xFF",
];

/// Some of the seeds, with something between them, and a few bytes that are none of theirs.
pub fn mutated(random: &mut Random, seeds: &[&[u8]]) -> Vec<u8> {
    let mut input = Vec::new();
    for _ in 0..=random.below(6) {
        let seed = random.one(seeds);
        let start = random.below(seed.len()) * usize::from(random.below(4) == 0);
        let end = seed.len() - random.below(seed.len() - start) * usize::from(random.below(4) == 0);
        input.extend_from_slice(&seed[start..end]);
        input.extend_from_slice(random.one(GLUE));
    }
    for _ in 0..random.below(4) {
        let at = random.below(input.len());
        match random.below(3) {
            0 => input.insert(at, random.number().to_le_bytes()[7]),
            1 if at < input.len() => input[at] = random.number().to_le_bytes()[7],
            _ if at < input.len() => drop(input.remove(at)),
            _ => {}
        }
    }
    input
}
