//! Which orders of attributes are mistakes.

mod rules;
#[cfg(test)]
mod tests;

use std::time::Duration;

use proc_macro2::Span;

use super::layer::Layer;
use super::parcel::Entry;
use crate::args::{DurationValue, Given, split};
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::tokens::{source, unraw};

/// What the rules need to know of an attribute.
pub(crate) struct Facts {
    pub(crate) name: String,
    /// The place of the attribute.
    at: Span,
    /// The attribute as it is written, for an order that can be copied.
    written: String,
    /// The names of its arguments and their places, each with its value as it is written.
    arguments: Vec<(String, Span, String)>,
    /// `allow(order)`
    allows_order: bool,
    /// The keys that it uses, as they are written.
    keys: Vec<String>,
    /// How long it lets a call run, and as it is written; where that is known.
    span: Option<(Duration, String)>,
}

impl Facts {
    pub(crate) fn new(entry: &Entry, allows_order: bool) -> Self {
        let Entry { name, args } = entry;
        let arguments = split(args.clone());
        let arguments = arguments.into_iter().filter_map(|written| {
            let value = match &written.given {
                Given::Value(value) => source(value),
                _ => String::new(),
            };
            let name = written.name?;
            Some((unraw(&name), name.span(), value))
        });
        let written = if args.is_empty() {
            format!("#[{name}]")
        } else {
            format!("#[{name}({args})]")
        };
        Self {
            name: name.to_string(),
            at: name.span(),
            written,
            arguments: arguments.collect(),
            allows_order,
            keys: Vec::new(),
            span: None,
        }
    }

    /// Whether it is the attribute of this name.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name == name
    }

    /// Whether it is a `#[cached]` that may answer without the body.
    pub(crate) fn answers(&self) -> bool {
        let strategy = self.argument("strategy").unwrap_or_default();
        self.is("cached") && !strategy.starts_with("write_")
    }

    /// Whether it is a writer, whose errors bring its changes back.
    fn writes_behind(&self) -> bool {
        let strategy = self.argument("strategy").unwrap_or_default();
        self.is("cached") && strategy.starts_with("write_behind")
    }

    /// Whether it has the argument of this name.
    fn has(&self, name: &str) -> bool {
        self.argument(name).is_some()
    }

    /// The value of the argument of this name.
    fn argument(&self, name: &str) -> Option<&str> {
        let mut arguments = self.arguments.iter();
        let found = arguments.find(|(argument, ..)| argument == name);
        found.map(|(.., value)| value.as_str())
    }

    /// Where the argument of this name stands.
    pub(crate) fn argument_at(&self, name: &str) -> Option<Span> {
        let mut arguments = self.arguments.iter();
        let found = arguments.find(|(argument, ..)| argument == name);
        found.map(|(_, at, _)| *at)
    }

    pub(crate) fn at(&self) -> Span {
        self.at
    }

    pub(crate) fn written(&self) -> &str {
        &self.written
    }

    pub(crate) fn allows_order(&self) -> bool {
        self.allows_order
    }

    pub(crate) fn span(&self) -> Option<&(Duration, String)> {
        self.span.as_ref()
    }

    /// Of an attribute that ends calls.
    pub(crate) fn with_span(self, span: &DurationValue) -> Self {
        let span = match span {
            DurationValue::Fixed(span, literal) => Some((*span, literal.to_string())),
            DurationValue::Expr(_) => None,
        };
        Self { span, ..self }
    }

    /// Of an attribute that reads or removes entries.
    pub(crate) fn with_keys(self, keys: Vec<String>) -> Self {
        Self { keys, ..self }
    }
}

/// Attributes that stand once on a function.
const ONCE: &[&str] = &[
    "cached",
    "circuit_breaker",
    "retry",
    "bulkhead",
    "hedge",
    "fallback",
    "log_exceptions",
    "log_execution_time",
];

/// The queue without second ones of what stands once; each of those is reported.
pub(super) fn without_repetitions(
    queue: &[Entry],
    function: &Function,
    errors: &mut Errors,
) -> Vec<Entry> {
    let mut kept: Vec<Entry> = Vec::new();
    for entry in queue {
        let name = entry.name.to_string();
        if ONCE.contains(&name.as_str()) && kept.iter().any(|other| other.name == name) {
            let function = function.name();
            errors.add(
                &entry.name,
                format!("`#[{name}]` is already applied to `{function}`; remove one"),
            );
        } else {
            kept.push(entry.clone());
        }
    }
    kept
}

