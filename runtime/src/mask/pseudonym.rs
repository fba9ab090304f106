//! Pseudonyms: names by which records can be joined without being readable.

use std::fmt;
use std::sync::OnceLock;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::BuildError;
use super::style::{HIDDEN, Pieces};

/// Bytes of the code that are written: twelve hexadecimal digits.
const WRITTEN: usize = 6;
/// Bytes of the longest id of a key.
const LONGEST_ID: usize = 32;
/// What the pseudonyms of a key that was drawn for the process end in.
const PROCESS: &str = "@process";

/// The key, with the state of the hash behind it, so that a pseudonym does not begin with it.
#[derive(Clone)]
struct Key(Hmac<Sha256>);

/// The key that was drawn for this process; `None` if there was no randomness to be had.
static DRAWN: OnceLock<Option<Key>> = OnceLock::new();

/// What makes pseudonyms. The default draws a key for the process when it is first needed.
#[derive(Clone, Default)]
pub(crate) struct Pseudonyms {
    given: Option<Given>,
}

#[derive(Clone)]
struct Given {
    key: Key,
    /// `@` and the id.
    ending: Box<str>,
}

impl Pseudonyms {
    /// Pseudonyms by a key of one's own, which end in `@` and its id.
    ///
    /// # Errors
    ///
    /// If the key is empty, or the id is not one to 32 letters, digits, `_` and `-`.
    pub(crate) fn new(id: &str, key: &[u8]) -> Result<Self, BuildError> {
        let refused = |reason: &'static str| BuildError::PseudonymKey {
            reason: reason.into(),
        };
        let word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        if id.is_empty() || id.len() > LONGEST_ID || !id.bytes().all(word) {
            return Err(refused(
                "its id has to be one to 32 letters, digits, `_` or `-`, as in `v1`",
            ));
        }
        if key.is_empty() {
            return Err(refused("it is empty; give 32 random bytes"));
        }
        let key = Key::new(key).ok_or_else(|| refused("it cannot be used for HMAC-SHA256"))?;
        let ending = format!("@{id}").into_boxed_str();
        Ok(Pseudonyms {
            given: Some(Given { key, ending }),
        })
    }

    /// `email_7f3a9c2b1d4e@v1`. A text that is one already stays; without a key it is hidden.
    pub(super) fn pieces<'a>(&'a self, name: &'a str, text: &[u8]) -> Pieces<'a> {
        let (key, ending) = match &self.given {
            Some(given) => (Some(&given.key), &*given.ending),
            None => (DRAWN.get_or_init(Key::draw).as_ref(), PROCESS),
        };
        let pieces = Pieces::of(name, "_", ending);
        if let Some(digits) = written(name, text, ending) {
            return pieces.with_made(digits.iter().copied());
        }
        match key {
            Some(key) => pieces.with_made(key.digits(name, text)),
            None => Pieces::whole(HIDDEN),
        }
    }
}

impl fmt::Debug for Pseudonyms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ending = self.given.as_ref().map_or(PROCESS, |given| &given.ending);
        write!(f, "Pseudonyms({ending})")
    }
}

/// Whether it has the form of a pseudonym, of whatever name and key.
pub(crate) fn is_pseudonym(text: &[u8]) -> bool {
    let Some(at) = memchr::memchr(b'@', text) else {
        return false;
    };
    let (head, ending) = text.split_at(at);
    let Some((name, digits)) = head.split_last_chunk::<{ 2 * WRITTEN }>() else {
        return false;
    };
    let hex = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    name.len() > 1
        && name.ends_with(b"_")
        && digits.iter().all(hex)
        && (2..=LONGEST_ID + 1).contains(&ending.len())
        && ending.iter().skip(1).all(word)
}

/// The digits of a text that is a pseudonym of this name and key.
fn written<'t>(name: &str, text: &'t [u8], ending: &str) -> Option<&'t [u8]> {
    let digits = text
        .strip_prefix(name.as_bytes())?
        .strip_prefix(b"_")?
        .strip_suffix(ending.as_bytes())?;
    let hex = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    (digits.len() == 2 * WRITTEN && digits.iter().all(hex)).then_some(digits)
}

impl Key {
    fn new(key: &[u8]) -> Option<Self> {
        Hmac::new_from_slice(key).ok().map(Key)
    }

