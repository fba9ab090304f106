//! What can be part of a key.

use super::KeyBuf;

/// What can be part of a cache key.
///
/// Two values that differ must write two different texts; two that are equal should write the same one.
///
/// | type | what it writes |
/// |---|---|
/// | integers, `NonZero` | decimal |
/// | `bool`, `char`, text | itself, escaped; `%` when empty |
/// | `Option` | `~` for `None`; the inside of `Some`, after a `+` where the inside could be `~` too |
/// | tuples, structs (by the derive) | `(a,b)`; a struct of one unnamed field is its inside |
/// | enums (by the derive) | `Name`, `Name(a,b)` |
/// | slices, arrays, `Vec`, `BTreeSet` | `[a,b]` |
/// | `BTreeMap` | `[(k,v),(k,v)]` |
/// | bytes (a slice, array or `Vec` of `u8`) | hexadecimal; `%` when empty |
/// | `Duration` | a whole number of the largest of `s`, `ms`, `us`, `ns` that holds it exactly |
/// | ranges | `[1,5)` for `1..5`, `[1,5]` for `1..=5`, `[1,)`, `(,5)`, `(,5]`, `(,)` |
/// | IP and socket addresses | their text, escaped |
/// | references, `Box`, `Arc`, `Rc`, `Cow` | what they point to |
/// | `Uuid` (feature `uuid`) | hyphenated, lower case |
/// | dates and times of `time` (feature `time`) | ISO 8601, the time of day without colons |
///
/// Not floats, which have two zeros and values that equal nothing: write `x.to_bits()`, or the
/// number in its smallest unit. Not `HashMap` and `HashSet`, which have no order: use the `BTree`
/// ones. Not `PathBuf`, which need not be text: write `path.to_string_lossy()` or
/// `path.as_os_str().as_encoded_bytes()`.
///
/// ```
/// use gambeson::cache::{CacheKey, KeyBuf};
///
/// let mut key = KeyBuf::new();
/// (7_u32, Some("a,b"), vec![1_u16, 2], None::<bool>).write_key(&mut key);
/// assert_eq!(key.finish().to_string(), "(7,a%2Cb,[1,2],~)");
/// ```
///
/// It is derivable; by hand it is written as the page of [`KeyBuf`] shows.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be part of a cache key",
    label = "cannot be part of a cache key",
    note = "for a type of your own, write `#[derive(gambeson::CacheKey)]` on it",
    note = "where it does not tell entries apart, leave it out: `skip(..)` on a function, `#[key(skip)]` on a field",
    note = "a container can be part of a key where what it holds can",
    note = "a float: use `x.to_bits()` or a whole number of its smallest unit; a hash map or set: use `BTreeMap`, `BTreeSet`; a path: use its text"
)]
pub trait CacheKey {
    /// Writes what tells this value from others of its type.
    fn write_key(&self, key: &mut KeyBuf);

    /// Writes it as a whole key, where there is nothing that it could be mistaken for: text is
    /// taken as it is.
    #[doc(hidden)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn write_whole(&self, key: &mut KeyBuf) {
        self.write_key(key);
    }

    /// Whether a value of this type can be written as `~`, so that `Some` of it needs a mark.
    #[doc(hidden)]
    const NULLABLE: bool = false;

    /// Writes a slice of such values.
    #[doc(hidden)]
    fn write_slice(items: &[Self], key: &mut KeyBuf)
    where
        Self: Sized,
    {
        write_list(items, key);
    }
}

/// `[a,b]`
pub(super) fn write_list<T: CacheKey>(items: impl IntoIterator<Item = T>, key: &mut KeyBuf) {
    key.literal("[");
    let mut separator = "";
    for item in items {
        key.literal(separator);
        item.write_key(key);
        separator = ",";
    }
    key.literal("]");
}
