//! The states, and how one is told from the next of its kind.

use std::fmt;
use std::num::NonZeroU64;

/// What a circuit does with calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum State {
    /// Calls go through, and are counted.
    Closed,
    /// Calls are refused until the wait is over.
    Open,
    /// A few calls, the probes, go through; they decide what comes next.
    HalfOpen,
    /// Calls are refused until somebody says otherwise.
    ForcedOpen,
    /// Calls go through, and nothing is counted.
    Disabled,
    /// Calls go through and are counted, and the circuit never opens.
    MetricsOnly,
}

impl State {
    /// All there are, each at the place of its number.
    pub(super) const ALL: [Self; 6] = [
        Self::Closed,
        Self::Open,
        Self::HalfOpen,
        Self::ForcedOpen,
        Self::Disabled,
        Self::MetricsOnly,
    ];

    /// As it is written in events and labels: `half_open`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Open => "open",
            Self::HalfOpen => "half_open",
            Self::ForcedOpen => "forced_open",
            Self::Disabled => "disabled",
            Self::MetricsOnly => "metrics_only",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A state and its generation in one word. Each transition begins a new generation, so that the
/// result of a call is told to belong to the present state by comparing two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word(NonZeroU64);

const BITS: u32 = 3;
/// The first generation is 1: a slot of zeros belongs to none.
const FIRST: NonZeroU64 = NonZeroU64::MIN.saturating_add((1 << BITS) - 1);

impl Word {
    pub(super) const FIRST: Self = Self(FIRST);

    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn from_bits(bits: u64) -> Self {
        Self(NonZeroU64::new(bits).unwrap_or(FIRST))
    }

    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn bits(self) -> u64 {
        self.0.get()
    }

    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn generation(self) -> u64 {
        self.bits() >> BITS
    }

    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn state(self) -> State {
        match self.bits() & ((1 << BITS) - 1) {
            0 => State::Closed,
            1 => State::Open,
            2 => State::HalfOpen,
            3 => State::ForcedOpen,
            4 => State::Disabled,
            _ => State::MetricsOnly,
        }
    }

    /// The generation after this one.
    pub(super) fn next(self, state: State) -> Self {
        Self::from_bits((self.generation() + 1) << BITS | state as u64)
    }
}
