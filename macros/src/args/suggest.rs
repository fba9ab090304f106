//! "Did you mean", and lists of what there is.

/// The candidate that `name` most likely stands for.
pub(crate) fn closest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let name = name.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&name, candidate), candidate))
        // In a short name one slip weighs more than the measure allows for.
        .filter(|(likeness, candidate)| {
            *likeness > 0.8 || strsim::osa_distance(&name, candidate) == 1
        })
        .min_by(|(a, one), (b, other)| {
            let slips = |candidate: &str| strsim::osa_distance(&name, candidate);
            slips(one).cmp(&slips(other)).then(b.total_cmp(a))
        })
        .map(|(_, candidate)| candidate)
}

/// `; did you mean `ttl`?`, or nothing.
pub(crate) fn did_you_mean<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> String {
    closest(name, candidates)
        .map(|near| format!("; did you mean `{near}`?"))
        .unwrap_or_default()
}

/// `one of `a`, `b`, `c``, or `only `a`` where there is one.
pub(crate) fn one_of<'a>(candidates: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = candidates.into_iter().map(|c| format!("`{c}`")).collect();
    let lead = if quoted.len() == 1 { "only" } else { "one of" };
    format!("{lead} {}", quoted.join(", "))
}

/// `expireAfterWrite` as `expire_after_write`.
pub(crate) fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len());
    for (place, letter) in name.chars().enumerate() {
        if letter.is_ascii_uppercase() && place > 0 {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_recognised_and_another_word_is_not() {
        assert_eq!(closest("tll", ["ttl", "key", "tier"]), Some("ttl"));
        assert_eq!(closest("kye", ["keys", "key"]), Some("key"));
        assert_eq!(closest("TTL", ["ttl", "key"]), Some("ttl"));
        assert_eq!(closest("colour", ["ttl", "key"]), None);
    }

    #[test]
    fn a_name_in_camel_case_is_one_in_snake_case() {
        assert_eq!(snake("expireAfterWrite"), "expire_after_write");
        assert_eq!(snake("WriteBack"), "write_back");
        assert_eq!(snake("ttl"), "ttl");
    }

    #[test]
    fn a_list_of_one_says_only() {
        assert_eq!(one_of(["a"]), "only `a`");
        assert_eq!(one_of(["a", "b"]), "one of `a`, `b`");
    }
}
