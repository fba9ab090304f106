//! The filter, and what each output takes of what passes it.

use std::sync::Arc;

use tracing::Level;
use tracing::level_filters::LevelFilter;

use crate::log::set_up::destinations::Destinations;
use crate::log::set_up::filter::Filter;
use crate::log::set_up::segments;

/// What an output takes.
#[derive(Clone, Debug)]
pub(in crate::log::set_up) struct Rule {
    /// Only targets that have this word as a segment.
    pub(in crate::log::set_up) word: Option<Box<str>>,
    /// Up to which level.
    pub(in crate::log::set_up) level: LevelFilter,
}

impl Rule {
    /// All that is wanted, up to a level.
    pub(in crate::log::set_up) fn all(level: LevelFilter) -> Self {
        Self { word: None, level }
    }

    fn takes(&self, level: Level, target: &str) -> bool {
        level <= self.level && (self.word.as_ref()).is_none_or(|word| segments::has(target, word))
    }
}

#[derive(Debug)]
pub(super) struct Table {
    filter: Filter,
    rules: Arc<[Rule]>,
}

impl Table {
    pub(super) fn new(filter: Filter, rules: Arc<[Rule]>) -> Self {
        Self { filter, rules }
    }

    /// The same outputs by another filter.
    pub(super) fn with_filter(&self, filter: Filter) -> Self {
        Self::new(filter, Arc::clone(&self.rules))
    }

    pub(super) fn filter(&self) -> &Filter {
        &self.filter
    }

    pub(super) fn at(&self, level: Level, target: &str) -> Destinations {
        if level > self.filter.level_of(target) {
            return Destinations::NOWHERE;
        }
        let rules = self.rules.iter().enumerate();
        rules
            .filter(|(_, rule)| rule.takes(level, target))
            .fold(Destinations::NOWHERE, |to, (place, _)| to.with(place))
    }

    pub(super) fn most(&self) -> LevelFilter {
        let taken = self.rules.iter().map(|rule| rule.level).max();
        self.filter.most().min(taken.unwrap_or(LevelFilter::OFF))
    }
}
