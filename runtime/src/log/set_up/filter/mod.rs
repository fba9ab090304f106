//! Which events are wanted: a level, and others for some targets.

mod level;
mod parse;
#[cfg(test)]
mod tests;

use std::fmt;

use tracing::level_filters::LevelFilter;

use super::segments::{is_same, segments};

/// A level for all targets, and those of some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Filter {
    usual: LevelFilter,
    /// Those with the most segments first, so that the first that matches is the longest.
    directives: Vec<Directive>,
}

/// `shop::db=debug`: for `shop::db`, and all that is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Directive {
    segments: Vec<Box<str>>,
    level: LevelFilter,
}

impl Filter {
    /// The same level everywhere.
    pub(super) fn at(level: LevelFilter) -> Self {
        Self {
            usual: level,
            directives: Vec::new(),
        }
    }

    /// Reads `info,shop::db=debug`. The error says what is wrong, and what to write.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        parse::filter(text)
    }

    /// Of two directives for one target the second one counts, as with a variable set twice.
    fn set(&mut self, directive: Directive) {
        self.directives
            .retain(|known| !known.is_for_the_same(&directive));
        let shorter = |known: &Directive| known.segments.len() < directive.segments.len();
        let place = self.directives.iter().position(shorter);
        let place = place.unwrap_or(self.directives.len());
        self.directives.insert(place, directive);
    }

    /// Up to which level events of this target are wanted.
    pub(super) fn level_of(&self, target: &str) -> LevelFilter {
        let found = self
            .directives
            .iter()
            .find(|directive| directive.covers(target));
        found.map_or(self.usual, |directive| directive.level)
    }

    /// The level above which nothing is wanted of any target.
    pub(super) fn most(&self) -> LevelFilter {
        let levels = self.directives.iter().map(|directive| directive.level);
        levels.fold(self.usual, Ord::max)
    }
}

impl Directive {
    fn covers(&self, target: &str) -> bool {
        let mut others = segments(target);
        self.segments
            .iter()
            .all(|own| others.next().is_some_and(|other| is_same(own, other)))
    }

    fn is_for_the_same(&self, other: &Self) -> bool {
        self.segments.len() == other.segments.len()
            && self
                .segments
                .iter()
                .zip(&other.segments)
                .all(|(own, other)| is_same(own, other))
    }
}

/// As it is written in `LOG_LEVEL`.
impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.usual)?;
        for directive in &self.directives {
            write!(f, ",{}={}", directive.segments.join("::"), directive.level)?;
        }
        Ok(())
    }
}
