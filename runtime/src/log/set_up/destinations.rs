//! Where a line goes.

/// The console and the files that a line goes to: a bit for each output, by its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Destinations(u32);

impl Destinations {
    pub(super) const NOWHERE: Self = Self(0);
    /// As many as have a bit.
    pub(super) const MOST: usize = 32;

    /// The bit of each output, the first of them the lowest.
    pub(super) fn bits(self) -> u32 {
        self.0
    }

    pub(super) fn is_nowhere(self) -> bool {
        self.0 == 0
    }

    /// Whether the output at this place is one of them.
    pub(super) fn contains(self, place: usize) -> bool {
        u32::try_from(place).is_ok_and(|place| self.0.checked_shr(place).unwrap_or(0) & 1 == 1)
    }

    /// With the output at this place.
    #[must_use]
    pub(super) fn with(self, place: usize) -> Self {
        let bit = u32::try_from(place)
            .ok()
            .and_then(|place| 1_u32.checked_shl(place));
        Self(self.0 | bit.unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_has_a_bit_of_its_own() {
        let both = Destinations::NOWHERE.with(0).with(31);
        assert!(both.contains(0) && both.contains(31));
        assert!(!both.contains(1) && !both.contains(32) && !both.contains(usize::MAX));
        assert_eq!(both.bits(), 1 | 1 << 31);
        assert!(Destinations::NOWHERE.with(Destinations::MOST).is_nowhere());
    }
}
