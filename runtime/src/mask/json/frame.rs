//! What is known of an object or array while it is open.

use std::ops::Range;

use crate::mask::names::Names;
use crate::mask::style::HIDDEN;

/// What the name of a member is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Plain,
    /// Its value is hidden.
    Sensitive,
    /// Its value is the name of something: `{"name": "password", ..}`.
    Name,
    /// Its value is what that name names.
    Value,
}

impl Role {
    /// Whether it is the name of a [`Role::Value`]: all of them begin with `val` or `string`, but
    /// for one letter alone.
    #[inline(always)]
    pub(super) fn is_value(name: &[u8]) -> bool {
        let may_be = match name {
            [first, _, third, ..] => {
                matches!((first | 0x20, third | 0x20), (b'v', b'l') | (b's', b'r'))
            }
            [first] => first | 0x20 == b'v',
            _ => false,
        };
        may_be && Role::of(name) == Role::Value
    }

    /// Of a name that is not sensitive.
    pub(super) fn of(name: &[u8]) -> Role {
        const NAMES: [&[u8]; 14] = [
            b"name",
            b"key",
            b"field",
            b"header",
            b"param",
            b"parameter",
            b"property",
            b"attribute",
            b"variable",
            b"option",
            b"label",
            b"setting",
            b"k",
            b"n",
        ];
        const VALUES: [&[u8]; 6] = [
            b"value",
            b"values",
            b"val",
            b"v",
            b"string_value",
            b"stringvalue",
        ];
        let is = |names: &[&[u8]]| names.iter().any(|one| name.eq_ignore_ascii_case(one));
        if name.len() > 12 {
            Role::Plain
        } else if is(&NAMES) {
            Role::Name
        } else if is(&VALUES) {
            Role::Value
        } else {
            Role::Plain
        }
    }
}

/// A name in which something was masked may have become one that looks sensitive: it decided over
/// its value before.
pub(super) fn is_sensitive(names: &Names, name: &[u8]) -> bool {
    let masks = HIDDEN.as_bytes().get(..4).unwrap_or_default();
    names.is_sensitive(name) && memchr::memmem::find(name, masks).is_none()
}

#[derive(Debug)]
pub(super) struct Frame {
    pub(super) start: usize,
    pub(super) is_object: bool,
    /// Of the member whose value comes next.
    pub(super) role: Role,
    /// An object names something sensitive, an array begins with the name of something sensitive.
    pub(super) names_secret: bool,
    /// Values that came before their name, or the second value of an array.
    pub(super) values: Vec<Range<usize>>,
    /// Values so far.
    pub(super) count: usize,
}

impl Frame {
    pub(super) fn new(start: usize, is_object: bool) -> Self {
        Frame {
            start,
            is_object,
            role: Role::Plain,
            names_secret: false,
            values: Vec::new(),
            count: 0,
        }
    }

    /// The value that comes next is hidden whole.
    pub(super) fn hides(&self) -> bool {
        self.role == Role::Sensitive || self.role == Role::Value && self.names_secret
    }

    /// The value that comes next may be the name of another.
    pub(super) fn expects_name(&self) -> bool {
        self.role == Role::Name || !self.is_object && self.count == 0
    }

    pub(super) fn ended(&mut self, value: Range<usize>) {
        self.count += 1;
        if self.is_object && self.role == Role::Value || !self.is_object && self.count == 2 {
            self.values.push(value);
        }
    }

    /// What turned out to be sensitive by the end.
    pub(super) fn secrets(&self) -> &[Range<usize>] {
        let pair = self.names_secret && (self.is_object || self.count == 2);
        if pair { &self.values } else { &[] }
    }
}
