//! How a record is written.
//!
//! | file | subject |
//! |---|---|
//! | `json` | one object per line |
//! | `pretty` | for people, at the time of development |
//! | `names` | what the fields of JSON are called |
//! | `moment` | time stamps |
//! | `masked` | the text of one field, masked |

mod json;
mod masked;
mod moment;
mod names;
mod pretty;
#[cfg(test)]
mod tests;

pub(super) use json::Json;
pub use names::FieldNames;
pub(super) use pretty::{Pretty, Zone};

use super::record::Record;

/// Writes records as lines.
pub(super) trait Format: Send + Sync {
    /// Appends a record, with the `\n` at its end.
    fn write(&self, record: &Record<'_>, out: &mut Vec<u8>);
}
