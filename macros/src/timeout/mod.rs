//! `#[timeout]`: what takes too long is dropped.
//!
//! `#[timeout(attempt = .., total = ..)]` is two layers: `total` above the `#[retry]` of the stack,
//! `attempt` right beneath it.

mod expand;
mod written;

use proc_macro2::{Ident, TokenStream};

use crate::args::{DurationValue, Handle};
use crate::diagnostics::Errors;
use crate::function::Function;
use crate::stack::{Context, Entry, Facts, Guard, Kind, Layer, Place, Site};

use written::Written;

/// One time-out of one function.
struct Model {
    facts: Facts,
    span: DurationValue,
    place: Place,
    name: Option<String>,
    handle: Option<Handle>,
    /// The time-out of each attempt, of the same attribute.
    beside: Option<Box<Model>>,
}

/// Reads one `#[timeout(..)]`.
pub(crate) fn layer(
    entry: &Entry,
    function: &Function,
    errors: &mut Errors,
) -> Option<Box<dyn Layer>> {
    let before = errors.len();
    let written = Written::parse(entry, errors);
    if !function.is_async() {
        errors.add(
            function.sig.fn_token,
            "`#[timeout]` drops a call that waits, and a sync function cannot be stopped; add `async`, \
             or remove `#[timeout]`",
        );
        return None;
    }
    let model = Model::new(entry, written, errors)?;
    // With a fault in it, its place is not worth an error.
    (errors.len() == before).then(|| -> Box<dyn Layer> { Box::new(model) })
}

impl Model {
    fn new(entry: &Entry, written: Written, errors: &mut Errors) -> Option<Self> {
        let Written {
            after,
            attempt,
            total,
            name,
            handle,
            allows_order,
        } = written;
        if let (Some((word, attempt)), Some((_, total))) = (&attempt, &total) {
            refuse_longer(word, attempt, total, errors);
        }
        let model = |span: DurationValue, place: Place| {
            let facts = Facts::new(entry, allows_order).with_span(&span);
            Self {
                facts,
                span,
                place,
                name: name.clone(),
                handle: None,
                beside: None,
            }
        };
        let attempt = attempt.map(|(word, span)| model(span, Place::BeneathRetry(word)));
        let total = total.map(|(_, span)| model(span, Place::AboveRetry));
        let after = after.map(|(_, span)| model(span, Place::AsWritten));
        let (outer, beside) = match total.or(after) {
            Some(outer) => (outer, attempt),
            None => (attempt?, None),
        };
        Some(Self {
            handle,
            beside: beside.map(Box::new),
            ..outer
        })
    }
}

/// An attempt that is given as long as all of them together is never cut.
fn refuse_longer(
    word: &Ident,
    attempt: &DurationValue,
    total: &DurationValue,
    errors: &mut Errors,
) {
    if let (DurationValue::Fixed(attempt, literal), DurationValue::Fixed(total, whole)) =
        (attempt, total)
        && attempt >= total
    {
        errors.add(
            literal,
            format!(
                "`{word}` must be shorter than `total`, which is {whole}: all attempts together end \
                 by then; write a shorter one, or `#[timeout({whole})]`"
            ),
        );
    }
}

impl Layer for Model {
    fn facts(&self) -> &Facts {
        &self.facts
    }

    fn kind(&self) -> Kind<'_> {
        Kind::Guard(self)
    }

    fn handle(&self) -> Option<&Handle> {
        self.handle.as_ref()
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn take_beside(&mut self) -> Vec<Box<dyn Layer>> {
        let beside = self.beside.take();
        beside
            .map(|layer| -> Box<dyn Layer> { layer })
            .into_iter()
            .collect()
    }
}

impl Guard for Model {
    fn site(&self, context: &Context<'_>) -> Option<Site> {
        Some(expand::site(self.name.as_deref(), context))
    }

    fn guard(&self, context: &Context<'_>, site: &TokenStream) -> TokenStream {
        expand::guard(&self.span, context, site)
    }
}