    fn draw() -> Option<Self> {
        let mut key = zeroize::Zeroizing::new([0; 32]);
        getrandom::fill(&mut *key).ok()?;
        Key::new(&*key)
    }

    /// The name is closed by a zero, so that no name and text give the code of another pair.
    fn digits(&self, name: &str, text: &[u8]) -> impl Iterator<Item = u8> {
        let mut code = self.0.clone();
        code.update(name.as_bytes());
        code.update(&[0]);
        code.update(text);
        let code: [u8; 32] = code.finalize().into_bytes().into();
        code.into_iter()
            .take(WRITTEN)
            .flat_map(|byte| [byte >> 4, byte & 15].map(hex))
    }
}

fn hex(half: u8) -> u8 {
    if half < 10 {
        b'0' + half
    } else {
        b'a' + half - 10
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(pseudonyms: &Pseudonyms, name: &str, text: &str) -> String {
        let mut out = Vec::new();
        pseudonyms.pieces(name, text.as_bytes()).append(&mut out);
        String::from_utf8(out).unwrap()
    }

    fn keyed(id: &str, key: &[u8]) -> Pseudonyms {
        Pseudonyms::new(id, key).unwrap()
    }

    #[test]
    fn a_pseudonym_is_the_start_of_the_hmac_of_name_zero_and_text() {
        // printf 'email\0john@example.com' | openssl dgst -sha256 -hmac key
        assert_eq!(
            made(&keyed("v1", b"key"), "email", "john@example.com"),
            "email_92fa69d34633@v1"
        );
    }

    #[test]
    fn one_text_has_one_pseudonym_and_another_text_key_or_name_gives_another() {
        let keys = keyed("v1", b"a key");
        let first = made(&keys, "email", "john@example.com");
        assert_eq!(first, made(&keys, "email", "john@example.com"));
        assert_ne!(first, made(&keys, "email", "joan@example.com"));
        assert_ne!(
            first,
            made(&keyed("v1", b"b key"), "email", "john@example.com")
        );
        let digits = |text: &str| text.split('_').next_back().unwrap().to_owned();
        assert_ne!(
            digits(&first),
            digits(&made(&keys, "phone", "john@example.com"))
        );
    }

    #[test]
    fn a_pseudonym_stays_and_that_of_another_kind_or_key_does_not() {
        let keys = keyed("v1", b"a key");
        let once = made(&keys, "email", "john@example.com");
        assert_eq!(made(&keys, "email", &once), once);
        assert_ne!(made(&keys, "phone", &once), once);
        assert_ne!(made(&keyed("v2", b"a key"), "email", &once), once);
    }

    #[test]
    fn pseudonyms_are_told_from_addresses() {
        for text in ["email_7f3a9c2b1d4e@v1", "us_itin_7f3a9c2b1d4e@process"] {
            assert!(is_pseudonym(text.as_bytes()), "{text}");
        }
        for text in [
            "email_7f3a9c2b1d4e@example.com",
            "email_7f3a9c2b1d4e@",
            "email_7f3a9c2b1d4e",
            "_7f3a9c2b1d4e@v1",
            "email_7f3a9c2b1d4@v1",
            "email_7F3A9C2B1D4E@v1",
            "",
        ] {
            assert!(!is_pseudonym(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn without_a_key_one_is_drawn_that_lasts_as_long_as_the_process() {
        let once = made(&Pseudonyms::default(), "email", "john@example.com");
        assert!(once.starts_with("email_") && once.ends_with("@process"));
        assert_eq!(once.len(), "email_".len() + 12 + "@process".len());
        assert_eq!(
            once,
            made(&Pseudonyms::default(), "email", "john@example.com")
        );
    }

    #[test]
    fn an_empty_key_and_an_id_that_is_no_word_are_refused() {
        for (id, key) in [
            ("v1", ""),
            ("", "k"),
            ("v 1", "k"),
            ("v1.com", "k"),
            ("é", "k"),
        ] {
            let refused = Pseudonyms::new(id, key.as_bytes());
            assert!(
                matches!(refused, Err(BuildError::PseudonymKey { .. })),
                "{id:?} {key:?}"
            );
        }
        assert!(Pseudonyms::new(&"v".repeat(33), b"k").is_err());
    }

    #[test]
    fn debug_does_not_show_the_key() {
        let shown = format!("{:?}", keyed("v1", b"a key"));
        assert_eq!(shown, "Pseudonyms(@v1)");
    }
}
