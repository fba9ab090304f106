//! Names of other libraries, and what is said to them.

use super::FOREIGN;
use crate::cached::grammar::GRAMMAR;

#[test]
fn names_of_other_libraries_are_answered_with_source_to_copy() {
    for (written, answer) in [
        ("time = 60", "here it is `ttl = \"60s\"`"),
        ("ttl_millis = 500", "here it is `ttl = \"500ms\"`"),
        ("expire = \"5m\"", "here it is `ttl = \"5m\"`"),
        ("expireAfterWrite = \"5m\"", "here it is `ttl = \"5m\"`"),
        ("prefix = \"shop\"", "here it is `key_prefix = \"shop\"`"),
        ("ignore(db)", "here it is `skip(db)`"),
        ("noself = true", "here it is `skip(db)`"),
        (
            "unless = |name| a",
            "here it is `cache_if = |name| !(a)`, which says what to keep",
        ),
        (
            "refresh_threshold = 0.9",
            "here it is `strategy = refresh_ahead(at = 0.9)`",
        ),
        (
            "refreshAfterWrite = \"1m\"",
            "here it is `strategy = refresh_ahead(at = 0.8)`, which is a share of the ttl",
        ),
        (
            "factoryHardTimeout = \"3s\"",
            "here it is `hard_timeout = \"3s\"`",
        ),
        ("failover = true", "here it is `stale_if_error = \"6h\"`"),
        (
            "keys_from_attr = \"users\"",
            "here it is `batch(users -> id)`",
        ),
        ("tag = \"a:{id}\"", "here it is `tags = [\"a:{id}\"]`"),
        (
            "references = [\"a\", \"b\"]",
            "here it is `tags = [\"a\", \"b\"]`",
        ),
        (
            "flush_interval = \"5ms\"",
            "`strategy = write_behind(every = \"5ms\")`",
        ),
    ] {
        let mut errors = crate::diagnostics::Errors::new();
        GRAMMAR.read(written.parse().unwrap(), &mut errors);
        let found = errors.messages();
        assert!(
            found.len() == 1 && found[0].ends_with(answer),
            "{written}: {found:?}"
        );
    }
}

#[test]
fn no_name_of_another_library_is_one_of_ours_or_answered_twice() {
    let mut seen = Vec::new();
    for foreign in FOREIGN.iter().copied().flatten() {
        for name in foreign.names {
            assert!(
                GRAMMAR.known.iter().all(|known| known.name != *name),
                "{name}"
            );
            assert!(!seen.contains(name), "{name} twice");
            seen.push(name);
        }
    }
}
