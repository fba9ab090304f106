//! The words for levels.

use tracing::level_filters::LevelFilter;

/// What is said of a word that is none.
pub(super) const LEVELS: &str = "`off`, `error`, `warn`, `info`, `debug` or `trace`";

const WORDS: [(&str, LevelFilter); 11] = [
    ("off", LevelFilter::OFF),
    ("none", LevelFilter::OFF),
    ("error", LevelFilter::ERROR),
    ("critical", LevelFilter::ERROR),
    ("fatal", LevelFilter::ERROR),
    ("warn", LevelFilter::WARN),
    ("warning", LevelFilter::WARN),
    ("info", LevelFilter::INFO),
    ("information", LevelFilter::INFO),
    ("debug", LevelFilter::DEBUG),
    ("trace", LevelFilter::TRACE),
];

/// A level by any of its words, in any case.
pub(super) fn level(word: &str) -> Option<LevelFilter> {
    let found = WORDS
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(word));
    found.map(|(_, level)| *level)
}
