//! A program that logs numbered lines into files, for the tests in `log_files/`: they terminate it,
//! kill it, and take its files away.

use std::io::BufRead as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use gambeson::log::{Console, LogConfig, LogError, LogGuard, Rotation, WhenFull, init};
use tracing::info;

const THREADS: usize = 8;
const EACH: usize = 125_000;
/// The first thread says when it has logged these.
const SOME: usize = 20_000;
/// So that there are rotations even of those.
const FILE_BYTES: u64 = 1_000_000;

fn main() -> Result<(), LogError> {
    match std::env::args().nth(1).as_deref() {
        Some("threads") => until_terminated(),
        Some("answers") => answers(),
        other => panic!("nothing is called {other:?}"),
    }
}

/// Logs from all threads, and ends at SIGTERM as a service does.
fn until_terminated() -> Result<(), LogError> {
    use tokio::signal::unix::{SignalKind, signal};

    let config = LogConfig::from_env("numbers")?
        .console(Console::Off)
        .rotation(Rotation::size(FILE_BYTES))
        .keep_all()
        // Without optimization it takes most of the time, and is not what is tried here.
        .mask(false)
        .when_full(WhenFull::Wait);
    let log = init(config)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime");
    let terminated = runtime.block_on(async { signal(SignalKind::terminate()) });
    let mut terminated = terminated.expect("a signal");
    let stop = AtomicBool::new(false);
    let logged = thread::scope(|scope| {
        let logging = scope.spawn(|| {
            let logged = log_from_threads(&log, &stop);
            println!("logged");
            logged
        });
        runtime.block_on(terminated.recv());
        stop.store(true, Ordering::Relaxed);
        logging.join().expect("no panic")
    });
    drop(log);
    println!("= {logged:?}");
    Ok(())
}

/// How many lines each thread has logged.
fn log_from_threads(log: &LogGuard, stop: &AtomicBool) -> Vec<usize> {
    thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS)
            .map(|thread| scope.spawn(move || log_thread(log, thread, stop)))
            .collect();
        let logged = threads
            .into_iter()
            .map(|thread| thread.join().expect("no panic"));
        logged.collect()
    })
}

fn log_thread(log: &LogGuard, thread: usize, stop: &AtomicBool) -> usize {
    for number in 0..EACH {
        if stop.load(Ordering::Relaxed) {
            return number;
        }
        if (thread, number) == (0, SOME) {
            // However the threads take turns, so much is in the files.
            log.flush();
            println!("some");
        }
        info!(thread, number, "counted");
    }
    EACH
}

/// Logs as many lines as each line of the standard input says, and answers how many were dropped.
fn answers() -> Result<(), LogError> {
    let log = init(LogConfig::from_env("numbers")?)?;
    let mut numbers = 0_u32..;
    for line in std::io::stdin().lock().lines() {
        let wanted: usize = line.expect("text").parse().expect("a number");
        for number in numbers.by_ref().take(wanted) {
            info!(number, "counted");
        }
        log.flush();
        eprintln!("{}", log.dropped());
    }
    Ok(())
}
