//! Numbers and names that a country, or the world, gives to people and things. All of them are off
//! until they are switched on, by name or as the pack of a country.

mod africa;
mod americas;
mod asia;
mod australia;
mod border;
mod checksum;
mod crypto;
mod date;
mod device;
mod europe;
mod first;
mod germany;
mod iberia;
mod india;
mod italy;
mod nordic;
mod packs;
mod path;
mod philippines;
mod rule;
mod shape;
mod turkey;
mod uk;
mod url;
mod us;

#[cfg(test)]
mod tests;

use self::first::First;
use self::rule::Rule;
use super::Kind;
use super::finding::Found;
use super::kind::KindSet;
use super::rules::Scope;

/// Every rule that is told by a shape.
const TABLES: [&[Rule]; 15] = [
    device::RULES,
    us::RULES,
    africa::RULES,
    americas::RULES,
    asia::RULES,
    australia::RULES,
    europe::RULES,
    germany::RULES,
    iberia::RULES,
    india::RULES,
    italy::RULES,
    nordic::RULES,
    philippines::RULES,
    turkey::RULES,
    uk::RULES,
];

/// The places at which [`National::at`] has to be called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wants {
    /// Each first digit of a run of digits.
    pub(crate) digits: bool,
    /// Each first letter or digit of a run of letters and digits.
    pub(crate) words: bool,
}

/// The national kinds that a masker looks for.
#[derive(Clone, Debug, Default)]
pub(crate) struct National {
    shapes: Vec<Shape>,
    others: Vec<Find>,
}

/// Looks for one kind at a place.
type Find = fn(Scope<'_>, usize) -> Option<Found>;

/// One way to write one kind.
#[derive(Clone, Copy, Debug)]
struct Shape {
    first: First,
    written: &'static str,
    rule: &'static Rule,
}

impl National {
    pub(crate) fn new(on: KindSet) -> Self {
        let mut national = National::default();
        for rule in tables().filter(|rule| on.contains(rule.kind)) {
            national
                .shapes
                .extend(rule.shapes.iter().map(|shape| Shape {
                    first: First::of_shape(shape),
                    written: shape,
                    rule,
                }));
        }
        for (kind, find) in OTHERS {
            if on.contains(kind) {
                national.others.push(find);
            }
        }
        national
    }

    /// Where to look.
    pub(crate) fn wants(&self) -> Wants {
        let by_digit = |shape: &Shape| {
            let first = shape.written.as_bytes().first();
            first.is_some_and(|byte| matches!(byte, b'#' | b'+' | b'0'..=b'9'))
        };
        Wants {
            digits: self.shapes.iter().any(by_digit),
            words: !self.others.is_empty() || !self.shapes.iter().all(by_digit),
        }
    }

    /// What stands at the first character of a word, or at the first digit of a number. No look
    /// costs more than the longest of the shapes.
    pub(crate) fn at(&self, scope: Scope<'_>, at: usize) -> Option<Found> {
        better(self.starting(scope, at), self.behind_escape(scope, at))
    }

    /// The `n` of `\n` is a letter where a word begins, but what it belongs to begins behind it.
    fn behind_escape(&self, scope: Scope<'_>, at: usize) -> Option<Found> {
        let escape = scope.text.get(at.checked_sub(1)?..=at)?;
        if !matches!(escape, b"\\n" | b"\\r" | b"\\t") {
            return None;
        }
        self.starting(scope, at + 1)
    }

    fn starting(&self, scope: Scope<'_>, at: usize) -> Option<Found> {
        let first = First::of_text(scope.text, at);
        let mut best = None;
        for shape in self.shapes.iter().filter(|shape| first.fits(shape.first)) {
            best = better(best, shape.rule.read(shape.written, scope, at));
        }
        for find in &self.others {
            best = better(best, find(scope, at));
        }
        best
    }
}

/// The kinds that no shape tells.
const OTHERS: [(Kind, Find); 3] = [
    (Kind::Crypto, crypto::find),
    (Kind::UserPath, path::find),
    (Kind::Url, url::find),
];

fn tables() -> impl Iterator<Item = &'static Rule> {
    TABLES.into_iter().flatten()
}

/// The one that starts earlier, then the longer, then the surer, then the first.
fn better(first: Option<Found>, second: Option<Found>) -> Option<Found> {
    let (Some(one), Some(other)) = (first, second) else {
        return first.or(second);
    };
    let rank = |found: &Found| (std::cmp::Reverse(found.start), found.end, found.confidence);
    Some(if rank(&other) > rank(&one) {
        other
    } else {
        one
    })
}
