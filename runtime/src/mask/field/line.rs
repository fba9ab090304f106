//! `field=value`, on one line that nothing in a value can end or forge.

use std::fmt::{self, Write as _};

use super::leaf;

/// Where a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// It is all of the line: `street=Elm city=London`.
    Top,
    /// It is a value in the line: `{street=Elm, city=London}`.
    Inside,
}

/// What a value with fields is called, and how it is held together where it stands inside.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// The name of a variant, or nothing.
    pub name: &'static str,
    /// Whether the fields have names.
    pub named: bool,
}

/// Writes the fields of one value.
#[expect(missing_debug_implementations, reason = "a formatter has no `Debug`")]
pub struct Line<'a, 'f> {
    f: &'a mut fmt::Formatter<'f>,
    at: At,
    shape: Shape,
    empty: bool,
}

impl<'a, 'f> Line<'a, 'f> {
    /// Begins the line.
    ///
    /// # Errors
    ///
    /// Those of the formatter.
    pub fn new(f: &'a mut fmt::Formatter<'f>, at: At, shape: Shape) -> Result<Self, fmt::Error> {
        f.write_str(shape.name)?;
        if at == At::Inside {
            f.write_char(if shape.named { '{' } else { '(' })?;
        }
        let empty = at == At::Inside || shape.name.is_empty();
        Ok(Line {
            f,
            at,
            shape,
            empty,
        })
    }

    /// One field: `label` ends in `=`, or is empty where the value stands alone.
    ///
    /// # Errors
    ///
    /// Those of the formatter.
    pub fn field(
        &mut self,
        label: &str,
        write: impl FnOnce(&mut fmt::Formatter<'_>) -> fmt::Result,
    ) -> fmt::Result {
        if !self.empty {
            self.f
                .write_str(if self.at == At::Top { " " } else { ", " })?;
        }
        self.empty = false;
        if self.at == At::Top || self.shape.named {
            self.f.write_str(label)?;
        }
        write(self.f)
    }

    /// Ends it.
    ///
    /// # Errors
    ///
    /// Those of the formatter.
    pub fn end(self) -> fmt::Result {
        match (self.at, self.shape.named) {
            (At::Top, _) => Ok(()),
            (At::Inside, true) => self.f.write_char('}'),
            (At::Inside, false) => self.f.write_char(')'),
        }
    }
}

/// A value that is shown, by its `Debug`.
///
/// # Errors
///
/// Those of the formatter.
pub fn line<T: fmt::Debug + ?Sized>(value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    leaf::value(f, &value)
}

/// Many values in brackets: `[a, b]`.
pub(super) fn list<T>(
    f: &mut fmt::Formatter<'_>,
    brackets: [char; 2],
    items: impl IntoIterator<Item = T>,
    mut write: impl FnMut(T, &mut fmt::Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    let [open, close] = brackets;
    f.write_char(open)?;
    for (place, item) in items.into_iter().enumerate() {
        if place > 0 {
            f.write_str(", ")?;
        }
        write(item, f)?;
    }
    f.write_char(close)
}
