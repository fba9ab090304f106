//! Texts made to be slow: each keeps one part of a masker busy and gives it nothing.

/// A megabyte.
pub(crate) const BYTES: usize = 1_000_000;

/// The name of the case, and what is repeated.
pub(crate) const REPEATED: &[(&str, &str)] = &[
    ("at", "@"),
    ("digits", "7"),
    ("dashes", "-"),
    ("braces", "{"),
    ("quotes", "\""),
    ("eyj", "eyJ"),
    ("a_at", "a@"),
    ("a_at_b_dot", "a@b."),
    ("encoded_at", "%40"),
    ("a_encoded_at", "a%40"),
    ("a_encoded_at_b_dot", "a%40b."),
    ("percent", "%"),
    ("de89", "DE89 "),
    ("key_colon", "key:"),
    ("akey_colon", "akey:"),
    ("pin_colon", "pin:&"),
    ("api_key_id", "api_key_id="),
    ("seven_digits", "1234567 "),
    ("four_and_one", "1111 1 "),
    ("pairs", "12 34 56 78 "),
    ("threes", "123 456 789 "),
    ("fours_and_one", "1111 1111 1111 1 "),
    ("fours_dash", "1111-1111-"),
    ("area_of_one", "123 456 7890 "),
    ("time_stamps", "1234567890123 "),
    ("dates", "2026-11-21 "),
    ("seven_alone", "1234567\n"),
    ("four_and_open", "1111 ("),
    ("twelve_and_one", "012345678901 1 "),
    ("zero_first", "0123 "),
    ("a_equals", "a="),
    ("a_colon", "a:"),
    ("ab12", "AB12 "),
    ("fullwidth_digits", "１"),
    ("accents", "aé"),
    ("digit_colon", "1:"),
    ("digit_dot", "1."),
    ("digit_dash", "1-"),
    ("colons", "::"),
    ("pem_begin", "-----BEGIN PRIVATE KEY"),
    ("token_url", "token_url="),
    ("password", "password="),
    ("sk_live", "sk_live_"),
    ("plus_one", "+1 "),
    ("plus_four", "+1234 "),
    ("five_digits_dash", "12345-"),
    ("userinfo", "://a:b@"),
    ("pem_whole", "-----BEGIN PRIVATE KEY-----"),
    ("fullwidth_and_letter", "１a"),
];

/// `part` over and over, a megabyte of it, cut at the end of a part.
pub(crate) fn repeat(part: &str) -> String {
    part.repeat(BYTES / part.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_a_megabyte_and_a_name_of_its_own() {
        let mut names: Vec<_> = REPEATED.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), REPEATED.len());
        for (name, part) in REPEATED {
            let bytes = repeat(part).len();
            assert!(bytes > BYTES - 64 && bytes <= BYTES, "{name}: {bytes}");
        }
    }
}
