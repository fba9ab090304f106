//! What holds other parts.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;

use crate::cache::key::part::write_list;
use crate::cache::key::{CacheKey, KeyBuf};

#[diagnostic::do_not_recommend]
impl<T: CacheKey> CacheKey for Option<T> {
    const NULLABLE: bool = true;

    #[cfg_attr(not(debug_assertions), inline)]
    fn write_key(&self, key: &mut KeyBuf) {
        match self {
            None => key.literal("~"),
            Some(value) => {
                if T::NULLABLE {
                    key.literal("+");
                }
                value.write_key(key);
            }
        }
    }
}

macro_rules! forward {
    ($([$($generics:tt)*] $pointer:ty => $inside:ty),+ $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> CacheKey for $pointer {
            const NULLABLE: bool = <$inside>::NULLABLE;

            #[cfg_attr(not(debug_assertions), inline)]
            fn write_key(&self, key: &mut KeyBuf) {
                (**self).write_key(key);
            }

            #[cfg_attr(not(debug_assertions), inline)]
            fn write_whole(&self, key: &mut KeyBuf) {
                (**self).write_whole(key);
            }
        }
    )+};
}

forward! {
    [T: CacheKey + ?Sized] &T => T,
    [T: CacheKey + ?Sized] &mut T => T,
    [T: CacheKey + ?Sized] Box<T> => T,
    [T: CacheKey + ?Sized] Arc<T> => T,
    [T: CacheKey + ?Sized] Rc<T> => T,
    [T: CacheKey + ToOwned + ?Sized] Cow<'_, T> => T,
}

#[diagnostic::do_not_recommend]
impl<T: CacheKey> CacheKey for [T] {
    fn write_key(&self, key: &mut KeyBuf) {
        T::write_slice(self, key);
    }
}

#[diagnostic::do_not_recommend]
impl<T: CacheKey, const N: usize> CacheKey for [T; N] {
    fn write_key(&self, key: &mut KeyBuf) {
        T::write_slice(self, key);
    }
}

#[diagnostic::do_not_recommend]
impl<T: CacheKey> CacheKey for Vec<T> {
    fn write_key(&self, key: &mut KeyBuf) {
        T::write_slice(self, key);
    }
}

#[diagnostic::do_not_recommend]
impl<T: CacheKey> CacheKey for BTreeSet<T> {
    fn write_key(&self, key: &mut KeyBuf) {
        write_list(self, key);
    }
}

#[diagnostic::do_not_recommend]
impl<K: CacheKey, V: CacheKey> CacheKey for BTreeMap<K, V> {
    fn write_key(&self, key: &mut KeyBuf) {
        write_list(self, key);
    }
}

#[diagnostic::do_not_recommend]
impl CacheKey for () {
    fn write_key(&self, key: &mut KeyBuf) {
        key.literal("()");
    }
}

/// As `()`: it holds nothing that could differ.
#[diagnostic::do_not_recommend]
impl<T: ?Sized> CacheKey for PhantomData<T> {
    fn write_key(&self, key: &mut KeyBuf) {
        key.literal("()");
    }
}

macro_rules! tuples {
    ($($first:ident $($other:ident)*;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<$first: CacheKey, $($other: CacheKey),*> CacheKey for ($first, $($other,)*) {
            #[cfg_attr(not(debug_assertions), inline)]
            fn write_key(&self, key: &mut KeyBuf) {
                #[allow(non_snake_case)]
                let ($first, $($other,)*) = self;
                key.literal("(");
                $first.write_key(key);
                $(
                    key.literal(",");
                    $other.write_key(key);
                )*
                key.literal(")");
            }
        }
    )+};
}

tuples! {
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
    A B C D E F G H I;
    A B C D E F G H I J;
    A B C D E F G H I J K;
    A B C D E F G H I J K L;
}
