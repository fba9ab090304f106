//! What a tag is called, in the registry and in Redis.

use crate::cache::key::{Key, KeyBuf};

/// How many stripes there are. All processes agree on it.
pub(crate) const STRIPES: usize = 16;

/// What the names of all tags and stripes begin with. No entry is called like that: keys that are made
/// by templates hold a `%` only before two digits, `~` or nothing.
const START: &str = "%tag{";

/// A tag: `%tag{7}:org:42`, and `%tag{7}` is its stripe. The braces put both into one slot of a
/// cluster.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Tag {
    name: Key,
    stripe: usize,
}

impl Tag {
    /// The tag that users call `tag`.
    pub(crate) fn new(tag: &Key) -> Self {
        let stripe = stripe(tag.as_bytes());
        let mut name = KeyBuf::new();
        name.literal(START);
        name.unsigned(stripe as u64);
        name.literal("}:");
        name.literal(&tag.as_str());
        Self {
            name: name.finish(),
            stripe,
        }
    }

    /// The tag of this name, if it is one.
    pub(crate) fn of_name(name: &Key) -> Option<Self> {
        let stripe = stripe_of(name.as_bytes())?;
        Some(Self {
            name: name.clone(),
            stripe,
        })
    }

    pub(crate) fn name(&self) -> &Key {
        &self.name
    }

    pub(crate) fn stripe(&self) -> usize {
        self.stripe
    }

    /// As users call it; of a very long one, its beginning.
    pub(crate) fn shown(name: &Key) -> Option<String> {
        stripe_of(name.as_bytes())?;
        let name = name.as_str();
        name.split_once("}:").map(|(_, tag)| tag.to_owned())
    }
}

/// The number in `%tag{7}:..`.
fn stripe_of(name: &[u8]) -> Option<usize> {
    // Nearly all names are keys.
    if name.first() != Some(&b'%') {
        return None;
    }
    let rest = name.strip_prefix(START.as_bytes())?;
    let end = rest.iter().position(|&byte| byte == b'}')?;
    let (number, tag) = rest.split_at_checked(end)?;
    let number: usize = std::str::from_utf8(number).ok()?.parse().ok()?;
    (number < STRIPES && tag.starts_with(b"}:")).then_some(number)
}

/// FNV-1a, mixed, of which all processes and versions must give the same: a tag is in one stripe for all.
fn stripe(tag: &[u8]) -> usize {
    let hash = tag.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    // Of tags that differ in their last byte only, FNV leaves most bits alike: those of MurmurHash3's
    // last step differ in all.
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    let stripe = (hash ^ (hash >> 33)) % STRIPES as u64;
    usize::try_from(stripe).unwrap_or(0)
}

#[cfg(feature = "redis")]
pub(crate) mod in_redis {
    //! Names of stripes and tags, behind the prefix of a manager.

    use super::{START, Tag, stripe_of};
    use crate::cache::key::Key;

    impl Tag {
        /// The stripe of this number.
        pub(crate) fn stripe_name(stripe: usize) -> Key {
            Key::from(format!("{START}{stripe}}}"))
        }

        /// How much of the name of a tag, if it is one, is the name of its stripe.
        pub(crate) fn stripe_length(name: &[u8]) -> Option<usize> {
            stripe_of(name)?;
            let end = name.iter().position(|&byte| byte == b'}')?;
            Some(end + 1)
        }

        /// What the names of all tags and stripes begin with.
        pub(crate) fn start() -> &'static [u8] {
            START.as_bytes()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_known_by_its_name_and_nothing_else_is_one() {
        for tag in ["org:7", "", "a}b", "%tag{3}:x", "ü"] {
            let tag = Tag::new(&Key::from(tag));
            assert_eq!(Tag::of_name(tag.name()), Some(tag.clone()));
        }
        for name in [
            "user:1",
            "%",
            "%tag",
            "%tag{3}",
            "%tag{16}:x",
            "%tag{x}:y",
            "%limit:a",
        ] {
            assert_eq!(Tag::of_name(&Key::from(name)), None, "{name}");
        }
    }

    #[test]
    fn a_tag_is_shown_as_it_was_given() {
        for tag in ["org:7", "a}:b", ""] {
            let name = Tag::new(&Key::from(tag));
            assert_eq!(Tag::shown(name.name()).as_deref(), Some(tag));
        }
        assert_eq!(Tag::shown(&Key::from("user:1")), None);
    }

    #[test]
    fn a_very_long_tag_keeps_its_stripe_and_is_told_from_others() {
        let tag = |last: char| Tag::new(&Key::from(format!("{}{last}", "x".repeat(390))));
        assert_ne!(tag('a'), tag('b'));
        assert_eq!(Tag::of_name(tag('a').name()), Some(tag('a')));
    }

    #[test]
    fn a_tag_is_in_the_same_stripe_in_every_version() {
        let stripes: Vec<usize> = (0..8)
            .map(|n| Tag::new(&Key::from(format!("org:{n}"))).stripe())
            .collect();
        assert_eq!(stripes, STRIPES_OF_ORGS);
    }

    const STRIPES_OF_ORGS: [usize; 8] = [9, 12, 5, 8, 5, 6, 2, 1];
}
