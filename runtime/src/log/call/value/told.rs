//! What a value becomes in an event.
//!
//! Generated code asks `(&&&&&Shown(&value)).by()`, with the traits of this module in scope, by what a
//! value is told; method lookup takes the impl that needs the fewest dereferences: a number, what
//! derives `Masked`, what has a `Display`, an `Option` of that, and then whatever has a `Debug`. With
//! that it calls [`Told`], which says what is missing where there is no `Debug` either.

use std::fmt;

use super::text::{masked, shown};
use super::{FieldValue, Number};
use crate::mask::{HIDDEN, Masked, Masker};

/// The traits, to be in scope where values are told apart. Without names: a glob import of this module
/// hides nothing of the user's.
pub mod in_scope {
    pub use super::{
        IsAny as _, IsDisplay as _, IsMasked as _, IsNumber as _, IsOption as _, IsRawAny as _,
        IsRawDisplay as _, IsRawNumber as _, IsRawOption as _,
    };
}

/// A value that passes through the masker.
#[derive(Debug)]
pub struct Shown<'a, T: ?Sized>(pub &'a T);

/// A value that is told as it is: `args(id = show)`.
#[derive(Debug)]
pub struct Raw<'a, T: ?Sized>(pub &'a T);

/// What is told in an event, by `By`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be logged: it has neither `Display` nor `Debug`",
    label = "neither `Display` nor `Debug`: derive `Debug` for `{Self}`, or remove it here",
    note = "in `args(..)`, a path or a closure says how: `args(req = |req, f| write!(f, \"{{}}\", req.id))`"
)]
pub trait Told<By> {
    /// As a value of an event, masked.
    fn told(&self, by: By, name: &str) -> FieldValue;

    /// As a value of an event, as it is.
    fn told_raw(&self, by: By) -> FieldValue;
}

/// `%value`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `Display`, by which `%` tells",
    label = "no `Display`: write `?` for its `Debug`"
)]
pub trait Displayed {
    /// As a value of an event, masked.
    fn displayed(&self, name: &str) -> FieldValue;
}

#[diagnostic::do_not_recommend]
impl<T: fmt::Display + ?Sized> Displayed for T {
    fn displayed(&self, name: &str) -> FieldValue {
        masked_unless_hidden(name, &|f| self.fmt(f))
    }
}

/// `?value`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `Debug`, by which `?` tells",
    label = "no `Debug`: derive it, or write `%` for its `Display`"
)]
pub trait Debugged {
    /// As a value of an event, masked.
    fn debugged(&self, name: &str) -> FieldValue;
}

#[diagnostic::do_not_recommend]
impl<T: fmt::Debug + ?Sized> Debugged for T {
    fn debugged(&self, name: &str) -> FieldValue {
        masked_unless_hidden(name, &|f| self.fmt(f))
    }
}

/// `order = masked`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not `Masked`, by which `masked` tells",
    label = "not `Masked`: write `#[derive(gambeson::Masked)]` on the type",
    note = "without `= masked`, a value is told by its `Display` or `Debug`, and passes through the masker"
)]
pub trait ToldMasked {
    /// As a value of an event.
    fn told_masked(&self) -> FieldValue;
}

#[diagnostic::do_not_recommend]
impl<T: Masked + ?Sized> ToldMasked for T {
    fn told_masked(&self) -> FieldValue {
        let value = self.masked();
        FieldValue::Text(masked(&|f| fmt::Debug::fmt(&value, f)))
    }
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

/// It stays a number.
#[derive(Clone, Copy, Debug)]
pub struct ByNumber;

#[diagnostic::do_not_recommend]
impl<T: Number + ?Sized> Told<ByNumber> for T {
    fn told(&self, _: ByNumber, name: &str) -> FieldValue {
        hidden(name).unwrap_or_else(|| self.number())
    }

    fn told_raw(&self, _: ByNumber) -> FieldValue {
        self.number()
    }
}

/// By its `Masked`.
#[derive(Clone, Copy, Debug)]
pub struct ByMasked;

#[diagnostic::do_not_recommend]
impl<T: Masked + ?Sized> Told<ByMasked> for T {
    fn told(&self, _: ByMasked, name: &str) -> FieldValue {
        hidden(name).unwrap_or_else(|| self.told_masked())
    }

