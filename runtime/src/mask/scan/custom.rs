//! The patterns of users: all of them in one automaton, linear in the text.

use regex_automata::meta::{Config, Regex};
use regex_automata::util::syntax;
use regex_automata::{Input, MatchKind};

use crate::mask::finding::{Confidence, Found};
use crate::mask::style::{Style, possible};
use crate::mask::{BuildError, Kind};

/// Bytes that the automaton of all patterns may have.
const SIZE: usize = 4 << 20;
/// Bytes of the cache of states, per thread that searches.
const CACHE: usize = 2 << 20;
/// Patterns of one masker.
const MOST: usize = 256;

/// A pattern as it was given.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    pub(crate) name: String,
    pub(crate) regex: String,
    pub(crate) style: Style,
}

/// The patterns of a masker.
#[derive(Clone, Debug)]
pub(crate) struct Patterns {
    regex: Regex,
    patterns: Vec<Pattern>,
}

impl Patterns {
    /// None, where there are none.
    pub(crate) fn new(patterns: Vec<Pattern>) -> Result<Option<Self>, BuildError> {
        if patterns.is_empty() {
            return Ok(None);
        }
        for pattern in &patterns {
            check(pattern)?;
        }
        if patterns.len() > MOST {
            let name = patterns.last().map_or("", |pattern| &pattern.name);
            return Err(BuildError::pattern(
                name,
                format!("a masker has {MOST} patterns at most"),
            ));
        }
        let sources: Vec<&str> = patterns
            .iter()
            .map(|pattern| pattern.regex.as_str())
            .collect();
        let built = Regex::builder()
            .configure(config())
            .syntax(syntax_config())
            .build_many(&sources);
        match built {
            Ok(regex) => Ok(Some(Patterns { regex, patterns })),
            // Each was built alone: together they are too large.
            Err(error) => Err(BuildError::pattern(
                "all patterns together",
                error.to_string(),
            )),
        }
    }

    /// The pattern that found something.
    pub(crate) fn get(&self, found: &Found) -> Option<&Pattern> {
        self.patterns.get(usize::from(found.pattern))
    }

    /// The names of the patterns that are written as a fixed text, with the texts.
    pub(crate) fn fixed(&self) -> impl Iterator<Item = (&str, &str)> {
        self.patterns
            .iter()
            .filter_map(|pattern| match &pattern.style {
                Style::Fixed(text) => Some((&*pattern.name, &**text)),
                _ => None,
            })
    }

    fn find(&self, text: &[u8], from: usize) -> Option<Found> {
        let found = self.regex.search(&Input::new(text).range(from..))?;
        let mut custom = Found::new(Kind::Custom, found.range(), Confidence::Medium);
        custom.pattern = u16::try_from(found.pattern().as_usize()).unwrap_or(u16::MAX);
        Some(custom)
    }
}

fn config() -> Config {
    Config::new()
        .match_kind(MatchKind::LeftmostFirst)
        // Any bytes are searched; findings are widened to characters afterwards.
        .utf8_empty(false)
        .nfa_size_limit(Some(SIZE))
        .hybrid_cache_capacity(CACHE)
}

/// Classes such as `\d` and `\b` are those of ASCII, unless a pattern says `(?u)`: in text that is
/// not ASCII the others cost a hundred times as much.
fn syntax_config() -> syntax::Config {
    syntax::Config::new().unicode(false).utf8(false)
}

fn check(pattern: &Pattern) -> Result<(), BuildError> {
    let refused = |reason: String| BuildError::pattern(&pattern.name, reason);
    if pattern.name.is_empty() {
        return Err(refused("it has no name".to_owned()));
    }
    let parsed = syntax::parse_with(&pattern.regex, &syntax_config());
    let parsed = parsed.map_err(|error| refused(error.to_string()))?;
    match parsed.properties().minimum_len() {
        None => return Err(refused("it matches nothing".to_owned())),
        Some(0) => return Err(refused("it matches the empty text".to_owned())),
        Some(_) => {}
    }
    possible(&pattern.style)
        .map_err(|reason| BuildError::style_of_pattern(&pattern.name, reason))?;
    let built = Regex::builder().configure(config()).build_from_hir(&parsed);
    built.map(drop).map_err(|error| refused(error.to_string()))
}

/// The next match of a user's pattern, looked for only when it is asked for.
#[derive(Debug)]
pub(crate) struct Upcoming<'a> {
    patterns: Option<&'a Patterns>,
    text: &'a [u8],
    next: Next,
}

#[derive(Debug)]
enum Next {
    /// Nothing is known behind this place.
    After(usize),
    Found(Found),
    None,
}

impl<'a> Upcoming<'a> {
    pub(crate) fn new(patterns: Option<&'a Patterns>, text: &'a [u8], from: usize) -> Self {
        Upcoming {
            patterns,
            text,
            next: Next::After(from),
        }
    }

    /// The first match that begins at `floor` or behind it. It is given until `floor` passes it.
    #[inline]
    pub(crate) fn next(&mut self, floor: usize) -> Option<Found> {
        self.patterns
            .and_then(|patterns| self.search(patterns, floor))
    }

    fn search(&mut self, patterns: &Patterns, floor: usize) -> Option<Found> {
        let from = match self.next {
            Next::None => return None,
            Next::Found(found) if found.start >= floor => return Some(found),
            Next::Found(_) => floor,
            Next::After(from) => from.max(floor),
        };
        let found = patterns.find(self.text, from);
        self.next = found.map_or(Next::None, Next::Found);
        found
    }
}
