//! The layer: it collects an event once, and formats it at most once per format.

#[cfg(test)]
mod tests;

use std::fmt;

use jiff::Timestamp;
use tracing::span::{Attributes, Id, Record as Recorded};
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_log::NormalizeEvent as _;
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

use super::outputs::Formats;
use super::record::{Fields, Record, Scratch, Visitor, collect};
use crate::Masker;
use crate::log::call::frames;

/// Who wants an event, and who takes its line. Outputs are bits.
pub(super) trait Outlet: Send + Sync + 'static {
    /// The outputs that want an event of this callsite. It is asked once per event.
    fn wanted(&self, callsite: &'static Metadata<'static>) -> u32;

    /// The outputs that want a record of the `log` crate. All of a level share one callsite.
    fn wanted_of(&self, level: Level, target: &str) -> u32;

    /// Takes a line with its `\n` for these outputs.
    fn push(&self, to: u32, line: &[u8]);
}

/// Writes what the outlet wants, each output in its format.
///
/// It leaves the filtering of spans, and `enabled`, to `Wanted`, above it or around it: a layer that
/// answers for itself there answers for every other layer.
pub(super) struct LogLayer<O> {
    outlet: O,
    /// Which outputs are written in which format.
    formats: Formats,
    /// Hides what errors quote. The rest is masked by the formats.
    masker: Option<Masker>,
}

impl<O: Outlet> LogLayer<O> {
    /// Every output stands in one of the formats; `masker` is that of the formats.
    pub(super) fn new(outlet: O, formats: Formats, masker: Option<Masker>) -> Self {
        frames::ask();
        Self {
            outlet,
            formats,
            masker,
        }
    }

    fn write(&self, wanted: u32, record: &Record<'_>, line: &mut Vec<u8>) {
        for (outputs, format) in self.formats.iter() {
            let to = wanted & outputs;
            if to != 0 {
                line.clear();
                format.write(record, line);
                self.outlet.push(to, line);
            }
        }
    }
}

impl<S, O> Layer<S> for LogLayer<O>
where
    S: Subscriber + for<'l> LookupSpan<'l>,
    O: Outlet,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, spans: Context<'_, S>) {
        if attributes.metadata().fields().is_empty() {
            return;
        }
        let mut fields = SpanFields::default();
        attributes.record(&mut Visitor::new(&mut fields.0, self.masker.as_ref()));
        if let Some(span) = spans.span(id) {
            // There may be two of these layers.
            span.extensions_mut().replace(fields);
        }
    }

    fn on_record(&self, id: &Id, values: &Recorded<'_>, spans: Context<'_, S>) {
        // Before anything is locked: a `Debug` of the user may log.
        let mut newer = SpanFields::default();
        values.record(&mut Visitor::new(&mut newer.0, self.masker.as_ref()));
        let Some(span) = spans.span(id) else { return };
        let mut extensions = span.extensions_mut();
        match extensions.get_mut::<SpanFields>() {
            Some(fields) => fields.0.update(&newer.0),
            None => drop(extensions.replace(newer)),
        }
    }

    fn on_event(&self, event: &Event<'_>, spans: Context<'_, S>) {
        let of_log = event.normalized_metadata();
        let metadata = of_log.as_ref().unwrap_or_else(|| event.metadata());
        let wanted = match &of_log {
            Some(record) => self.outlet.wanted_of(*record.level(), record.target()),
            None => self.outlet.wanted(event.metadata()),
        };
        if wanted == 0 {
            return;
        }
        Scratch::lend(|scratch, line| {
            collect(
                scratch,
                event,
                of_log.is_some(),
                &spans,
                self.masker.as_ref(),
            );
            let record = Record::new(Timestamp::now(), metadata, scratch);
            self.write(wanted, &record, line);
        });
    }
}

/// The fields of a span, kept with it.
#[derive(Debug, Default)]
pub(super) struct SpanFields(Fields);

impl SpanFields {
    pub(super) fn fields(&self) -> &Fields {
        &self.0
    }
}

impl<O> fmt::Debug for LogLayer<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogLayer")
            .field("masker", &self.masker)
            .finish_non_exhaustive()
    }
}
