//! Whatever is inserted is found.

use gambeson::Masker;
use proptest::prelude::*;

use crate::given::{given, hides_all, private_key, secret, words};

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_secret_in_text_is_found(given in given(secret())) {
        hides_all(&Masker::global().mask(&given.text), &given.secrets)?;
    }

    #[test]
    fn a_private_key_in_text_is_found(given in given(private_key())) {
        hides_all(&Masker::global().mask(&given.text), &given.secrets)?;
    }

    #[test]
    fn a_secret_among_bytes_that_are_no_text_is_found(
        before in proptest::collection::vec(0x80_u8.., 0..40),
        given in given(secret()),
    ) {
        let bytes = [&before[..], b"\xFF\n", given.text.as_bytes(), b"\xC3"].concat();
        let masked = Masker::global().mask_bytes(&bytes);
        hides_all(&String::from_utf8_lossy(&masked), &given.secrets)?;
        prop_assert!(masked.starts_with(&before));
    }

    #[test]
    fn words_are_left_as_they_are(words in words()) {
        let masked = Masker::global().mask(&words);
        prop_assert_eq!(&masked, &words);
    }
}
