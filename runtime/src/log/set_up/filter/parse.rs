//! Reading of directives.

use super::level::{LEVELS, level};
use super::{Directive, Filter, segments};
use tracing::level_filters::LevelFilter;

/// What holds where nothing is said.
const USUAL: LevelFilter = LevelFilter::INFO;

pub(super) fn filter(text: &str) -> Result<Filter, String> {
    refuse_foreign(text)?;
    let mut filter = Filter::at(USUAL);
    let mut usual = None;
    for part in text
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        if let Some((target, word)) = part.split_once('=') {
            filter.set(directive(part, target.trim(), word.trim())?);
            continue;
        }
        filter.usual = level(part).ok_or_else(|| no_level_alone(part))?;
        if let Some(first) = usual.replace(part) {
            return Err(format!(
                "`{first}` and `{part}` are two levels for all targets; keep one"
            ));
        }
    }
    Ok(filter)
}

fn directive(part: &str, target: &str, word: &str) -> Result<Directive, String> {
    if target.contains(|c: char| c.is_whitespace() || c == ';') {
        return Err(format!(
            "`{target}` is no target; put a comma between directives, as in \
             `info,shop::db=debug`"
        ));
    }
    let segments: Vec<Box<str>> = segments(target).map(Box::from).collect();
    if segments.is_empty() {
        return Err(format!(
            "`{part}` names no target; write `shop::db={word}`, or a level alone for all targets"
        ));
    }
    let level = level(word).ok_or_else(|| no_level(word))?;
    Ok(Directive { segments, level })
}

fn no_level(word: &str) -> String {
    if word.is_empty() {
        return format!("there is no level after `=`; write {LEVELS}");
    }
    format!("there is no level `{word}`; write {LEVELS}")
}

fn no_level_alone(word: &str) -> String {
    if word.contains(|c: char| c.is_whitespace() || c == ';') {
        return format!(
            "`{word}` is no level; put a comma between directives, as in `info,shop::db=debug`"
        );
    }
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        return format!("levels have no numbers here; write {LEVELS}");
    }
    if word.contains([':', '.']) {
        return format!("`{word}` has no level; write `{word}=debug`");
    }
    format!("there is no level `{word}`; write {LEVELS}, or for a target `{word}=debug`")
}

/// What other filters know and this one does not.
fn refuse_foreign(text: &str) -> Result<(), String> {
    let rows: [(&[char], &str); 3] = [
        (
            &['[', ']', '{', '}'],
            "filters by spans and fields (`[span{field=value}]`) are not known here; write \
             targets and levels alone, as in `info,shop::db=debug`",
        ),
        (
            &['/'],
            "filters by text (`info/text`) are not known here; write targets and levels alone, \
             as in `info,shop::db=debug`",
        ),
        (
            &['*', '?'],
            "targets are no patterns; `shop=debug` is for `shop` and all modules in it",
        ),
    ];
    let found = rows.iter().find(|(signs, _)| text.contains(*signs));
    found.map_or(Ok(()), |(_, reason)| Err((*reason).to_owned()))
}
