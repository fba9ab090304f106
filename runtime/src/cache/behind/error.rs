//! Why a change was not taken.

use std::fmt;

use super::change::ChangeId;

/// A change that was not taken, or of which nobody knows.
///
/// ```
/// # use gambeson::write_behind::{PutError, PutErrorKind};
/// fn answer(error: &PutError) -> &'static str {
///     match error.kind() {
///         PutErrorKind::Full => "come again later",
///         PutErrorKind::NotTaken => "it was not saved",
///         // `put_with(error.id(), user)` is no second change.
///         _ => "it may have been saved",
///     }
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutError {
    id: ChangeId,
    kind: PutErrorKind,
    reason: String,
}

/// What a [`PutError`] is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PutErrorKind {
    /// The queue has no room. The change was not taken.
    Full,
    /// The change was not taken: the queue cannot be reached, refused, or does not exist.
    NotTaken,
    /// No answer came: the change may have been taken or not. Putting it again under its id is
    /// right, and no second change, for five minutes.
    Unknown,
}

impl PutError {
    pub(crate) fn new(id: ChangeId, kind: PutErrorKind, reason: impl Into<String>) -> Self {
        let reason = reason.into();
        Self { id, kind, reason }
    }

    pub(crate) fn not_taken(id: ChangeId, reason: String) -> Self {
        Self::new(id, PutErrorKind::NotTaken, reason)
    }

    /// The id of the change, to put it again under.
    pub fn id(&self) -> ChangeId {
        self.id
    }

    /// What is known.
    pub fn kind(&self) -> PutErrorKind {
        self.kind
    }

    /// The words of the queue.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl fmt::Display for PutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, kind, reason } = self;
        match kind {
            PutErrorKind::Full => write!(f, "the queue of changes is full, and {id} was not taken"),
            PutErrorKind::NotTaken => write!(f, "the change {id} was not taken: {reason}"),
            PutErrorKind::Unknown => {
                write!(
                    f,
                    "whether the change {id} was taken is not known: {reason}"
                )
            }
        }
    }
}

impl std::error::Error for PutError {}
