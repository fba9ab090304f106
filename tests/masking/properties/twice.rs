//! Masking twice changes nothing.

use gambeson::Masker;
use proptest::prelude::*;

use crate::given::{given, private_key, secret};

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_masked_text_stays_as_it_is(given in given(secret())) {
        let masker = Masker::global();
        let once = masker.mask(&given.text);
        prop_assert_eq!(masker.mask(&once), &once);
    }

    #[test]
    fn a_masked_key_stays_as_it_is(given in given(private_key())) {
        let masker = Masker::global();
        let once = masker.mask(&given.text);
        prop_assert_eq!(masker.mask(&once), &once);
    }

    #[test]
    fn masked_json_stays_as_it_is(given in given(secret()), key in "(password|note)") {
        let masker = Masker::global();
        let text = serde_json::json!({ key: [given.text], "n": 4_111_111_111_111_111_u64 }).to_string();
        let once = masker.mask_json_bytes(text.as_bytes());
        prop_assert_eq!(masker.mask_json_bytes(&once), &once[..]);
    }

    #[test]
    fn a_text_grows_little(bytes: Vec<u8>) {
        let masked = Masker::global().mask_bytes(&bytes);
        prop_assert!(masked.len() <= 4 * bytes.len() + 64, "{} bytes became {}", bytes.len(), masked.len());
    }

    #[test]
    fn text_and_bytes_become_the_same(text: String) {
        let masker = Masker::global();
        prop_assert_eq!(masker.mask(&text).as_bytes(), &*masker.mask_bytes(text.as_bytes()));
    }
}