    fn told_raw(&self, _: ByMasked) -> FieldValue {
        self.told_masked()
    }
}

/// By its `Display`.
#[derive(Clone, Copy, Debug)]
pub struct ByDisplay;

#[diagnostic::do_not_recommend]
impl<T: fmt::Display + ?Sized> Told<ByDisplay> for T {
    fn told(&self, _: ByDisplay, name: &str) -> FieldValue {
        self.displayed(name)
    }

    fn told_raw(&self, _: ByDisplay) -> FieldValue {
        FieldValue::Text(shown(&|f| self.fmt(f)))
    }
}

/// By the `Display` of what is in it, if there is something.
#[derive(Clone, Copy, Debug)]
pub struct ByOption;

#[diagnostic::do_not_recommend]
impl<T: fmt::Display> Told<ByOption> for Option<T> {
    fn told(&self, _: ByOption, name: &str) -> FieldValue {
        self.as_ref()
            .map_or(FieldValue::None, |value| value.displayed(name))
    }

    fn told_raw(&self, _: ByOption) -> FieldValue {
        self.as_ref().map_or(FieldValue::None, |value| {
            FieldValue::Text(shown(&|f| value.fmt(f)))
        })
    }
}

/// By its `Debug`, for want of anything better.
#[derive(Clone, Copy, Debug)]
pub struct ByDebug;

#[diagnostic::do_not_recommend]
impl<T: fmt::Debug + ?Sized> Told<ByDebug> for T {
    fn told(&self, _: ByDebug, name: &str) -> FieldValue {
        self.debugged(name)
    }

    fn told_raw(&self, _: ByDebug) -> FieldValue {
        FieldValue::Text(shown(&|f| self.fmt(f)))
    }
}

/// A number, or a flag.
pub trait IsNumber {
    /// By what it is told.
    fn by(&self) -> ByNumber {
        ByNumber
    }
}

impl<T: Number + ?Sized> IsNumber for &&&&Shown<'_, T> {}

/// What masks itself.
pub trait IsMasked {
    /// By what it is told.
    fn by(&self) -> ByMasked {
        ByMasked
    }
}

impl<T: Masked + ?Sized> IsMasked for &&&Shown<'_, T> {}

/// What has a `Display`.
pub trait IsDisplay {
    /// By what it is told.
    fn by(&self) -> ByDisplay {
        ByDisplay
    }
}

impl<T: fmt::Display + ?Sized> IsDisplay for &&Shown<'_, T> {}

/// What may not be there.
pub trait IsOption {
    /// By what it is told.
    fn by(&self) -> ByOption {
        ByOption
    }
}

impl<T: fmt::Display> IsOption for &Shown<'_, Option<T>> {}

/// Anything else.
pub trait IsAny {
    /// By what it is told.
    fn by(&self) -> ByDebug {
        ByDebug
    }
}

impl<T: ?Sized> IsAny for Shown<'_, T> {}

/// A number, or a flag.
pub trait IsRawNumber {
    /// By what it is told.
    fn by(&self) -> ByNumber {
        ByNumber
    }
}

impl<T: Number + ?Sized> IsRawNumber for &&&Raw<'_, T> {}

/// What has a `Display`.
pub trait IsRawDisplay {
    /// By what it is told.
    fn by(&self) -> ByDisplay {
        ByDisplay
    }
}

impl<T: fmt::Display + ?Sized> IsRawDisplay for &&Raw<'_, T> {}

/// What may not be there.
pub trait IsRawOption {
    /// By what it is told.
    fn by(&self) -> ByOption {
        ByOption
    }
}

impl<T: fmt::Display> IsRawOption for &Raw<'_, Option<T>> {}

/// Anything else.
pub trait IsRawAny {
    /// By what it is told.
    fn by(&self) -> ByDebug {
        ByDebug
    }
}

impl<T: ?Sized> IsRawAny for Raw<'_, T> {}
