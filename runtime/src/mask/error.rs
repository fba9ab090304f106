//! Why a masker could not be built.

use std::borrow::Cow;
use std::fmt;

use super::{Kind, UnknownKind};

/// What a masker was asked for and cannot do.
///
/// # Examples
///
/// ```
/// use gambeson::mask::{BuildError, Kind};
///
/// let refused = "emial".parse::<Kind>().map_err(BuildError::from);
/// assert_eq!(
///     refused.unwrap_err().to_string(),
///     "there is no kind `emial`",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BuildError {
    /// A kind that does not exist.
    UnknownKind(UnknownKind),
    /// A style that would show too much, nothing at all, or would be masked once more.
    Style {
        /// The kind, or the name of the pattern, that it is for.
        of: Cow<'static, str>,
        /// What is wrong with it, and what to write.
        reason: Cow<'static, str>,
    },
    /// A pattern that does not parse, is too large, or matches the empty text.
    Pattern {
        /// Its name.
        name: Cow<'static, str>,
        /// What is wrong with it.
        reason: Cow<'static, str>,
    },
    /// A limit under which nothing could be written.
    Limit {
        /// The method of the builder that sets it.
        name: &'static str,
        /// What is wrong with it, and what to write.
        reason: Cow<'static, str>,
    },
    /// A key of pseudonyms that cannot be used.
    PseudonymKey {
        /// What is wrong with it.
        reason: Cow<'static, str>,
    },
}

impl BuildError {
    /// A style of a kind that cannot be.
    pub(crate) fn style(kind: Kind, reason: impl Into<Cow<'static, str>>) -> Self {
        BuildError::Style {
            of: Cow::Borrowed(kind.name()),
            reason: reason.into(),
        }
    }

    /// A pattern that cannot be used.
    pub(crate) fn pattern(name: &str, reason: String) -> Self {
        BuildError::Pattern {
            name: Cow::Owned(name.to_owned()),
            reason: Cow::Owned(reason),
        }
    }

    /// A style of a pattern that cannot be.
    pub(crate) fn style_of_pattern(name: &str, reason: Cow<'static, str>) -> Self {
        BuildError::Style {
            of: Cow::Owned(name.to_owned()),
            reason,
        }
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownKind(unknown) => unknown.fmt(f),
            Self::Style { of, reason } => write!(f, "the style of `{of}`: {reason}"),
            Self::Pattern { name, reason } => write!(f, "the pattern `{name}`: {reason}"),
            Self::Limit { name, reason } => write!(f, "`{name}`: {reason}"),
            Self::PseudonymKey { reason } => write!(f, "the key of pseudonyms: {reason}"),
        }
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::UnknownKind(unknown) => Some(unknown),
            Self::Style { .. }
            | Self::Pattern { .. }
            | Self::Limit { .. }
            | Self::PseudonymKey { .. } => None,
        }
    }
}

impl From<UnknownKind> for BuildError {
    fn from(unknown: UnknownKind) -> Self {
        Self::UnknownKind(unknown)
    }
}
