//! For the tests and benchmarks of this workspace: the formats alone, as a layer, and a file alone.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;

use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::registry::LookupSpan;

use super::FieldNames;
use super::format::{Format, Json, Pretty, Zone};
use super::layer::{LogLayer, Outlet};
use super::sink::{
    self, Keep, RollingFile, RollingOptions, Sink, SinkGuard, SinkOptions, WhenFull,
};
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

/// A file by day, and the queue before it, in which lines wait for room.
pub struct File {
    sink: Sink,
    _guard: SinkGuard,
}

impl File {
    /// `name` in `dir`, behind a queue of so many bytes.
    ///
    /// # Errors
    /// Those of opening it.
    pub fn open(dir: &Path, name: &str, capacity_bytes: usize) -> io::Result<Self> {
        let file = RollingFile::open(RollingOptions {
            dir: dir.to_owned(),
            name: name.to_owned(),
            rotation: sink::Rotation {
                daily: Some(sink::Zone::Utc),
                size: None,
            },
            keep: Keep::default(),
            #[cfg(feature = "gzip")]
            compress: false,
            symlink: false,
        })
        .map_err(|error| io::Error::other(error.to_string()))?;
        let options = SinkOptions {
            capacity_bytes,
            when_full: WhenFull::Wait,
            tell: Box::new(|_, _, _| {}),
        };
        let (sink, guard) = Sink::start(vec![Box::new(file)], options)?;
        Ok(Self {
            sink,
            _guard: guard,
        })
    }

    /// Queues a line, which ends with `\n`. All of them are written when this is dropped.
    #[cfg_attr(not(debug_assertions), inline)]
    pub fn push(&self, line: &[u8]) {
        self.sink.push(1, line);
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.sink.fmt(f)
    }
}
