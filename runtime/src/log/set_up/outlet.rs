//! Between the layer and the thread that writes: who wants an event, and who takes its line.

use std::sync::Arc;

use tracing::level_filters::LevelFilter;
use tracing::subscriber::Interest;
use tracing::{Level, Metadata};
use tracing_subscriber::layer::{Context, Filter};

use super::layer::Outlet;
use super::routes::Routes;
use super::sink::Sink;

/// What the layer hands lines to.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub(super) routes: Arc<Routes>,
    pub(super) sink: Sink,
}

impl Outlet for Way {
    #[cfg_attr(not(debug_assertions), inline)]
    fn wanted(&self, callsite: &'static Metadata<'static>) -> u32 {
        self.routes.of(callsite).bits()
    }

    fn wanted_of(&self, level: Level, target: &str) -> u32 {
        self.routes.at(level, target).bits()
    }

    #[cfg_attr(not(debug_assertions), inline)]
    fn push(&self, to: u32, line: &[u8]) {
        self.sink.push(to, line);
    }
}

/// The filter around the layer: it answers for this layer alone, whatever stands beside it.
#[derive(Clone, Debug)]
pub(super) struct Wanted(pub(super) Arc<Routes>);

impl<S> Filter<S> for Wanted {
    fn enabled(&self, meta: &Metadata<'_>, _: &Context<'_, S>) -> bool {
        self.0.is_enabled(meta)
    }

    fn callsite_enabled(&self, meta: &'static Metadata<'static>) -> Interest {
        if self.0.is_enabled(meta) {
            Interest::always()
        } else {
            Interest::never()
        }
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(self.0.max_level())
    }
}
