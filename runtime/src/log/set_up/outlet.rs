//! Between the layer and the thread that writes: who wants an event, and who takes its line.

use std::sync::Arc;

use tracing::level_filters::LevelFilter;
use tracing::subscriber::Interest;
use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::Layer;
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

/// What the layer does not want ends before it is made.
///
/// For a subscriber that is ours, it stands above the layer and decides for all. Around the layer, it
/// decides for that one alone, whatever stands beside it.
#[derive(Clone, Debug)]
pub(super) struct Wanted(pub(super) Arc<Routes>);

impl Wanted {
    fn interest(&self, meta: &Metadata<'_>) -> Interest {
        if self.0.is_enabled(meta) {
            Interest::always()
        } else {
            Interest::never()
        }
    }
}

impl<S: Subscriber> Layer<S> for Wanted {
    fn register_callsite(&self, meta: &'static Metadata<'static>) -> Interest {
        self.interest(meta)
    }

    fn enabled(&self, meta: &Metadata<'_>, _: Context<'_, S>) -> bool {
        self.0.is_enabled(meta)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(self.0.max_level())
    }
}

impl<S> Filter<S> for Wanted {
    /// The registry remembers a no until the next event of the thread, and withholds that one. An
    /// event that is asked for need not come (`log_enabled!`), so the layer refuses it itself when it
    /// does.
    fn enabled(&self, meta: &Metadata<'_>, _: &Context<'_, S>) -> bool {
        !meta.is_span() || self.0.is_enabled(meta)
    }

    fn callsite_enabled(&self, meta: &'static Metadata<'static>) -> Interest {
        self.interest(meta)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(self.0.max_level())
    }
}
