//! For the tests and benchmarks of this workspace: the formats alone, as a layer.

use std::sync::Arc;

use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::registry::LookupSpan;

use super::FieldNames;
use super::format::{Format, Json, Pretty, Zone};
use super::layer::{LogLayer, Outlet};
use crate::Masker;

/// Takes every line.
struct All<F>(F);

impl<F: Fn(&[u8]) + Send + Sync + 'static> Outlet for All<F> {
    fn wanted(&self, _: &'static Metadata<'static>) -> u32 {
        1
    }

    fn wanted_of(&self, _: Level, _: &str) -> u32 {
        1
    }

    fn push(&self, _: u32, line: &[u8]) {
        (self.0)(line);
    }
}

/// Lines of JSON.
pub fn json<S>(
    names: &FieldNames,
    masker: Option<Masker>,
    service: Option<&str>,
    take: impl Fn(&[u8]) + Send + Sync + 'static,
) -> impl Layer<S>
where
    S: Subscriber + for<'l> LookupSpan<'l>,
{
    layer(Json::new(names, masker.clone(), service), masker, take)
}

/// Readable lines, with the time in UTC or as it is here.
pub fn pretty<S>(
    colours: bool,
    is_utc: bool,
    masker: Option<Masker>,
    take: impl Fn(&[u8]) + Send + Sync + 'static,
) -> impl Layer<S>
where
    S: Subscriber + for<'l> LookupSpan<'l>,
{
    let zone = if is_utc { Zone::Utc } else { Zone::Local };
    layer(Pretty::new(colours, zone, masker.clone()), masker, take)
}

fn layer<S>(
    format: impl Format + 'static,
    masker: Option<Masker>,
    take: impl Fn(&[u8]) + Send + Sync + 'static,
) -> impl Layer<S>
where
    S: Subscriber + for<'l> LookupSpan<'l>,
{
    LogLayer::new(
        All(take),
        Arc::new([(1, Box::new(format) as Box<dyn Format>)]),
        masker,
    )
}
