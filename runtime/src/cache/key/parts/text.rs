//! Text.

use crate::cache::key::{CacheKey, KeyBuf};

#[diagnostic::do_not_recommend]
impl CacheKey for str {
    #[cfg_attr(not(debug_assertions), inline)]
    fn write_key(&self, key: &mut KeyBuf) {
        key.text(self);
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn write_whole(&self, key: &mut KeyBuf) {
        key.literal(self);
    }
}

#[diagnostic::do_not_recommend]
impl CacheKey for String {
    #[cfg_attr(not(debug_assertions), inline)]
    fn write_key(&self, key: &mut KeyBuf) {
        key.text(self);
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn write_whole(&self, key: &mut KeyBuf) {
        key.literal(self);
    }
}

#[diagnostic::do_not_recommend]
impl CacheKey for char {
    fn write_key(&self, key: &mut KeyBuf) {
        key.text(self.encode_utf8(&mut [0; 4]));
    }
}
