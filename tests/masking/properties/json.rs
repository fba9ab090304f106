//! The same for JSON.

use gambeson::Masker;
use proptest::prelude::*;
use serde_json::json;

use super::given::{cases, given, hides_all, secret};

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn masked_json_stays_as_it_is(given in given(secret()), key in "(password|note)") {
        let masker = Masker::global();
        let text = serde_json::json!({ key: [given.text], "n": 4_111_111_111_111_111_u64 }).to_string();
        let once = masker.mask_json_bytes(text.as_bytes());
        let twice = masker.mask_json_bytes(&once);
        prop_assert_eq!(String::from_utf8_lossy(&twice), String::from_utf8_lossy(&once));
    }

    #[test]
    fn a_secret_in_a_string_of_json_is_found(given in given(secret()), key in "[a-f]{1,6}", pretty: bool) {
        let value = json!({ "id": 7, key: [given.text, { "n": null }] });
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
        let text = text.expect("a value is JSON");
        let masked = Masker::global().mask_json_bytes(text.as_bytes());
        hides_all(&String::from_utf8_lossy(&masked), &given.secrets)?;
        let mut value = value;
        Masker::global().mask_json(&mut value);
        hides_all(&value.to_string(), &given.secrets)?;
    }

    #[test]
    fn a_value_under_a_sensitive_key_of_json_is_found(
        key in "(password|apiKey|x-api-key|client_secret|accessToken|cvv)",
        canary in "canary[a-z]{8}",
        shape in 0_u8..4,
    ) {
        let value = match shape {
            0 => json!(canary),
            1 => json!([1, [canary]]),
            2 => json!({ "deep": { "deeper": canary } }),
            _ => json!(json!({ "inner": canary }).to_string()),
        };
        let text = json!({ "a": { key: value }, "b": "kept" }).to_string();
        let masked = Masker::global().mask_json_bytes(text.as_bytes());
        let masked = String::from_utf8_lossy(&masked);
        prop_assert!(!masked.contains(&canary), "{masked}");
        prop_assert!(masked.contains("kept"), "{masked}");
    }
}
