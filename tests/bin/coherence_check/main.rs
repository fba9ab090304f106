//! Three processes on one Redis under random reads, writes, invalidations and lost connections: how
//! long does any of them serve what was invalidated?
//!
//! ```text
//! cargo run --release -p gambeson-tests --bin coherence-check -- 60
//! ```
//!
//! It starts a redis-server of its own and itself three times. The parent holds the truth (a version
//! for each key, and when which was acknowledged), judges every read by its own clock, kills
//! connections, evicts, flushes, and lets one process' network go silent. It ends with 1 if a value
//! was served for longer than the bound after the answer of an invalidation that was carried out, or
//! at all through `read = strict`.

mod chaos;
mod truth;
mod worker;

use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use gambeson_tests::redis_server::{Proxy, RedisServer};

use truth::Truth;

/// A heartbeat and a time-out: how long a connection may be dead before that is noticed.
const BOUND: Duration = Duration::from_millis(1_200);
/// What is added for a machine that is busy with other things.
const LATE: Duration = Duration::from_secs(1);
const PROCESSES: u64 = 3;

fn main() -> ExitCode {
    let given: Vec<String> = std::env::args().skip(1).collect();
    match given.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["worker", redis, truth, number, seconds] => {
            let number_of = |text: &str| text.parse().expect("the parent gives numbers");
            worker::run(&worker::Given {
                redis: number_of(redis),
                truth: number_of(truth),
                number: u64::from(number_of(number)),
                run: Duration::from_secs(u64::from(number_of(seconds))),
            });
            ExitCode::SUCCESS
        }
        [seconds] if seconds.parse::<u16>().is_ok() => check(seconds),
        [] => check("60"),
        _ => {
            eprintln!("usage: coherence-check [seconds]");
            ExitCode::from(2)
        }
    }
}

fn check(seconds: &str) -> ExitCode {
    let server = RedisServer::start();
    let proxy = Proxy::before(server.port());
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
    let port = listener.local_addr().expect("it is bound").port();
    let truth = Arc::new(Truth::new());
    thread::spawn({
        let truth = Arc::clone(&truth);
        move || truth::serve(&listener, &truth)
    });
    let workers: Vec<Child> = (0..PROCESSES)
        .map(|number| {
            let redis = if number == 0 {
                proxy.port()
            } else {
                server.port()
            };
            start(redis, port, number, seconds)
        })
        .collect();
    let done = AtomicBool::new(false);
    let (well, chaos) = thread::scope(|scope| {
        let chaos = scope.spawn(|| chaos::harass(&server, &proxy, &done));
        let mut well = true;
        for mut worker in workers {
            well &= worker.wait().is_ok_and(|status| status.success());
        }
        done.store(true, Ordering::Release);
        (well, chaos.join().expect("the server answers"))
    });
    let seen = truth.seen();
    println!("{seen}");
    println!("{chaos}");
    println!("bound {BOUND:?}, and {LATE:?} for a busy machine");
    let right = well && seen.holds(BOUND + LATE) && chaos.happened();
    println!(
        "{}",
        if right {
            "it holds"
        } else {
            "IT DOES NOT HOLD"
        }
    );
    ExitCode::from(u8::from(!right))
}

fn start(redis: u16, truth: u16, number: u64, seconds: &str) -> Child {
    Command::new(std::env::current_exe().expect("a program has a file"))
        .arg("worker")
        .args([redis.to_string(), truth.to_string(), number.to_string()])
        .arg(seconds)
        .stdin(Stdio::null())
        .spawn()
        .expect("it starts again")
}
