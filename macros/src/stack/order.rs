//! Which orders of attributes are mistakes.

use std::time::Duration;

use proc_macro2::Span;

use super::layer::Layer;
use super::parcel::Entry;
use crate::args::DurationValue;
use crate::diagnostics::Errors;
use crate::function::Function;

/// What the rules need to know of an attribute.
pub(crate) struct Facts {
    name: String,
    /// The place of the attribute.
    at: Span,
    /// The attribute as it is written, for an order that can be copied.
    written: String,
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
        Self {
            name: name.to_string(),
            at: name.span(),
            written: format!("#[{name}({args})]"),
            allows_order,
            keys: Vec::new(),
            span: None,
        }
    }

    /// Whether it is the attribute of this name.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name == name
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
const ONCE: &[&str] = &["bulkhead", "cached", "retry"];

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

/// Reports every pair that stands in an order which is nearly always a mistake.
pub(super) fn check(layers: &[Box<dyn Layer>], errors: &mut Errors) {
    let facts: Vec<&Facts> = layers.iter().map(|layer| layer.facts()).collect();
    for (place, upper) in facts.iter().enumerate() {
        for lower in facts.iter().skip(place + 1) {
            pair(upper, lower, errors);
        }
    }
}

fn pair(upper: &Facts, lower: &Facts, errors: &mut Errors) {
    match (upper.name.as_str(), lower.name.as_str()) {
        ("cached", "invalidate") | ("invalidate", "cached") if same_key(upper, lower) => {
            let at = if upper.name == "invalidate" {
                upper.at
            } else {
                lower.at
            };
            errors.add_at(
                at,
                "`#[invalidate]` and `#[cached]` use one key, so each call would remove what it \
                 stores; remove one of the two attributes",
            );
        }
        ("cached", "invalidate") if !upper.allows_order && !lower.allows_order => errors.add_at(
            lower.at,
            format!(
                "`#[invalidate]` beneath `#[cached]` removes nothing when the cache answers; \
                 write\n\n    {}\n    {}\n\nor add `allow(order)` if it is meant",
                lower.written, upper.written
            ),
        ),
        _ => {}
    }
}

fn same_key(a: &Facts, b: &Facts) -> bool {
    a.keys.iter().any(|key| b.keys.contains(key))
}

#[cfg(test)]
mod tests {
    use proc_macro2::Ident;

    use super::*;

    fn facts(name: &str, key: &str, allows_order: bool) -> Facts {
        let entry = Entry {
            name: Ident::new(name, Span::call_site()),
            args: format!("key = {key}").parse().unwrap(),
        };
        Facts::new(&entry, allows_order).with_keys(vec![key.to_owned()])
    }

    fn messages(upper: &Facts, lower: &Facts) -> Vec<String> {
        let mut errors = Errors::new();
        pair(upper, lower, &mut errors);
        errors.messages()
    }

    #[test]
    fn invalidate_beneath_cached_is_answered_with_the_order_to_copy() {
        let found = messages(
            &facts("cached", "a", false),
            &facts("invalidate", "b", false),
        );
        assert_eq!(found.len(), 1);
        assert!(
            found[0].contains("    #[invalidate(key = b)]\n    #[cached(key = a)]"),
            "{found:?}"
        );
    }

    #[test]
    fn allow_order_on_either_of_the_two_lifts_it() {
        assert!(
            messages(
                &facts("cached", "a", true),
                &facts("invalidate", "b", false)
            )
            .is_empty()
        );
        assert!(
            messages(
                &facts("cached", "a", false),
                &facts("invalidate", "b", true)
            )
            .is_empty()
        );
        assert!(
            messages(
                &facts("invalidate", "b", false),
                &facts("cached", "a", false)
            )
            .is_empty()
        );
    }

    #[test]
    fn one_key_for_both_is_an_error_that_nothing_lifts() {
        for (upper, lower) in [("cached", "invalidate"), ("invalidate", "cached")] {
            let found = messages(&facts(upper, "a", true), &facts(lower, "a", true));
            assert_eq!(found.len(), 1, "{upper} above {lower}");
        }
    }
}
