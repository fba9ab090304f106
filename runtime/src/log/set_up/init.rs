//! The whole of it, put together.

use std::sync::Arc;

use tracing::subscriber::NoSubscriber;
use tracing::{Dispatch, Subscriber, dispatcher};
use tracing_log::LogTracer;
use tracing_subscriber::Layer;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::registry::LookupSpan;

use super::config::LogConfig;
use super::error::LogError;
use super::layer::LogLayer;
use super::notices;
use super::outlet::{Wanted, Way};
use super::reload::{LogGuard, LogHandle, follow};
use super::routes::Routes;
use super::sink::{Sink, SinkOptions};

/// Sets logging up for the whole program: the global subscriber of `tracing`, and the logger of the
/// `log` crate. Call it first in `main`, once, and keep the guard until the end.
///
/// ```no_run
/// use gambeson::log::{LogConfig, init};
///
/// fn main() -> Result<(), Box<dyn std::error::Error>> {
///     let _log = init(LogConfig::from_env("shop")?)?;
///     tracing::info!(port = 8080, "the shop is open");
///     Ok(())
/// }
/// ```
///
/// A program with a subscriber of its own adds [`layers`] to it instead.
///
/// # Errors
/// [`LogError`]: a setting that cannot be, a directory that cannot be written, or a subscriber or
/// logger that is set already. Nothing is set up then, and nothing else has changed.
pub fn init(config: LogConfig) -> Result<LogGuard, LogError> {
    if dispatcher::get_default(|known| !known.is::<NoSubscriber>()) {
        return Err(LogError::SubscriberIsSet);
    }
    let log_records = config.log_records;
    let (layer, wanted, guard) = build(config, log_records)?;
    let routes = Arc::clone(&wanted.0);
    let subscriber = tracing_subscriber::registry().with(layer).with(wanted);
    let subscriber = Dispatch::new(subscriber);
    if log_records {
        LogTracer::init().map_err(|_| LogError::LoggerIsSet)?;
    }
    dispatcher::set_global_default(subscriber).map_err(|_| LogError::SubscriberIsSet)?;
    if log_records {
        follow(&routes);
    }
    Ok(guard)
}

/// The same for a subscriber of one's own: a layer to add to it, and the guard.
///
/// The layer has its filter with it, and decides for no other layer; others decide for it only if
/// they filter for all. `log_records` is for [`init`] alone: a program with a subscriber of its own
/// has said already who takes records of the `log` crate.
///
/// ```
/// use gambeson::log::{LogConfig, layers};
/// use tracing_subscriber::layer::SubscriberExt as _;
///
/// # fn main() -> Result<(), gambeson::log::LogError> {
/// let (log, _guard) = layers(LogConfig::from_env("shop")?)?;
/// let subscriber = tracing_subscriber::registry().with(log);
/// // .with(another layer)
/// # tracing::subscriber::with_default(subscriber, || tracing::info!("the shop is open"));
/// # Ok(()) }
/// ```
///
/// # Errors
/// [`LogError`]: a setting that cannot be, or a directory that cannot be written.
pub fn layers<S>(config: LogConfig) -> Result<(impl Layer<S> + Send + Sync, LogGuard), LogError>
where
    S: Subscriber + for<'l> LookupSpan<'l>,
{
    let (layer, wanted, guard) = build(config, false)?;
    Ok((layer.with_filter(wanted), guard))
}

fn build(
    config: LogConfig,
    log_records: bool,
) -> Result<(LogLayer<Way>, Wanted, LogGuard), LogError> {
    config.check()?;
    let outputs = config.outputs()?;
    let masker = config.masking();
    let formats = config.formats(masker.as_ref());
    let (capacity_bytes, when_full) = (config.queue_bytes, config.sink_when_full());
    let rules = config.rules();
    let routes = Arc::new(Routes::new(config.filter, rules));
    let options = SinkOptions {
        capacity_bytes,
        when_full,
        tell: notices::tell(Arc::clone(&routes), Arc::clone(&formats)),
    };
    let (sink, sink_guard) =
        Sink::start(outputs, options).map_err(|source| LogError::Thread { source })?;
    let wanted = Wanted(Arc::clone(&routes));
    let way = Way { routes, sink };
    let layer = LogLayer::new(way.clone(), formats, masker);
    let guard = LogGuard::new(LogHandle::new(way, log_records), sink_guard);
    Ok((layer, wanted, guard))
}
