//! A pattern means in memory what it means to Redis.

use gambeson::cache::Pattern;
use gambeson_tests::redis_server::{RedisServer, Reply};
use proptest::prelude::*;

/// Redis' own matcher (`stringmatchlen` of its util.c), as it stands there.
fn redis_matches(mut pattern: &[u8], mut text: &[u8]) -> bool {
    while let Some((&first, after)) = pattern.split_first() {
        match first {
            b'*' => {
                return (0..=text.len()).any(|skip| redis_matches(after, &text[skip..]));
            }
            _ if text.is_empty() => return false,
            b'?' => pattern = after,
            b'[' => {
                pattern = after;
                let negated = pattern.first() == Some(&b'^');
                if negated {
                    pattern = &pattern[1..];
                }
                let mut found = false;
                loop {
                    match *pattern {
                        [b'\\', escaped, ..] => {
                            found |= escaped == text[0];
                            pattern = &pattern[2..];
                        }
                        [b']', ..] => {
                            pattern = &pattern[1..];
                            break;
                        }
                        [] => break,
                        [start, b'-', end, ..] => {
                            found |= (start.min(end)..=start.max(end)).contains(&text[0]);
                            pattern = &pattern[3..];
                        }
                        [own, ..] => {
                            found |= own == text[0];
                            pattern = &pattern[1..];
                        }
                    }
                }
                if found == negated {
                    return false;
                }
            }
            b'\\' if !after.is_empty() => {
                if after[0] != text[0] {
                    return false;
                }
                pattern = &after[1..];
            }
            own => {
                if own != text[0] {
                    return false;
                }
                pattern = after;
            }
        }
        text = &text[1..];
    }
    text.is_empty()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_pattern_matches_what_it_matches_in_redis(
        glob in "[ab:*?é\\\\\\[\\]^-]{1,10}",
        text in "[ab:*?é\\\\\\[\\]^-]{0,8}",
    ) {
        if let Ok(pattern) = Pattern::new(&glob) {
            let expected = redis_matches(glob.as_bytes(), text.as_bytes());
            prop_assert_eq!(pattern.matches(text.as_bytes()), expected);
            // What is sent to Redis means the same, behind a prefix that means nothing to a glob.
            let sent = pattern.as_redis_glob("");
            prop_assert_eq!(redis_matches(sent.as_bytes(), text.as_bytes()), expected, "{}", sent);
            let sent = pattern.as_redis_glob("a*[b]");
            let prefixed = format!("a*[b]:{text}");
            prop_assert_eq!(redis_matches(sent.as_bytes(), prefixed.as_bytes()), expected, "{}", sent);
            let other = format!("ab:{text}");
            prop_assert!(!redis_matches(sent.as_bytes(), other.as_bytes()));
            if pattern.matches_everything() && !text.is_empty() {
                prop_assert!(expected);
            }
        }
    }

    #[test]
    fn a_text_matches_itself_escaped(text in "\\PC{1,20}") {
        let glob: String = text.chars().flat_map(|letter| ['\\', letter]).collect();
        let pattern = Pattern::new(&glob).expect("every character is escaped");
        prop_assert!(pattern.matches(text.as_bytes()));
        let longer = format!("{text}x");
        prop_assert!(!pattern.matches(longer.as_bytes()));
        prop_assert!(!pattern.matches_everything());
    }
}

#[test]
fn what_would_surprise_is_refused_with_what_to_write() {
    for (glob, hint) in [
        ("", "`user:*`"),
        ("user:[ab", "`\\[`"),
        ("user:[", "`\\[`"),
        ("user:[\\", "`\\[`"),
        ("user:[]", "`\\[` and `\\]`"),
        ("user:[^]", "`\\[` and `\\]`"),
        ("user:[a-]", "`\\-`"),
        ("user:[a-", "`\\-`"),
        ("user:[a-\\]]", "`\\-`"),
        ("user:[é]", "`*`"),
        ("user:[a-é]", "`*`"),
        ("user:\\", "`\\\\`"),
    ] {
        let error = Pattern::new(glob).expect_err(glob).to_string();
        assert!(error.contains(hint), "{glob}: {error}");
    }
}

#[test]
fn what_matches_every_key_is_known() {
    for glob in ["*", "**", "?*", "*?", "*?*"] {
        assert!(
            Pattern::new(glob).expect(glob).matches_everything(),
            "{glob}"
        );
    }
    for glob in ["?", "a*", "*a", "??*", "\\*", "[a]*", "user:*"] {
        assert!(
            !Pattern::new(glob).expect(glob).matches_everything(),
            "{glob}"
        );
    }
}

#[test]
fn a_pattern_of_many_stars_takes_no_longer_than_the_product_of_the_lengths() {
    let pattern = Pattern::new(&("a*".repeat(200) + "b")).expect("a pattern");
    // A matcher that tries each star in turn would not come back.
    assert!(!pattern.matches("a".repeat(20_000).as_bytes()));
    assert!(pattern.matches(("a".repeat(20_000) + "b").as_bytes()));
}

#[test]
fn a_real_redis_finds_the_same_keys() {
    let keys = [
        "user:1",
        "user:42",
        "user:%",
        "user:%3A",
        "user:",
        "users:1",
        "page:(1,de)",
        "page:[1,2]",
        "page:~",
        "a*b",
        "a?b",
        "a[b]",
        "a\\b",
        "a^b",
        "a-b",
        "a]b",
        "é",
        "ab",
        "b",
    ];
    let server = RedisServer::start();
    for key in keys {
        for prefix in ["", "shop:", "sh*p:"] {
            server.command(&["SET", &format!("{prefix}{key}"), "1"]);
        }
    }
    for glob in [
        "*",
        "user:*",
        "user:?",
        "user:??",
        "user:[0-9]*",
        "user:[^0-9]*",
        "page:\\[*",
        "page:(*,*)",
        "page:[~(]*",
        "a\\*b",
        "a\\?b",
        "a\\[b\\]",
        "a\\\\b",
        "a[*?]b",
        "a[\\]\\\\^\\-]b",
        "a[9-0a-z^]b",
        "a[^*]b",
        "??",
        "é",
        "*b",
        "\\é",
        "[^a]",
        "[!-~]*",
    ] {
        let pattern = Pattern::new(glob).expect(glob);
        for prefix in ["shop", "sh*p"] {
            let Reply::Array(found) = server.command(&["KEYS", &pattern.as_redis_glob(prefix)])
            else {
                panic!("KEYS answers with a list");
            };
            let mut found: Vec<String> = found.iter().map(Reply::text).collect();
            found.sort();
            let mut expected: Vec<String> = keys
                .iter()
                .filter(|key| pattern.matches(key.as_bytes()))
                .map(|key| format!("{prefix}:{key}"))
                .collect();
            expected.sort();
            assert_eq!(found, expected, "{glob} behind {prefix}");
        }
    }
}