/// Reports every pair that stands in an order which is nearly always a mistake, with the order of the
/// whole stack in which none does.
pub(super) fn check(layers: &[Box<dyn Layer>], errors: &mut Errors) {
    let facts: Vec<&Facts> = layers.iter().map(|layer| layer.facts()).collect();
    report(&facts, errors);
}

fn report(facts: &[&Facts], errors: &mut Errors) {
    let mut told: Vec<&Facts> = Vec::new();
    for (upper, lower) in pairs(facts) {
        refuse_one_key(upper, lower, errors);
        refuse_lost_changes(upper, lower, errors);
        let Some(rule) = rules::broken(upper, lower) else {
            continue;
        };
        let mistaken = rule.mistaken(upper, lower);
        // Of what stands wrong to several, once is enough: the order is that of all.
        if told.iter().any(|other| std::ptr::eq(*other, mistaken)) {
            continue;
        }
        told.push(mistaken);
        let lines: Vec<&str> = corrected(facts)
            .iter()
            .map(|facts| &*facts.written)
            .collect();
        let lines = lines.join("\n    ");
        errors.add_at(
            mistaken.at,
            format!(
                "{}; write\n\n    {lines}\n\nor add `allow(order)` if it is meant",
                rule.because
            ),
        );
    }
}

/// Every two of `facts`, the upper one first.
fn pairs<'a>(facts: &'a [&'a Facts]) -> impl Iterator<Item = (&'a Facts, &'a Facts)> {
    facts.iter().enumerate().flat_map(|(place, upper)| {
        let below = facts.iter().skip(place + 1);
        below.map(|lower| (*upper, *lower))
    })
}

/// The order in which no rule is broken: what is too far down goes right above what it has to be
/// above. The rules agree on who is above whom, so this ends.
fn corrected<'a>(facts: &[&'a Facts]) -> Vec<&'a Facts> {
    let mut order = facts.to_vec();
    for _ in 0..facts.len() * facts.len() {
        let broken = (0..order.len()).find_map(|lower| {
            let below = *order.get(lower)?;
            let mut above = order.iter().take(lower);
            let upper = above.position(|upper| rules::broken(upper, below).is_some())?;
            Some((upper, lower))
        });
        let Some((upper, lower)) = broken else {
            break;
        };
        let moved = order.remove(lower);
        order.insert(upper, moved);
    }
    order
}

/// What the names of tags begin with among those of keys, which are text in quotes or an expression.
const TAG: &str = "tag ";

/// A tag among keys.
pub(crate) fn tag_identity(tag: &str) -> String {
    format!("{TAG}{tag}")
}

/// Not a matter of order, and nothing lifts it.
fn refuse_one_key(upper: &Facts, lower: &Facts, errors: &mut Errors) {
    let (invalidate, cached) = if upper.is("invalidate") {
        (upper, lower)
    } else {
        (lower, upper)
    };
    if !invalidate.is("invalidate") || !cached.is("cached") {
        return;
    }
    let mut same = cached
        .keys
        .iter()
        .filter(|key| invalidate.keys.contains(key));
    if let Some(key) = same.next() {
        let what = if key.starts_with(TAG) { "tag" } else { "key" };
        errors.add_at(
            invalidate.at,
            format!(
                "`#[invalidate]` and `#[cached]` use one {what}, so each call would remove what it \
                 stores; remove one of the two attributes"
            ),
        );
    }
}

/// Not a matter of order either: the writer is the function with all that stands on it.
fn refuse_lost_changes(upper: &Facts, lower: &Facts, errors: &mut Errors) {
    let (hiding, writer) = if lower.writes_behind() {
        (upper, lower)
    } else {
        (lower, upper)
    };
    if writer.writes_behind() && rules::hides_errors(hiding) {
        errors.add_at(
            hiding.at,
            format!(
                "an `Err` of a writer is what makes its changes come again, and `{}` turns each into \
                 an answer, so they would be lost; remove it",
                hiding.written
            ),
        );
    }
}
