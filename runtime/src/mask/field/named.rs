//! A value that has a name beside it: in a map, and in a pair.

use std::fmt;

use serde::{Serialize, Serializer};

use super::{At, Field, Of};
use crate::mask::Masker;
use crate::mask::style::HIDDEN;

/// A value, or what stands for it under a sensitive name.
pub(super) struct Named<'a, T, W> {
    pub(super) value: Of<'a, T, W>,
    pub(super) hidden: bool,
}

impl<T: Field<W>, W> fmt::Debug for Named<'_, T, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.hidden {
            fmt::Debug::fmt(HIDDEN, f)
        } else {
            fmt::Debug::fmt(&self.value, f)
        }
    }
}

impl<T: Field<W>, W> Named<'_, T, W> {
    pub(super) fn line(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.hidden {
            f.write_str(HIDDEN)
        } else {
            self.value.0.line(self.value.1, At::Inside, f)
        }
    }
}

impl<T: Field<W>, W> Serialize for Named<'_, T, W> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.hidden {
            serializer.serialize_str(HIDDEN)
        } else {
            self.value.serialize(serializer)
        }
    }
}

/// Whether what `Debug` writes is a name that is known to be sensitive.
pub(super) fn is_sensitive(name: &dyn fmt::Debug) -> bool {
    Masker::global().is_sensitive(format!("{name:?}").trim_matches('"'))
}
