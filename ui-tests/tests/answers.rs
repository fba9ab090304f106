//! What holds for all answers.

use std::fs;
use std::path::{Path, PathBuf};

const MACROS: &[&str] = &[
    "bulkhead",
    "cache_key",
    "cached",
    "circuit_breaker",
    "fallback",
    "hedge",
    "invalidate",
    "key",
    "log_exceptions",
    "log_execution_time",
    "masked",
    "rate_limit",
    "retry",
    "stack",
    "timeout",
];

/// Texts that tell a user nothing: files of the standard library, which are not there to be shown
/// without rust-src, files of ours, lists of types that change with every new impl, and the words
/// of a compiler that found no words of ours.
const FOREIGN: &[&str] = &[
    "$RUST",
    "$WORKSPACE",
    "$CARGO",
    "/rustc/",
    "the following other types implement",
    "the trait bound",
    "required by a bound in `gambeson",
    "__",
    "compile_error!",
    "log::exceptions",
    "log::call",
    "log::stream",
];

/// Where rustc shows the bound of a function of ours, or a type, that the user has named.
const NAMED: &[&str] = &[
    "cached/fail/ctx_tag_is_a_number.stderr",
    "cached/fail/ctx_ttl_is_text.stderr",
    "cached/fail/manager_by_hand_with_words_of_attributes.stderr",
    "cached/fail/redis_of_the_manager_without_the_feature.stderr",
    "cached/fail/write_behind_of_a_change_of_nothing.stderr",
    "invalidate/fail/by_hand_with_a_text.stderr",
    "log_execution_time/fail/formatter_of_another_type.stderr",
];

fn answers() -> Vec<(PathBuf, String)> {
    let mut list = Vec::new();
    for name in MACROS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join(name)
            .join("fail");
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "rs") {
                let answer = path.with_extension("stderr");
                let text = fs::read_to_string(&answer)
                    .unwrap_or_else(|_| panic!("{} is missing", answer.display()));
                list.push((answer, text));
            }
        }
    }
    list
}

#[test]
fn there_is_an_answer_to_every_mistake() {
    assert!(answers().len() >= 60);
    for (path, text) in answers() {
        assert!(text.starts_with("error"), "{path:?}:\n{text}");
        assert!(!text.contains("\nwarning"), "{path:?}:\n{text}");
    }
}

/// Without the lines that only frame several lines of source, `|  ____^` and `|  ____-`.
fn without_frames(text: &str) -> String {
    let frame = |line: &&str| {
        let line = line.trim();
        line.starts_with('|') && line.ends_with(['^', '-'])
    };
    let kept: Vec<&str> = text.lines().filter(|line| !frame(line)).collect();
    kept.join("\n")
}

#[test]
fn no_answer_shows_what_is_not_the_users() {
    let is_named = |path: &Path| NAMED.iter().any(|named| path.ends_with(named));
    for (path, text) in answers().into_iter().filter(|(path, _)| !is_named(path)) {
        let text = without_frames(&text);
        for foreign in FOREIGN {
            assert!(
                !text.contains(foreign),
                "{path:?} shows `{foreign}`:\n{text}"
            );
        }
    }
}

/// The names that an answer says cannot be found.
fn not_found(text: &str) -> Vec<&str> {
    let errors = text.lines().filter(|line| line.starts_with("error[E0425]"));
    errors.filter_map(|line| line.split('`').nth(1)).collect()
}

/// A name that is not found is the user's mistake, unless it is a function of the same file: that one
/// is there, and its attribute has swallowed it.
#[test]
fn every_mistaken_function_is_still_called() {
    for (path, text) in answers() {
        let source = fs::read_to_string(path.with_extension("rs")).unwrap();
        for name in not_found(&text) {
            assert!(
                !source.contains(&format!("fn {name}("))
                    && !source.contains(&format!("fn {name}<")),
                "{path:?}: a caller does not find `{name}`:\n{text}"
            );
        }
    }
}
