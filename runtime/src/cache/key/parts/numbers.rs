//! Integers and `bool`.

use std::num::NonZero;

use crate::cache::key::{CacheKey, KeyBuf};

macro_rules! integers {
    ($method:ident($wide:ty): $($int:ty),+) => {$(
        #[diagnostic::do_not_recommend]
        impl CacheKey for $int {
            #[cfg_attr(not(debug_assertions), inline)]
            fn write_key(&self, key: &mut KeyBuf) {
                key.$method(<$wide>::from(*self));
            }
        }
        nonzero!($int);
    )+};
}

macro_rules! nonzero {
    ($($int:ty),+) => {$(
        #[diagnostic::do_not_recommend]
        impl CacheKey for NonZero<$int> {
            #[cfg_attr(not(debug_assertions), inline)]
            fn write_key(&self, key: &mut KeyBuf) {
                self.get().write_key(key);
            }
        }
    )+};
}

integers!(unsigned(u64): u16, u32, u64);
integers!(signed(i64): i8, i16, i32, i64);
integers!(unsigned_wide(u128): u128);
integers!(signed_wide(i128): i128);
nonzero!(u8, usize, isize);

#[diagnostic::do_not_recommend]
impl CacheKey for u8 {
    #[cfg_attr(not(debug_assertions), inline)]
    fn write_key(&self, key: &mut KeyBuf) {
        key.unsigned(u64::from(*self));
    }

    fn write_slice(items: &[Self], key: &mut KeyBuf) {
        key.bytes(items);
    }
}

#[diagnostic::do_not_recommend]
impl CacheKey for usize {
    #[cfg_attr(not(debug_assertions), inline)]
    fn write_key(&self, key: &mut KeyBuf) {
        // Lossless: no target has a wider one.
        key.unsigned(*self as u64);
    }
}

#[diagnostic::do_not_recommend]
impl CacheKey for isize {
    #[cfg_attr(not(debug_assertions), inline)]
    fn write_key(&self, key: &mut KeyBuf) {
        key.signed(*self as i64);
    }
}

#[diagnostic::do_not_recommend]
impl CacheKey for bool {
    #[cfg_attr(not(debug_assertions), inline)]
    fn write_key(&self, key: &mut KeyBuf) {
        key.literal(if *self { "true" } else { "false" });
    }
}
