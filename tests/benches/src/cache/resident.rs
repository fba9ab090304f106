//! `resident_1m`: the resident size of a process that caches a million values of 100 bytes by `u64` keys.

use std::process::{Command, ExitCode};
use std::sync::Arc;

use super::values::Block;
use super::{Failure, ours, peers};
use crate::harness::{Bench, Unit};

const ENTRIES: u64 = 1_000_000;
/// The first argument of a child; the second says whose cache it fills.
const CHILD: &str = "resident-child";

pub(crate) fn run(bench: &Bench) -> Result<(), Failure> {
    if !bench.wants("resident_1m") {
        return Ok(());
    }
    // Sizes hardly vary from one process to the next.
    let rounds = bench.effort().long_rounds.div_ceil(3);
    bench.compare_whole(
        "resident_1m",
        Unit::Bytes,
        rounds,
        &["ours", "moka_sync_get"],
        |name, _| {
            let output = Command::new(std::env::current_exe()?)
                .args([CHILD, name])
                .output()?;
            if !output.status.success() {
                return Err(format!("{name}: {}", String::from_utf8_lossy(&output.stderr)).into());
            }
            Ok(String::from_utf8(output.stdout)?.trim().parse()?)
        },
    )
}

/// Fills a cache and prints the resident bytes, if this process was started for that.
pub(crate) fn child() -> Option<ExitCode> {
    let mut arguments = std::env::args().skip(1);
    if arguments.next()? != CHILD {
        return None;
    }
    match fill(&arguments.next()?) {
        Ok(bytes) => println!("{bytes}"),
        Err(error) => {
            eprintln!("{error}");
            return Some(ExitCode::FAILURE);
        }
    }
    Some(ExitCode::SUCCESS)
}

fn fill(name: &str) -> Result<u64, Failure> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(async {
            // Filled, and then walked a second time, which must load nothing: all entries are still there.
            if name == "ours" {
                ours::hold(ENTRIES).await?;
                for id in (0..ENTRIES).chain(0..ENTRIES) {
                    if !ours::resident(id).await.is_of(id) {
                        return Err(format!("{id} has the value of another key").into());
                    }
                }
            } else {
                let cache = peers::moka_sync_holding(ENTRIES * 2);
                for id in (0..ENTRIES).chain(0..ENTRIES) {
                    if !cache
                        .get(&id)
                        .is_some_and(|block: Arc<Block>| block.is_of(id))
                    {
                        cache.insert(id, Block::load(id));
                    }
                }
                cache.run_pending_tasks();
            }
            let loads = Block::loads();
            if loads != ENTRIES {
                return Err(
                    format!("{loads} loads: the cache does not hold {ENTRIES} entries").into(),
                );
            }
            resident_bytes()
        })
}

/// What the system says of this process: `/proc` on Linux, `ps` elsewhere.
fn resident_bytes() -> Result<u64, Failure> {
    let kibibytes = if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .ok_or("no VmRSS in /proc/self/status")?;
        line.trim().trim_end_matches(" kB").to_owned()
    } else {
        let id = std::process::id().to_string();
        String::from_utf8(
            Command::new("ps")
                .args(["-o", "rss=", "-p", &id])
                .output()?
                .stdout,
        )?
    };
    Ok(kibibytes.trim().parse::<u64>()? * 1024)
}
