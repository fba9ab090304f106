//! What the one key of a check is called in the server.

use sha2::{Digest as _, Sha256};

/// Bytes of the longest key that stands there as it is.
const LONGEST: usize = 400;
/// Before the hash of a key that does not.
const HASHED: &[u8] = b"%~";

/// The beginning of all names of one limiter: `prefix`, its name and a mark, a `:`. A `:` in the name
/// is written otherwise, so that no key of one limiter is a key of another.
pub(super) fn stem(prefix: &[u8], name: &str, mark: &str) -> Box<[u8]> {
    let name = name.replace("::", ".").replace(':', "%3A");
    [prefix, name.as_bytes(), mark.as_bytes(), b":"]
        .concat()
        .into()
}

/// What a key of any bytes is called: itself, or its hash if it is long.
pub(super) fn of(stem: &[u8], key: &[u8]) -> Vec<u8> {
    if key.len() <= LONGEST && !key.starts_with(HASHED) {
        return [stem, key].concat();
    }
    let mut name = [stem, HASHED].concat();
    for byte in Sha256::digest(key) {
        name.extend_from_slice(format!("{byte:02x}").as_bytes());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_keys_have_one_name() {
        let stem = stem(b"p:%limit:", "shop::login", "");
        assert_eq!(of(&stem, b"ada"), b"p:%limit:shop.login:ada");
        let long = vec![b'a'; 1 << 20];
        let short = of(&stem, &long);
        assert!(short.len() < 100);
        let imitated = short
            .strip_prefix(&stem[..])
            .expect("it begins with the stem");
        assert_ne!(of(&stem, imitated), short);
        assert_ne!(of(&stem, b""), of(&stem, b"%~"));
    }

    #[test]
    fn a_key_never_reaches_into_the_name_of_another_limiter() {
        let (one, other) = (stem(b"", "a", ""), stem(b"", "a:b", ""));
        assert_ne!(of(&one, b"b:c"), of(&other, b"c"));
    }
}
