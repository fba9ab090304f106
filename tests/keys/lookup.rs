//! A key is the same while it is written, kept, hashed and compared.

use std::hash::BuildHasher;

use gambeson::CacheKey;
use gambeson::cache::{IntoKeyBuf, Key, KeyBuf};
use proptest::prelude::*;
use quick_cache::Equivalent;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_found_by_what_is_kept(
        parts in prop::collection::vec(prop_oneof![
            ".{0,30}",
            (any::<u64>(), 0_u32..64).prop_map(|(n, shift)| (n >> shift).to_string()),
        ], 0..20),
        other in ".{0,60}",
    ) {
        let hasher = foldhash::quality::RandomState::default();
        let mut written = KeyBuf::new();
        let mut text = String::new();
        for part in &parts {
            written.literal(part);
            text.push_str(part);
        }
        written.settle();
        let kept = Key::from(text.as_str());
        prop_assert_eq!(hasher.hash_one(&written), hasher.hash_one(&kept));
        prop_assert!(written.equivalent(&kept));
        prop_assert_eq!(written.as_bytes(), kept.as_bytes());
        prop_assert_eq!(written.len(), kept.len());

        let unlike = Key::from(other.as_str());
        prop_assert_eq!(written.equivalent(&unlike), other == text);
        prop_assert_eq!(kept == unlike, other == text);
        prop_assert_eq!(kept.cmp(&unlike), kept.as_bytes().cmp(unlike.as_bytes()));
        prop_assert_eq!(written.finish(), kept);
    }

    #[test]
    fn numbers_and_texts_render_as_format_does(
        prefix in "[a-z:/]{0,12}",
        tenant in "[A-Za-z0-9_.@é-]{1,40}",
        id in (any::<u64>(), 0_u32..64).prop_map(|(n, shift)| n >> shift),
        delta in (any::<i64>(), 0_u32..64).prop_map(|(n, shift)| n >> shift),
        wide in (any::<u128>(), 0_u32..128).prop_map(|(n, shift)| n >> shift),
        signed in (any::<i128>(), 0_u32..128).prop_map(|(n, shift)| n >> shift),
    ) {
        let mut key = KeyBuf::new();
        key.literal(&prefix);
        tenant.write_key(&mut key);
        key.literal(":");
        id.write_key(&mut key);
        key.literal("/");
        delta.write_key(&mut key);
        key.literal(":");
        wide.write_key(&mut key);
        key.literal(":");
        signed.write_key(&mut key);
        prop_assert_eq!(key.finish().to_string(), format!("{prefix}{tenant}:{id}/{delta}:{wide}:{signed}"));
    }

    #[test]
    fn escaped_text_is_that_of_percent_encoding(text in ".{0,40}", shift in 0_usize..8) {
        let mut key = KeyBuf::new();
        key.literal(&"x".repeat(shift));
        key.text(&text);
        let expected: String = text.chars().map(|letter| match letter {
            'A'..='Z' | 'a'..='z' | '0'..='9' | '-' | '.' | '@' | '_' => letter.to_string(),
            letter if letter.is_ascii() => format!("%{:02X}", u32::from(letter)),
            letter => letter.to_string(),
        }).collect();
        let expected = if expected.is_empty() { "%" } else { &expected };
        prop_assert_eq!(key.finish().to_string(), "x".repeat(shift) + expected);
    }
}

#[test]
fn every_length_of_key_is_kept_as_it_was_written() {
    let hasher = foldhash::quality::RandomState::default();
    let text: String = ('a'..='z').cycle().take(400).collect();
    for length in 0..=400 {
        let text = &text[..length];
        let mut byte_by_byte = KeyBuf::new();
        for at in 0..length {
            byte_by_byte.literal(&text[at..=at]);
        }
        let kept = Key::from(text);
        assert_eq!(kept.as_str(), text);
        assert!(byte_by_byte.equivalent(&kept));
        assert_eq!(hasher.hash_one(&byte_by_byte), hasher.hash_one(&kept));
        assert_eq!(byte_by_byte.finish(), kept);
    }
}

#[test]
fn what_differs_only_in_zero_bytes_at_its_end_is_another_key() {
    for length in 0..20 {
        let text = "\0".repeat(length);
        let mut longer = KeyBuf::new();
        longer.literal(&text);
        longer.literal("\0");
        assert!(!longer.equivalent(&Key::from(text.as_str())));
        assert_ne!(longer.finish(), Key::from(text));
    }
}

#[test]
fn a_whole_key_takes_text_as_it_is() {
    assert_eq!("user:4 2".into_key_buf().finish(), Key::from("user:4 2"));
    assert_eq!(
        String::from("a/b").into_key_buf().finish(),
        Key::from("a/b")
    );
    assert_eq!(
        (&Box::<str>::from("a/b")).into_key_buf().finish(),
        Key::from("a/b")
    );
    let key = Key::from("x".repeat(390) + "é:é");
    assert_eq!((&key).into_key_buf().finish(), key);
    assert_eq!(key.clone().into_key_buf().finish(), key);
    assert_eq!(42_u64.into_key_buf().finish(), Key::from("42"));
}
