//! Keys: readable, never the same for two argument lists, and the same wherever they are spelled.

mod injective;
mod lookup;
mod pattern;
mod rendering;

use gambeson::CacheKey;
use gambeson::cache::{Key, KeyBuf};

/// A value as the only part of a key.
fn render(value: &(impl CacheKey + ?Sized)) -> String {
    let mut key = KeyBuf::new();
    value.write_key(&mut key);
    String::from_utf8(key.as_bytes().to_vec()).expect("a key is text")
}

/// What the macros make of a template: its text, and the holes between.
fn template(texts: &[&str], holes: &[&dyn Fn(&mut KeyBuf)]) -> Key {
    let mut key = KeyBuf::new();
    for (at, text) in texts.iter().enumerate() {
        key.literal(text);
        if let Some(hole) = holes.get(at) {
            hole(&mut key);
        }
    }
    key.finish()
}
