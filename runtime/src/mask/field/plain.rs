//! Types that are shown without a word: numbers, flags, times, and what names nobody.

use std::fmt;
use std::marker::PhantomData;
use std::num::{
    NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroI128, NonZeroIsize, NonZeroU8,
    NonZeroU16, NonZeroU32, NonZeroU64, NonZeroU128, NonZeroUsize, Wrapping,
};
use std::sync::atomic::{
    AtomicBool, AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize, AtomicU8, AtomicU16,
    AtomicU32, AtomicU64, AtomicUsize,
};
use std::time::{Duration, Instant, SystemTime};

use serde::{Serialize, Serializer};

use super::word::NoWord;
use super::{At, Element, Field};

macro_rules! element {
    (u8) => {};
    ($type:ty) => {
        impl Element for $type {}
    };
}

/// Shown as `Debug` and serde write them.
macro_rules! shown {
    ($($type:tt),* $(,)?) => {$(
        element!($type);

        #[diagnostic::do_not_recommend]
        impl Field<NoWord> for $type {
            #[inline]
            fn debug(&self, _word: &NoWord, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(self, f)
            }

            #[inline]
            fn serialize<S: Serializer>(
                &self,
                _word: &NoWord,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                Serialize::serialize(self, serializer)
            }
        }
    )*};
}

shown! {
    u8, u16, u32, u64, u128, usize,
    i8, i16, i32, i64, i128, isize,
    f32, f64, bool, char, (),
    NonZeroU8, NonZeroU16, NonZeroU32, NonZeroU64, NonZeroU128, NonZeroUsize,
    NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroI128, NonZeroIsize,
    AtomicBool, AtomicU8, AtomicU16, AtomicU32, AtomicU64, AtomicUsize,
    AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize,
    Duration, SystemTime,
}

#[cfg(feature = "uuid")]
mod ids {
    use serde::{Serialize, Serializer};
    use uuid::Uuid;

    use super::{Element, Field, NoWord, fmt};

    shown!(Uuid);
}

#[cfg(feature = "time")]
mod times {
    use serde::{Serialize, Serializer};
    use time::{
        Date, Duration, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset, Weekday,
    };

    use super::{Element, Field, NoWord, fmt};

    shown! {
        Date, Duration, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset, Weekday,
    }
}

impl Element for Instant {}

/// An instant has no form of its own: serialised it is the text of its `Debug`.
#[diagnostic::do_not_recommend]
impl Field<NoWord> for Instant {
    fn debug(&self, _word: &NoWord, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }

    fn serialize<S: Serializer>(&self, _word: &NoWord, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{self:?}"))
    }
}

impl<T: ?Sized> Element for PhantomData<T> {}

/// Nothing is nothing, whatever is said of it.
#[diagnostic::do_not_recommend]
impl<T: ?Sized, W> Field<W> for PhantomData<T> {
    fn debug(&self, _word: &W, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }

    fn serialize<S: Serializer>(&self, _word: &W, serializer: S) -> Result<S::Ok, S::Error> {
        Serialize::serialize(self, serializer)
    }
}

impl<T: Element> Element for Wrapping<T> {}

#[diagnostic::do_not_recommend]
impl<T: Field<W>, W> Field<W> for Wrapping<T> {
    fn debug(&self, word: &W, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.debug(word, f)
    }

    fn line(&self, word: &W, at: At, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.line(word, at, f)
    }

    fn serialize<S: Serializer>(&self, word: &W, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(word, serializer)
    }
}
