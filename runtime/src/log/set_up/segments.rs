//! Targets by their segments: `shop::api::users`, `api.users`.

/// The words of a target, between `::` and `.`.
pub(super) fn segments(target: &str) -> impl Iterator<Item = &str> {
    target
        .split([':', '.'])
        .filter(|segment| !segment.is_empty())
}

/// Whether two segments are the same word. Packages are `tower-http` where their modules are
/// `tower_http`; both are meant by either.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let letter = |byte: u8| if byte == b'-' { b'_' } else { byte };
    one.len() == other.len()
        && one
            .bytes()
            .zip(other.bytes())
            .all(|(one, other)| letter(one) == letter(other))
}

/// Whether one of the segments of `target` is `word`.
pub(super) fn has(target: &str, word: &str) -> bool {
    segments(target).any(|segment| is_same(segment, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_as_a_whole_segment_wherever_it_stands() {
        for target in [
            "api",
            "shop::api::users",
            "shop::api",
            "api.users",
            "api::v1",
            "a.api",
        ] {
            assert!(has(target, "api"), "{target}");
        }
        for target in [
            "",
            "apiary",
            "shop::apiary::api2",
            "my_api",
            "API",
            "::",
            "ap.i",
        ] {
            assert!(!has(target, "api"), "{target}");
        }
    }

    #[test]
    fn a_package_is_found_by_the_name_of_its_module_too() {
        assert!(has("tower_http::trace", "tower-http"));
        assert!(has("tower-http", "tower_http"));
        assert!(!has("tower::http", "tower_http"));
    }
}
