//! Text.

use crate::cache::key::{CacheKey, KeyBuf};

impl CacheKey for str {
    #[inline]
    fn write_key(&self, key: &mut KeyBuf) {
        key.text(self);
    }

    #[inline]
    fn write_whole(&self, key: &mut KeyBuf) {
        key.literal(self);
    }
}

impl CacheKey for String {
    #[inline]
    fn write_key(&self, key: &mut KeyBuf) {
        key.text(self);
    }

    #[inline]
    fn write_whole(&self, key: &mut KeyBuf) {
        key.literal(self);
    }
}

impl CacheKey for char {
    fn write_key(&self, key: &mut KeyBuf) {
        key.text(self.encode_utf8(&mut [0; 4]));
    }
}
