//! What may be wrong with the provider.

use std::fmt;
use std::str::FromStr;

/// How the provider answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fault {
    /// As it should.
    #[default]
    None,
    /// As it should, but late.
    Slow,
    /// With 500.
    Failing,
    /// Not at all: its port is closed.
    Refusing,
    /// Not at all: it takes the request and says nothing.
    Hanging,
}

impl Fault {
    /// All that there are.
    pub const ALL: [Self; 5] = [
        Self::None,
        Self::Slow,
        Self::Failing,
        Self::Refusing,
        Self::Hanging,
    ];

    /// As it is written in a path.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Slow => "slow",
            Self::Failing => "failing",
            Self::Refusing => "refusing",
            Self::Hanging => "hanging",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Fault {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut all = Self::ALL.into_iter();
        all.find(|fault| fault.as_str() == text)
            .ok_or("a fault is one of none, slow, failing, refusing, hanging")
    }
}
