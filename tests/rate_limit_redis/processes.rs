//! Three processes on one limit: this test started again, with clocks that are minutes apart.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use gambeson::resilience::{Rate, RedisLimiter};
use gambeson::test::ManualClock;
use gambeson_tests::redis_server::{RedisCluster, RedisServer};

use super::{built, patient};

const PROCESSES: u64 = 3;
const RUN: Duration = Duration::from_secs(2);
const LIMIT: u32 = 500;
const BURST: u32 = 100;
const BLOCK: u32 = 20;
const CHILD: &str = "GAMBESON_LIMIT_CHILD";

/// An admission happened between these two moments, in µs since 1970.
#[derive(Clone, Copy)]
struct Admission {
    asked: u64,
    answered: u64,
}

fn now() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    u64::try_from(now.expect("it is after 1970").as_micros()).expect("not that long after")
}

/// What a process is told: its number, its block or 0, how many keys, the servers.
#[test]
fn a_process_of_its_own() {
    let Ok(told) = std::env::var(CHILD) else {
        return;
    };
    let mut told = told.split(' ');
    let mut number = || -> u64 {
        told.next()
            .and_then(|text| text.parse().ok())
            .expect("a number")
    };
    let (process, block, keys) = (number(), number(), number());
    let urls = told.next().expect("servers").to_owned();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    let admissions = runtime.expect("a runtime can be built").block_on(async {
        let mut builder =
            patient(&urls, Rate::per_second(LIMIT).burst(BURST)).clock(skewed(process));
        if block > 0 {
            builder = builder.lease(u32::try_from(block).expect("a small block"));
        }
        let limiter = Arc::new(built(builder));
        limiter.check(b"warm", 1).await;
        println!("\nready");
        let mut go = String::new();
        std::io::stdin()
            .read_line(&mut go)
            .expect("the parent is there");
        let tasks: Vec<_> = (0..64)
            .map(|task| tokio::spawn(ask(Arc::clone(&limiter), task % keys)))
            .collect();
        let mut all = Vec::new();
        for task in tasks {
            all.extend(task.await.expect("a check does not panic"));
        }
        assert_eq!(limiter.store_errors(), 0);
        all
    });
    let mut out = std::io::stdout().lock();
    for (key, admission) in admissions {
        let Admission { asked, answered } = admission;
        writeln!(out, "admitted {key} {asked} {answered}").expect("the parent is there");
    }
}

/// A clock that runs as time does, minutes apart from that of another process.
fn skewed(process: u64) -> ManualClock {
    let clock = ManualClock::new();
    clock.advance(Duration::from_secs(60 * process));
    let ticking = clock.clone();
    std::thread::spawn(move || {
        let mut last = Instant::now();
        loop {
            std::thread::sleep(Duration::from_millis(1));
            let now = Instant::now();
            ticking.advance(now - last);
            last = now;
        }
    });
    clock
}

async fn ask(limiter: Arc<RedisLimiter>, key: u64) -> Vec<(u64, Admission)> {
    let (mut admissions, end) = (Vec::new(), Instant::now() + RUN);
    while Instant::now() < end {
        let asked = now();
        let decision = limiter.check(key.to_string().as_bytes(), 1).await;
        if decision.admitted {
            let answered = now();
            admissions.push((key, Admission { asked, answered }));
        } else {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
    admissions
}

struct Process {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
}

impl Process {
    fn start(number: u64, block: u32, keys: u64, urls: &str) -> Self {
        let mut child = Command::new(std::env::current_exe().expect("this test is a file"))
            .args(["processes::a_process_of_its_own", "--exact", "--nocapture"])
            .env(CHILD, format!("{number} {block} {keys} {urls}"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a test can be started");
        let stdin = child.stdin.take().expect("it is piped");
        let stdout = BufReader::new(child.stdout.take().expect("it is piped"));
        let mut process = Self {
            child,
            stdin,
            stdout,
        };
        let mut line = String::new();
        while line.trim() != "ready" {
            line.clear();
            let read = process.stdout.read_line(&mut line).expect("it speaks");
            assert!(read > 0, "it has ended");
        }
        process
    }

    fn admissions(mut self) -> Vec<(u64, Admission)> {
        let lines = self.stdout.lines().map(|line| line.expect("it speaks"));
        let admissions = lines.filter_map(|line| {
            let mut numbers = line.strip_prefix("admitted ")?.split(' ').map(str::parse);
            let mut number = || numbers.next()?.ok();
            let (key, asked, answered) = (number()?, number()?, number()?);
            Some((key, Admission { asked, answered }))
        });
        let admissions = admissions.collect();
        assert!(self.child.wait().expect("it ends").success());
        admissions
    }
}

fn run(block: u32, keys: u64, urls: &str) -> Vec<(u64, Admission)> {
    let mut processes: Vec<_> = (0..PROCESSES)
        .map(|number| Process::start(number, block, keys, urls))
        .collect();
    for process in &mut processes {
        writeln!(process.stdin, "go").expect("it listens");
    }
    processes
        .into_iter()
        .flat_map(Process::admissions)
        .collect()
}

/// Counts, for windows of some lengths from each admission on, what was surely admitted in them.
fn assert_no_window_has_more(mut admissions: Vec<Admission>, extra: u32) {
    admissions.sort_by_key(|admission| admission.asked);
    for window in [10_000, 100_000, 1_000_000, 3_600_000_000] {
        for (at, first) in admissions.iter().enumerate() {
            let end = first.asked + window;
            let within = admissions[at..].iter().take_while(|one| one.asked <= end);
            let within: Vec<_> = within.filter(|one| one.answered <= end).collect();
            let last = within.iter().map(|one| one.answered).max().unwrap_or(end);
            let most = (last - first.asked) * u64::from(LIMIT) / 1_000_000 + 1;
            let most = most + u64::from(BURST + extra);
            assert!(
                within.len() as u64 <= most,
                "{} in {window} us, {most} at most",
                within.len()
            );
            if window > 1_000_000 {
                break;
            }
        }
    }
}

fn assert_the_limit_holds(block: u32, keys: u64, urls: &str) {
    let all = run(block, keys, urls);
    for key in 0..keys {
        let admissions: Vec<_> = all
            .iter()
            .filter(|(of, _)| *of == key)
            .map(|(_, admission)| *admission)
            .collect();
        // Most of what might be admitted was asked for.
        let least = RUN.as_secs() * u64::from(LIMIT) / 2;
        assert!(admissions.len() as u64 > least, "only {}", admissions.len());
        let extra = u32::try_from(PROCESSES).expect("few") * block;
        assert_no_window_has_more(admissions, extra);
    }
}

#[test]
fn three_processes_with_clocks_minutes_apart_share_a_limit() {
    let server = RedisServer::start();
    assert_the_limit_holds(0, 1, &server.url());
}

#[test]
fn with_leases_each_process_may_admit_a_block_more() {
    let server = RedisServer::start();
    assert_the_limit_holds(BLOCK, 1, &server.url());
}

#[test]
fn three_processes_share_the_limits_of_a_cluster() {
    let cluster = RedisCluster::start();
    assert_the_limit_holds(0, 4, &cluster.urls());
}

#[test]
fn three_processes_lease_from_a_cluster() {
    let cluster = RedisCluster::start();
    assert_the_limit_holds(BLOCK, 4, &cluster.urls());
}
