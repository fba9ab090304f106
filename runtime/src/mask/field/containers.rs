//! What holds other fields passes the word on.

use std::borrow::Cow;
use std::collections::{BTreeSet, BinaryHeap, HashSet, LinkedList, VecDeque};
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

use serde::ser::SerializeTuple as _;
use serde::{Serialize, Serializer};

use super::leaf::NONE;
use super::line::list;
use super::{At, Element, Field, Line, Of, Shape};

/// What is there or not.
impl<T: Element> Element for Option<T> {}

#[diagnostic::do_not_recommend]
impl<T: Field<W>, W> Field<W> for Option<T> {
    #[inline]
    fn debug(&self, word: &W, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            None => f.write_str("None"),
            Some(value) if f.alternate() => f.debug_tuple("Some").field(&Of(value, word)).finish(),
            Some(value) => {
                f.write_str("Some(")?;
                value.debug(word, f)?;
                f.write_str(")")
            }
        }
    }

    fn line(&self, word: &W, at: At, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Some(value) => value.line(word, at, f),
            None => f.write_str(NONE),
        }
    }

    #[inline]
    fn serialize<S: Serializer>(&self, word: &W, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => serializer.serialize_some(&Of(value, word)),
            None => serializer.serialize_none(),
        }
    }
}

impl<T: Element, E: Element> Element for Result<T, E> {}

#[diagnostic::do_not_recommend]
impl<T: Field<W>, E: Field<W>, W> Field<W> for Result<T, E> {
    fn debug(&self, word: &W, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&of_result(self, word), f)
    }

    fn line(&self, word: &W, _at: At, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = if self.is_ok() { "Ok" } else { "Err" };
        let mut line = Line::new(f, At::Inside, Shape { name, named: false })?;
        match self {
            Ok(value) => line.field("", |f| value.line(word, At::Inside, f)),
            Err(error) => line.field("", |f| error.line(word, At::Inside, f)),
        }?;
        line.end()
    }

    fn serialize<S: Serializer>(&self, word: &W, serializer: S) -> Result<S::Ok, S::Error> {
        Serialize::serialize(&of_result(self, word), serializer)
    }
}

type OfResult<'a, T, E, W> = Result<Of<'a, T, W>, Of<'a, E, W>>;

fn of_result<'a, T, E, W>(result: &'a Result<T, E>, word: &'a W) -> OfResult<'a, T, E, W> {
    match result {
        Ok(value) => Ok(Of(value, word)),
        Err(error) => Err(Of(error, word)),
    }
}

/// What points to another field.
macro_rules! pointers {
    ($([$($generics:tt)*] $pointer:ty => $inside:ty),+ $(,)?) => {$(
        impl<$($generics)*> Element for $pointer where $inside: Element {}

        #[diagnostic::do_not_recommend]
        impl<$($generics)*, W> Field<W> for $pointer
        where
            $inside: Field<W>,
        {
            #[inline]
            fn debug(&self, word: &W, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                (**self).debug(word, f)
            }

            #[inline]
            fn line(&self, word: &W, at: At, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                (**self).line(word, at, f)
            }

            #[inline]
            fn serialize<S: Serializer>(&self, word: &W, serializer: S) -> Result<S::Ok, S::Error> {
                (**self).serialize(word, serializer)
            }
        }
    )+};
}

pointers! {
    [T: ?Sized] &T => T,
    [T: ?Sized] &mut T => T,
    [T: ?Sized] Box<T> => T,
    [T: ?Sized] Arc<T> => T,
    [T: ?Sized] Rc<T> => T,
    [T: ToOwned + ?Sized] Cow<'_, T> => T,
}

/// What holds many.
macro_rules! lists {
    ($([$($generics:tt)*] $list:ty),+ $(,)?) => {$(
        impl<T: Element, $($generics)*> Element for $list {}

        #[diagnostic::do_not_recommend]
        impl<T: Field<W> + Element, W, $($generics)*> Field<W> for $list {
            fn debug(&self, word: &W, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_list().entries(self.iter().map(|item| Of(item, word))).finish()
            }

            fn line(&self, word: &W, _at: At, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                list(f, ['[', ']'], self, |item, f| item.line(word, At::Inside, f))
            }

            fn serialize<S: Serializer>(&self, word: &W, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_seq(self.iter().map(|item| Of(item, word)))
            }
        }
    )+};
}

lists!([][T], []Vec<T>, [] VecDeque<T>, [] LinkedList<T>, [] BinaryHeap<T>);

/// What holds many, each once.
macro_rules! sets {
    ($([$($generics:tt)*] $set:ty),+ $(,)?) => {$(
        impl<T: Element, $($generics)*> Element for $set {}

        #[diagnostic::do_not_recommend]
        impl<T: Field<W> + Element, W, $($generics)*> Field<W> for $set {
            fn debug(&self, word: &W, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_set().entries(self.iter().map(|item| Of(item, word))).finish()
            }

            fn line(&self, word: &W, _at: At, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                list(f, ['[', ']'], self, |item, f| item.line(word, At::Inside, f))
            }

            fn serialize<S: Serializer>(&self, word: &W, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_seq(self.iter().map(|item| Of(item, word)))
            }
        }
    )+};
}

sets!([] BTreeSet<T>, [H] HashSet<T, H>);

impl<T: Element, const N: usize> Element for [T; N] {}

#[diagnostic::do_not_recommend]
impl<T: Field<W> + Element, W, const N: usize> Field<W> for [T; N] {
    fn debug(&self, word: &W, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_slice().debug(word, f)
    }

    fn line(&self, word: &W, at: At, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_slice().line(word, at, f)
    }

    /// A tuple, as serde has it.
    fn serialize<S: Serializer>(&self, word: &W, serializer: S) -> Result<S::Ok, S::Error> {
        let mut tuple = serializer.serialize_tuple(N)?;
        for item in self {
            tuple.serialize_element(&Of(item, word))?;
        }
        tuple.end()
    }
}

macro_rules! tuples {
    ($(($($part:ident),+)),+ $(,)?) => {$(
        impl<$($part: Element),+> Element for ($($part,)+) {}

        #[diagnostic::do_not_recommend]
        impl<$($part: Field<W>,)+ W> Field<W> for ($($part,)+) {
            fn debug(&self, word: &W, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                #[expect(non_snake_case, reason = "a value for each type")]
                let ($($part,)+) = self;
                fmt::Debug::fmt(&($(Of($part, word),)+), f)
            }

            fn line(&self, word: &W, _at: At, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                #[expect(non_snake_case, reason = "a value for each type")]
                let ($($part,)+) = self;
                let shape = Shape { name: "", named: false };
                let mut line = Line::new(f, At::Inside, shape)?;
                $(line.field("", |f| $part.line(word, At::Inside, f))?;)+
                line.end()
            }

            fn serialize<S: Serializer>(&self, word: &W, serializer: S) -> Result<S::Ok, S::Error> {
                #[expect(non_snake_case, reason = "a value for each type")]
                let ($($part,)+) = self;
                Serialize::serialize(&($(Of($part, word),)+), serializer)
            }
        }
    )+};
}

tuples! {
    (A),
    (A, B),
    (A, B, C),
    (A, B, C, D),
    (A, B, C, D, E),
    (A, B, C, D, E, F),
    (A, B, C, D, E, F, G),
    (A, B, C, D, E, F, G, H),
    (A, B, C, D, E, F, G, H, I),
    (A, B, C, D, E, F, G, H, I, J),
    (A, B, C, D, E, F, G, H, I, J, K),
    (A, B, C, D, E, F, G, H, I, J, K, L),
}
