//! What can go wrong outside the cached function.

use std::fmt;

/// Why the cache could not do what it was asked by hand.
///
/// Cached functions never see one: to them, a cache that is down is a miss.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CacheError {
    /// A setting has a value that it cannot take.
    Config {
        /// The builder's method or the environment's variable.
        setting: &'static str,
        /// What it held, masked where it may carry a password.
        held: String,
        /// What it takes.
        takes: String,
    },
    /// The tier could not be reached, and was asked to say so.
    Unreachable {
        /// What the last attempt met, without a password.
        reason: String,
    },
    /// The server answered, and refused.
    Refused {
        /// The server's words.
        reason: String,
    },
    /// The value could not be written as bytes, or bytes could not be read as a value.
    Codec {
        /// The type of the value.
        type_name: &'static str,
        /// The codec's words.
        reason: String,
    },
    /// A pattern that cannot be read, or that would empty everything.
    Pattern {
        /// The pattern as it was given.
        pattern: String,
        /// What is wrong with it, and what to write.
        reason: String,
    },
}

impl fmt::Display for CacheError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config {
                setting,
                held,
                takes,
            } => {
                write!(f, "`{setting}` holds `{held}`; it takes {takes}")
            }
            Self::Unreachable { reason } => write!(f, "the Redis tier cannot be reached: {reason}"),
            Self::Refused { reason } => write!(f, "Redis refused: {reason}"),
            Self::Codec { type_name, reason } => {
                write!(
                    f,
                    "a value of type `{type_name}` cannot be encoded or decoded: {reason}"
                )
            }
            Self::Pattern { pattern, reason } => write!(f, "the pattern `{pattern}`: {reason}"),
        }
    }
}

impl std::error::Error for CacheError {}
