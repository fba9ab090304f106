//! `uuid::Uuid`.

use crate::cache::key::{CacheKey, KeyBuf, words};

#[diagnostic::do_not_recommend]
impl CacheKey for uuid::Uuid {
    #[cfg_attr(not(debug_assertions), inline)]
    fn write_key(&self, key: &mut KeyBuf) {
        let (fours, _) = self.as_bytes().as_chunks::<4>();
        let [first, second, third, last] = fours else {
            return;
        };
        let hex = |four: &[u8; 4]| words::hex(u32::from_le_bytes(*four));
        let (second, third) = (hex(second), hex(third));
        let (low, dash) = (u64::from(u32::MAX), u64::from(b'-'));
        key.push(hex(first), 8);
        key.push(dash | (second & low) << 8, 5);
        key.push(dash | (second >> 32) << 8, 5);
        key.push(dash | (third & low) << 8, 5);
        key.push(dash | (third >> 32) << 8, 5);
        key.push(hex(last), 8);
    }
}
