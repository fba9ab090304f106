//! What can be a key by itself: the expression of `key = expr`, and what the manager takes.

use super::{CacheKey, Key, KeyBuf};

/// What `key = expr` takes: a [`Key`], or anything that could be part of one. Text is the key as it
/// is: with no separators around it there is nothing to escape.
///
/// ```
/// use gambeson::cache::{IntoKeyBuf, Key};
///
/// assert_eq!("user:42".into_key_buf().finish(), Key::from("user:42"));
/// assert_eq!((7, "a:b").into_key_buf().finish(), Key::from("(7,a%3Ab)"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a cache key",
    label = "cannot be a cache key",
    note = "a key is a `Key`, as `gambeson::key!` makes it, or a value of a type that implements `CacheKey`"
)]
pub trait IntoKeyBuf {
    /// The key, ready to be looked up.
    fn into_key_buf(self) -> KeyBuf;

    /// The same, into a buffer that is empty: it is too large to be moved for nothing.
    #[doc(hidden)]
    fn write_to(self, key: &mut KeyBuf)
    where
        Self: Sized,
    {
        *key = self.into_key_buf();
    }
}

#[diagnostic::do_not_recommend]
impl<T: CacheKey> IntoKeyBuf for T {
    #[cfg_attr(not(debug_assertions), inline)]
    fn into_key_buf(self) -> KeyBuf {
        let mut key = KeyBuf::new();
        self.write_whole(&mut key);
        key
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn write_to(self, key: &mut KeyBuf) {
        self.write_whole(key);
    }
}

#[diagnostic::do_not_recommend]
impl IntoKeyBuf for Key {
    fn into_key_buf(self) -> KeyBuf {
        (&self).into_key_buf()
    }
}

#[diagnostic::do_not_recommend]
impl IntoKeyBuf for &Key {
    fn into_key_buf(self) -> KeyBuf {
        let mut key = KeyBuf::new();
        key.words_of(self);
        key
    }
}

/// What the manager takes for a key or a tag: text, or a [`Key`] as [`key!`](macro@crate::key) makes it.
///
/// ```
/// use gambeson::cache::{IntoKey, Key};
///
/// let id = 42;
/// assert_eq!("user:42".into_key(), Key::from("user:42"));
/// assert_eq!(gambeson::key!("user:{id}").into_key(), Key::from("user:42"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a key nor a tag",
    label = "write text, such as `\"users\"`, or a template of what tells entries apart: `gambeson::key!(\"user:{{id}}\")`"
)]
pub trait IntoKey {
    /// The key.
    fn into_key(self) -> Key;
}

#[diagnostic::do_not_recommend]
impl<T: Into<Key>> IntoKey for T {
    #[cfg_attr(not(debug_assertions), inline)]
    fn into_key(self) -> Key {
        self.into()
    }
}

/// What the manager takes for many keys or tags: a list, or any iterator, of what one can be.
///
/// ```
/// use gambeson::cache::{IntoKeys, Key};
///
/// assert_eq!(["user:1", "user:2"].into_keys(), [Key::from("user:1"), Key::from("user:2")]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no list of keys or tags",
    label = "write a list of text, such as `[\"users\"]`, or of keys: `[gambeson::key!(\"user:{{id}}\")]`"
)]
pub trait IntoKeys {
    /// The keys, in their order.
    fn into_keys(self) -> Vec<Key>;
}

#[diagnostic::do_not_recommend]
impl<I: IntoIterator<Item: IntoKey>> IntoKeys for I {
    fn into_keys(self) -> Vec<Key> {
        self.into_iter().map(IntoKey::into_key).collect()
    }
}
