//! A program that sets its log up as its environment says, for the tests in `log_set_up/`: what is
//! global in a process is tried in a process of its own. The first argument says what it does.

use std::io::Write as _;
use std::process::ExitCode;

use gambeson::context::{self, Context};
use gambeson::log::{Console, LogConfig, LogError, LogGuard, WhenFull, init};
use tracing::{debug, error, info, trace, warn};

/// Lines of [`flood`].
const LINES: u32 = 20_000;
/// The smallest queue there is.
const QUEUE_BYTES: usize = 64 << 10;

fn main() -> ExitCode {
    let what = std::env::args().nth(1).unwrap_or_default();
    let done = match what.as_str() {
        "events" => events_of(|config| config),
        "stderr" => events_of(|config| config.console(Console::Stderr)),
        "coloured" => events_of(|config| config.colours(true)),
        "unmasked" => events_of(|config| config.mask(false)),
        "twice" => twice(),
        "foreign-subscriber" => foreign_subscriber(),
        "foreign-logger" => foreign_logger(true),
        "foreign-logger-kept" => foreign_logger(false),
        "retry" => retry(),
        "asked" => asked(),
        "panics" => panics(),
        "shutdown" => shutdown(),
        "talks" => talks(),
        "tasks" => tasks(),
        "reload" => from_env().and_then(|log| reload(&log)),
        "flood" => flood(WhenFull::Drop),
        "flood-and-wait" => flood(WhenFull::Wait),
        other => panic!("nothing is called `{other}`"),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn config() -> Result<LogConfig, LogError> {
    LogConfig::from_env("shop")
}

fn from_env() -> Result<LogGuard, LogError> {
    init(config()?)
}

/// Logs [`events`] with what `change` makes of the environment's configuration.
fn events_of(change: impl FnOnce(LogConfig) -> LogConfig) -> Result<(), LogError> {
    let _log = init(change(config()?))?;
    events();
    Ok(())
}

/// One of each kind.
fn events() {
    trace!(target: "shop::db", "a trace");
    debug!(target: "shop::db", "a debug");
    info!(target: "shop", "an info");
    warn!(target: "shop", "a warning");
    error!(target: "shop::db", "an error");
    info!(target: "shop::api::users", "of a module");
    info!(target: "api", "of a target");
    info!(target: "apiary", "of bees");
    info!(target: "shop::model", user = "john@example.com", "of a model");
    log::info!(target: "old::api", "a record");
    log::debug!(target: "old::api", "a debug record");
}

fn twice() -> Result<(), LogError> {
    let log = from_env()?;
    info!("before");
    let again = from_env();
    info!("after");
    drop(log);
    again.map(drop)
}

fn foreign_subscriber() -> Result<(), LogError> {
    let other = tracing_subscriber::registry();
    tracing::subscriber::set_global_default(other).expect("there is none");
    from_env().map(drop)
}

struct Other;

impl log::Log for Other {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        println!("other: {}", record.args());
    }

    fn flush(&self) {}
}

fn foreign_logger(records_wanted: bool) -> Result<(), LogError> {
    log::set_logger(&Other).expect("there is none");
    log::set_max_level(log::LevelFilter::Trace);
    let _log = init(config()?.log_records(records_wanted))?;
    log::debug!("a record");
    info!("an event");
    Ok(())
}

/// Asks for what is not wanted before each event, as libraries do, and does not log it.
fn asked() -> Result<(), LogError> {
    let _log = from_env()?;
    for place in ["first", "second"] {
        let record = log::log_enabled!(target: "old", log::Level::Debug);
        let event = tracing::event_enabled!(target: "old", tracing::Level::DEBUG);
        let span = tracing::span_enabled!(target: "old", tracing::Level::DEBUG);
        info!(record, event, span, "{place}");
    }
    Ok(())
}

/// Logs while it is shown, so many times one within the other.
struct Talks(u8);

impl std::fmt::Display for Talks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(depth) = self.0.checked_sub(1) {
            info!(inner = %Talks(depth), "shows {}", self.0);
        }
        write!(f, "shown {}", self.0)
    }
}

fn talks() -> Result<(), LogError> {
    let _log = from_env()?;
    info!("an event with {}", Talks(2));
    Ok(())
}

/// Logs when it is dropped.
struct Says(&'static str);

impl Drop for Says {
    fn drop(&mut self) {
        info!("{}", self.0);
    }
}

fn panics() -> Result<(), LogError> {
    let _log = from_env()?;
    std::panic::set_hook(Box::new(|panic| error!(%panic, "panicked")));
    let _says = Says("unwinding");
    info!("before");
    panic!("it is enough");
}

fn shutdown() -> Result<(), LogError> {
    let _log = from_env()?;
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let (started, all) = std::sync::mpsc::channel();
    for _ in 0..3 {
        let started = started.clone();
        runtime.spawn(async move {
            let _says = Says("dropped");
            started.send(()).expect("the other end");
            std::future::pending::<()>().await;
        });
    }
    assert_eq!(all.iter().take(3).count(), 3);
    drop(runtime);
    info!("after");
    Ok(())
}

fn tasks() -> Result<(), LogError> {
    let _log = init(config()?.when_full(WhenFull::Wait))?;
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let mut tasks = tokio::task::JoinSet::new();
        for task in 0..10_000_u32 {
            let request = Context::new(format!("req-{task}"));
            tasks.spawn(context::scope(request, async move {
                info!(task, "begins");
                tokio::task::yield_now().await;
                info!(task, "ends");
            }));
        }
        tasks.join_all().await
    });
    Ok(())
}

/// Who cannot write where was meant to be written may go on elsewhere.
fn retry() -> Result<(), LogError> {
    let refused = from_env().map(drop);
    eprintln!("first: {}", refused.expect_err("it cannot be written"));
    let _log = init(LogConfig::new("shop"))?;
    events();
    Ok(())
}

fn reload(log: &LogGuard) -> Result<(), LogError> {
    let tell = |when: &str| {
        debug!(target: "shop::db", "debug of the database {when}");
        debug!(target: "shop", "debug {when}");
        info!(target: "shop", "info {when}");
        log::debug!(target: "old", "debug record {when}");
        let is_called = tracing::enabled!(target: "shop", tracing::Level::DEBUG);
        info!(target: "asked", is_called, max = %log::max_level(), "{}", log.level());
    };
    tell("at first");
    let handle = log.handle();
    std::thread::spawn(move || handle.set_level("warn,shop::db=debug,asked=info"))
        .join()
        .expect("the thread ends")?;
    tell("of one target");
    log.set_level("debug")?;
    tell("of all");
    let refused = log.set_level("loud");
    eprintln!("refused: {}", refused.expect_err("there is no such level"));
    tell("as before");
    log.set_level("info")?;
    tell("at last");
    Ok(())
}

/// More lines than the queue has room for. Nobody reads them before they have all been logged,
/// unless the program waits for that.
fn flood(when_full: WhenFull) -> Result<(), LogError> {
    let log = init(config()?.queue_bytes(QUEUE_BYTES).when_full(when_full))?;
    for number in 0..LINES {
        info!(target: "flood", number, "{}", "x".repeat(100));
    }
    eprintln!("logged {LINES}");
    // The test reads from now on.
    let _ = std::io::stderr().flush();
    log.flush();
    let dropped = log.dropped();
    drop(log);
    eprintln!("dropped {dropped}");
    Ok(())
}
