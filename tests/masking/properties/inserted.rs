//! Whatever is inserted is found.

use gambeson::Masker;
use proptest::prelude::*;

use super::given::{cases, given, hides_all, private_key, secret, words};

proptest! {
    #![proptest_config(cases(500))]

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

/// Where a text begins, and where a value of JSON or of a query begins.
#[test]
fn a_number_is_found_where_a_value_begins() {
    let masker = Masker::global();
    for number in [
        "4111-1111-1111-1234",
        "415-555-0132",
        "123-45-6789",
        "4111111111111111",
    ] {
        let hidden = &number[..7];
        let query = format!("a={number}&b=1");
        let json = format!("{{\"a\":\"{number}\",\"b\":[\"{number}\"]}}");
        let everywhere = [
            masker.mask(number).into_owned(),
            masker.mask(&format!("a={number}")).into_owned(),
            masker.mask(&format!("\"{number}\"")).into_owned(),
            masker.mask_query(&query).into_owned(),
            masker.mask_url(&format!("/path?{query}")).into_owned(),
            String::from_utf8_lossy(&masker.mask_json_bytes(json.as_bytes())).into_owned(),
        ];
        for masked in everywhere {
            assert!(!masked.contains(hidden), "{masked}");
        }
    }
}
