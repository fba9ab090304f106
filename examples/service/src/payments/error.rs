//! Why a card was not charged.

use std::fmt;

use gambeson::Rejected;

/// Why a card was not charged, or why nobody knows whether it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayError {
    /// The provider will not: with this card, it never will.
    Declined,
    /// The provider answered with a failure of its own.
    Failed(u16),
    /// The provider could not be reached, or hung up.
    Unreachable(String),
    /// A guard stood before the call, or ended it.
    Rejected(Rejected),
}

impl From<Rejected> for PayError {
    fn from(rejected: Rejected) -> Self {
        Self::Rejected(rejected)
    }
}

impl fmt::Display for PayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Declined => f.write_str("the card was declined"),
            Self::Failed(status) => write!(f, "the provider answered {status}"),
            Self::Unreachable(why) => write!(f, "the provider cannot be reached: {why}"),
            Self::Rejected(rejected) => rejected.fmt(f),
        }
    }
}

impl std::error::Error for PayError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Rejected(rejected) => Some(rejected),
            _ => None,
        }
    }
}
