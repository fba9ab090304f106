//! How much a stream masked.

use std::fmt;

use crate::mask::Kind;

/// How many findings of each kind a stream masked.
///
/// # Examples
///
/// ```
/// use std::io::Write;
///
/// use gambeson::mask::{Kind, MaskWriter};
///
/// let mut log = MaskWriter::new(Vec::new());
/// log.write_all(b"from john@example.com to jane@example.com\n")?;
///
/// assert_eq!(log.summary().of(Kind::Email), 2);
/// assert_eq!(log.summary().to_string(), "email: 2");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    counts: [u64; Kind::ALL.len()],
}

impl Summary {
    pub(super) fn new() -> Self {
        Summary {
            counts: [0; Kind::ALL.len()],
        }
    }

    pub(super) fn count(&mut self, kind: Kind) {
        if let Some(count) = self.counts.get_mut(kind as usize) {
            *count += 1;
        }
    }

    /// The number of findings of one kind.
    pub fn of(&self, kind: Kind) -> u64 {
        self.counts.get(kind as usize).copied().unwrap_or(0)
    }

    /// The number of findings of all kinds.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The kinds that were found, each with its number, in the order of [`Kind::ALL`].
    pub fn kinds(&self) -> impl Iterator<Item = (Kind, u64)> + '_ {
        let counted = Kind::ALL.iter().copied().zip(self.counts.iter().copied());
        counted.filter(|&(_, count)| count > 0)
    }
}

/// `email: 2, phone: 1`, or `nothing`.
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for (kind, count) in self.kinds() {
            write!(f, "{separator}{kind}: {count}")?;
            separator = ", ";
        }
        if separator.is_empty() {
            f.write_str("nothing")?;
        }
        Ok(())
    }
}
