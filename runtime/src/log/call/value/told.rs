//! What a value becomes in an event.
//!
//! Generated code calls `(&&&&&Shown(&value)).value("name")` with the traits of this module in
//! scope; method lookup takes the impl that needs the fewest dereferences: a number, what derives
//! `Masked`, what has a `Display`, an `Option` of that, and then whatever has a `Debug`.

use std::fmt;

use super::text::{masked, shown};
use super::{FieldValue, Number};
use crate::mask::{HIDDEN, Masked, Masker};

/// The traits, to be in scope where values are told apart. Without names: a glob import of this module
/// hides nothing of the user's.
pub mod in_scope {
    pub use super::{
        RawDebug as _, RawDisplay as _, RawNumber as _, RawOption as _, ValueDebug as _,
        ValueDisplay as _, ValueMasked as _, ValueNumber as _, ValueOption as _,
    };
}

/// A value that passes through the masker.
#[derive(Debug)]
pub struct Shown<'a, T: ?Sized>(pub &'a T);

/// A value that is told as it is: `args(id = show)`.
#[derive(Debug)]
pub struct Raw<'a, T: ?Sized>(pub &'a T);

/// What has a form in a log.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be logged: it has neither `Display` nor `Debug`",
    label = "neither `Display` nor `Debug`: derive `Debug` for `{Self}`, or remove it here",
    note = "in `args(..)`, a path or a closure says how: `args(req = |req, f| write!(f, \"{{}}\", req.id))`"
)]
pub trait Loggable {
    /// As `Debug` writes it.
    ///
    /// # Errors
    ///
    /// Those of the formatter.
    fn log(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

#[diagnostic::do_not_recommend]
impl<T: fmt::Debug + ?Sized> Loggable for T {
    fn log(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fmt(f)
    }
}

/// What stands for the value under a name that is known to be sensitive.
fn hidden(name: &str) -> Option<FieldValue> {
    Masker::global()
        .is_sensitive(name)
        .then(|| FieldValue::Text(HIDDEN.to_owned()))
}

fn masked_unless_hidden(
    name: &str,
    write: &dyn Fn(&mut fmt::Formatter<'_>) -> fmt::Result,
) -> FieldValue {
    hidden(name).unwrap_or_else(|| FieldValue::Text(masked(write)))
}

/// `%value`.
pub fn display<T: fmt::Display + ?Sized>(name: &str, value: &T) -> FieldValue {
    masked_unless_hidden(name, &|f| value.fmt(f))
}

/// `?value`.
pub fn debug<T: fmt::Debug + ?Sized>(name: &str, value: &T) -> FieldValue {
    masked_unless_hidden(name, &|f| value.fmt(f))
}

/// `req = masked`.
pub fn by_masked<T: Masked + ?Sized>(value: &T) -> FieldValue {
    let value = value.masked();
    FieldValue::Text(masked(&|f| fmt::Debug::fmt(&value, f)))
}

/// `card = mask::card`: what `write` writes, whatever the name.
pub fn by(write: impl Fn(&mut fmt::Formatter<'_>) -> fmt::Result) -> FieldValue {
    FieldValue::Text(masked(&write))
}

/// `req = |req, f| ..`: the types of the closure are known by this.
pub fn by_closure<T: ?Sized>(
    value: &T,
    write: impl Fn(&T, &mut fmt::Formatter<'_>) -> fmt::Result,
) -> FieldValue {
    by(|f| write(value, f))
}

/// A number, or a flag.
pub trait ValueNumber {
    /// As a value of an event.
    fn value(&self, name: &str) -> FieldValue;
}

impl<T: Number + ?Sized> ValueNumber for &&&&Shown<'_, T> {
    fn value(&self, name: &str) -> FieldValue {
        hidden(name).unwrap_or_else(|| self.0.number())
    }
}

/// What masks itself.
pub trait ValueMasked {
    /// As a value of an event.
    fn value(&self, name: &str) -> FieldValue;
}

impl<T: Masked + ?Sized> ValueMasked for &&&Shown<'_, T> {
    fn value(&self, name: &str) -> FieldValue {
        hidden(name).unwrap_or_else(|| by_masked(self.0))
    }
}

/// What has a `Display`.
pub trait ValueDisplay {
    /// As a value of an event.
    fn value(&self, name: &str) -> FieldValue;
}

impl<T: fmt::Display + ?Sized> ValueDisplay for &&Shown<'_, T> {
    fn value(&self, name: &str) -> FieldValue {
        display(name, self.0)
    }
}

/// What may not be there.
pub trait ValueOption {
    /// As a value of an event.
    fn value(&self, name: &str) -> FieldValue;
}

impl<T: fmt::Display> ValueOption for &Shown<'_, Option<T>> {
    fn value(&self, name: &str) -> FieldValue {
        match self.0 {
            Some(value) => display(name, value),
            None => FieldValue::None,
        }
    }
}

/// Anything else.
pub trait ValueDebug<T: ?Sized> {
    /// As a value of an event.
    fn value(&self, name: &str) -> FieldValue
    where
        T: Loggable;
}

impl<T: ?Sized> ValueDebug<T> for Shown<'_, T> {
    fn value(&self, name: &str) -> FieldValue
    where
        T: Loggable,
    {
        masked_unless_hidden(name, &|f| self.0.log(f))
    }
}

/// A number or a flag, as it is.
pub trait RawNumber {
    /// As a value of an event.
    fn value(&self) -> FieldValue;
}

impl<T: Number + ?Sized> RawNumber for &&&Raw<'_, T> {
    fn value(&self) -> FieldValue {
        self.0.number()
    }
}

/// What has a `Display`, as it is.
pub trait RawDisplay {
    /// As a value of an event.
    fn value(&self) -> FieldValue;
}

impl<T: fmt::Display + ?Sized> RawDisplay for &&Raw<'_, T> {
    fn value(&self) -> FieldValue {
        FieldValue::Text(shown(&|f| self.0.fmt(f)))
    }
}

/// What may not be there, as it is.
pub trait RawOption {
    /// As a value of an event.
    fn value(&self) -> FieldValue;
}

impl<T: fmt::Display> RawOption for &Raw<'_, Option<T>> {
    fn value(&self) -> FieldValue {
        match self.0 {
            Some(value) => FieldValue::Text(shown(&|f| value.fmt(f))),
            None => FieldValue::None,
        }
    }
}

/// Anything else, as it is.
pub trait RawDebug<T: ?Sized> {
    /// As a value of an event.
    fn value(&self) -> FieldValue
    where
        T: Loggable;
}

impl<T: ?Sized> RawDebug<T> for Raw<'_, T> {
    fn value(&self) -> FieldValue
    where
        T: Loggable,
    {
        FieldValue::Text(shown(&|f| self.0.log(f)))
    }
}
