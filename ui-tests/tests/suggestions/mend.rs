//! A file of a mistake, mended by its own messages.

use std::fs;
use std::path::Path;

/// The file with the edits of its own messages.
pub(super) fn mend(root: &Path, case: &str, edits: &[(&str, &str)]) -> String {
    let (folder, name) = case.split_once('/').unwrap();
    let path = root.join(folder).join("fail").join(name);
    let said = fs::read_to_string(path.with_extension("stderr")).unwrap();
    let mut source = fs::read_to_string(path.with_extension("rs")).unwrap();
    for (from, to) in edits {
        assert!(source.contains(from), "{case} has no `{from}`");
        assert!(
            suggested(&said)
                .iter()
                .any(|text| *text == *to || (to.contains(text) && !from.contains(text))),
            "no message of {case} says `{to}`:\n{said}"
        );
        source = source.replacen(from, to, 1);
    }
    source
}

/// What stands between backticks in the messages, without the compiler's pictures of the source.
fn suggested(said: &str) -> Vec<&str> {
    let shown = |line: &&str| {
        line.trim_start()
            .starts_with(|first: char| first.is_ascii_digit())
    };
    let messages = said.lines().filter(|line| !shown(line));
    messages
        .flat_map(|line| line.split('`').skip(1).step_by(2))
        .filter(|text| !text.is_empty())
        .collect()
}
