//! Masking twice changes nothing.

use gambeson::Masker;
use proptest::prelude::*;

use super::given::{cases, given, private_key, secret};

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn a_masked_text_stays_as_it_is(given in given(secret())) {
        let masker = Masker::global();
        let once = masker.mask(&given.text);
        let twice = masker.mask(&once);
        prop_assert_eq!(&twice, &once);
    }

    #[test]
    fn a_masked_key_stays_as_it_is(given in given(private_key())) {
        let masker = Masker::global();
        let once = masker.mask(&given.text);
        let twice = masker.mask(&once);
        prop_assert_eq!(&twice, &once);
    }

    #[test]
    fn a_text_grows_little(bytes: Vec<u8>) {
        let masked = Masker::global().mask_bytes(&bytes);
        prop_assert!(masked.len() <= 4 * bytes.len() + 64, "{} bytes became {}", bytes.len(), masked.len());
    }

    #[test]
    fn text_and_bytes_become_the_same(text: String) {
        let masker = Masker::global();
        let (text, bytes) = (masker.mask(&text), masker.mask_bytes(text.as_bytes()));
        prop_assert_eq!(text.as_bytes(), &*bytes);
    }
}
