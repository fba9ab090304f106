//! Attributes whose place is not where they are written: what a time-out says of the attempts of a
//! retry stands around that retry.

use proc_macro2::Ident;

use super::layer::Layer;
use super::order::Facts;
use crate::diagnostics::Errors;

/// Where a layer stands.
pub(crate) enum Place {
    /// Where its attribute is written.
    AsWritten,
    /// The same, but at least right above the retry.
    AboveRetry,
    /// Right beneath the retry. The word is what asks for it.
    BeneathRetry(Ident),
}

/// The layers in the order in which they stand, the first outermost.
pub(super) fn placed(layers: Vec<Box<dyn Layer>>, errors: &mut Errors) -> Vec<Box<dyn Layer>> {
    let retry = layers.iter().position(|layer| is_retry(&**layer));
    let (mut placed, mut above, mut beneath) = (Vec::new(), Vec::new(), Vec::new());
    for (written, mut layer) in layers.into_iter().enumerate() {
        let beside = layer.take_beside();
        for layer in std::iter::once(layer).chain(beside) {
            match (layer.place(), retry) {
                (Place::AboveRetry, Some(retry)) if retry < written => above.push(layer),
                (Place::BeneathRetry(_), Some(_)) => beneath.push(layer),
                (Place::BeneathRetry(word), None) => refuse(&*layer, word, errors),
                _ => placed.push(layer),
            }
        }
    }
    if let Some(retry) = placed.iter().position(|layer| is_retry(&**layer)) {
        placed.splice(retry + 1..=retry, beneath);
        placed.splice(retry..retry, above);
    }
    placed
}

fn is_retry(layer: &dyn Layer) -> bool {
    layer.facts().is("retry")
}

fn refuse(layer: &dyn Layer, word: &Ident, errors: &mut Errors) {
    let span = layer
        .facts()
        .span()
        .map_or("\"2s\"".to_owned(), |(_, written)| written.clone());
    errors.add(
        word,
        format!(
            "`{word}` is for each attempt of a `#[retry]`, and there is none; add `#[retry(3)]`, or \
             write `#[timeout({span})]`"
        ),
    );
}

/// Reports a time-out right above another: the longer one never comes.
pub(super) fn check(layers: &[Box<dyn Layer>], errors: &mut Errors) {
    let facts: Vec<&Facts> = layers.iter().map(|layer| layer.facts()).collect();
    for pair in facts.windows(2) {
        if let [upper, lower] = pair
            && let (Some((outer, _)), Some((inner, _))) = (upper.span(), lower.span())
            && !(upper.allows_order() || lower.allows_order())
        {
            let (longer, shorter) = if outer >= inner {
                (upper, lower)
            } else {
                (lower, upper)
            };
            errors.add_at(
                longer.at(),
                format!(
                    "this time-out never comes: right beside it stands a shorter one; remove it, and \
                     keep\n\n    {}\n\nor put what takes time between the two, such as `#[retry(3)]`",
                    shorter.written()
                ),
            );
        }
    }
}
