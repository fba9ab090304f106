//! What `args`, `fields` and `ret` tell, before anybody listens to it.
//!
//! | file | subject |
//! |---|---|
//! | `told` | what a value becomes, told by its type |
//! | `number` | what stays a number |
//! | `text` | text of a bounded length, masked |

mod number;
#[cfg(test)]
mod tests;
mod text;
pub mod told;

use tracing::field::Value;

pub(crate) use number::Number;

/// One value of an event.
///
/// It owns what it tells: a body may consume its arguments, and the event comes after it.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldValue {
    /// Nothing is told.
    None,
    /// A flag.
    Bool(bool),
    /// A whole number below zero, or of a signed type.
    I64(i64),
    /// A whole number.
    U64(u64),
    /// A number with a fraction.
    F64(f64),
    /// Anything else, masked unless it was to be shown.
    Text(String),
}

impl FieldValue {
    /// As `tracing` takes it.
    pub(in crate::log) fn as_value(&self) -> Option<&dyn Value> {
        match self {
            Self::None => None,
            Self::Bool(value) => Some(value),
            Self::I64(value) => Some(value),
            Self::U64(value) => Some(value),
            Self::F64(value) => Some(value),
            Self::Text(value) => Some(value),
        }
    }
}

/// `own` and then `values`, of which there are as many as `given`.
pub(in crate::log) fn joined<'a>(
    own: &[Option<&'a dyn Value>],
    values: &'a [FieldValue],
    given: usize,
) -> Vec<Option<&'a dyn Value>> {
    let mut all = Vec::with_capacity(own.len() + given);
    all.extend_from_slice(own);
    all.extend(values.iter().map(FieldValue::as_value));
    all.resize(own.len() + given, None);
    all
}

/// The values of one call, in the order of `Source::fields`; none where nobody listens.
#[derive(Debug, Default)]
pub struct Values(Option<Box<[FieldValue]>>);

impl Values {
    /// Of a call that somebody listens to.
    pub fn of<const N: usize>(values: [FieldValue; N]) -> Self {
        Self(Some(Box::new(values)))
    }

    /// Of one that nobody listens to.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn none() -> Self {
        Self(None)
    }
}

/// What a guard holds of the values: nothing where the attribute names none.
pub trait HoldsValues {
    /// Whether there never are any.
    const IS_EMPTY: bool;

    /// Them; none where nobody listened when the call began.
    fn values(&self) -> &[FieldValue];
}

impl HoldsValues for () {
    const IS_EMPTY: bool = true;

    fn values(&self) -> &[FieldValue] {
        &[]
    }
}

impl HoldsValues for Values {
    const IS_EMPTY: bool = false;

    fn values(&self) -> &[FieldValue] {
        self.0.as_deref().unwrap_or_default()
    }
}
