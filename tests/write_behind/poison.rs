//! A change whose write ends the process: it is given up like any other that cannot be written, and takes nothing else
//! along. The process is a child: this test program, started again.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use gambeson::CacheManager;
use gambeson::write_behind::{Change, Settings, Store as Kept};
use gambeson_tests::builder;
use gambeson_tests::redis_server::RedisServer;
use tokio::io::AsyncWriteExt as _;

use crate::support::{User, user};

const CHILD: &str = "GAMBESON_POISON_CHILD";
const ROWS: &str = "GAMBESON_POISON_ROWS";
const ATTEMPTS: u32 = 4;
const USERS: u64 = 9;
/// Whose write is the end.
const KILLERS: [u64; 2] = [3, 6];

async fn manager(queue: &str) -> CacheManager {
    let manager = match queue.strip_prefix("log:") {
        Some(path) => CacheManager::builder().queue_log(path),
        None => builder(queue),
    };
    manager.build().await.expect("it starts")
}

fn settings(queue: &str) -> Settings {
    let kept = if queue.starts_with("log:") {
        Kept::Local
    } else {
        Kept::Redis
    };
    let backoff = Duration::from_millis(1);
    Settings::new()
        .store(kept)
        .partitions(1)
        .attempts(ATTEMPTS)
        .every(Duration::from_millis(200))
        .backoff(backoff, backoff)
}

/// What the child does; nothing in any other run.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn as_a_child() {
    let (Ok(queue), Ok(rows)) = (std::env::var(CHILD), std::env::var(ROWS)) else {
        return;
    };
    let cache = manager(&queue).await;
    let writer = cache
        .register_writer("users", settings(&queue), move |batch| {
            write(rows.clone().into(), batch)
        })
        .await
        .expect("it starts");
    writer.flush().await.expect("it answers");
    assert!(writer.shutdown(Duration::from_secs(10)).await);
}

async fn write(rows: PathBuf, batch: Vec<Change<User>>) -> Result<(), std::io::Error> {
    let users = || batch.iter().filter_map(Change::value);
    if users().any(|user| KILLERS.contains(&user.id)) {
        std::process::abort();
    }
    let lines: Vec<String> = users().map(|user| user.id.to_string()).collect();
    let lines = lines.join("\n") + "\n";
    let mut options = tokio::fs::OpenOptions::new();
    let mut file = options.create(true).append(true).open(rows).await?;
    file.write_all(lines.as_bytes()).await?;
    file.flush().await
}

/// Starts the child again and again, until it has come to its end; how often.
fn until_it_lives(queue: &str, rows: &Path, mut died: impl FnMut()) -> u32 {
    for start in 1..40 {
        let child = Command::new(std::env::current_exe().expect("this program"))
            .args(["poison::as_a_child", "--exact"])
            .env(CHILD, queue)
            .env(ROWS, rows)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .expect("it starts");
        if child.success() {
            return start;
        }
        died();
    }
    panic!("it is killed by the same change for ever");
}

async fn given_up_alone(queue: &str, died: impl FnMut()) {
    let dir = tempfile::tempdir().expect("a directory");
    let rows = dir.path().join("rows");
    {
        let cache = manager(queue).await;
        let open = cache.register_writer("users", settings(queue), |_: Vec<Change<User>>| async {
            std::future::pending::<Result<(), String>>().await
        });
        // The queue is known by its writer, which is not to write.
        open.await
            .expect("it starts")
            .shutdown(Duration::ZERO)
            .await;
        for id in 0..USERS {
            let put = cache.write_behind("users", format!("u:{id}"), user(id, "any"));
            put.await.expect("it is taken");
        }
    }
    let starts = until_it_lives(queue, &rows, died);
    // One for the batch, the others of each killer alone, and the last, which ends well.
    let most = 1 + 2 * ATTEMPTS;
    assert!(starts <= most, "{starts} starts");
    let rows = std::fs::read_to_string(&rows).expect("some are written");
    let written: Vec<u64> = rows.lines().filter_map(|line| line.parse().ok()).collect();
    let wanted: Vec<u64> = (0..USERS).filter(|id| !KILLERS.contains(id)).collect();
    assert_eq!(written, wanted, "all others, once and in order");

    let cache = manager(queue).await;
    let writer = cache
        .register_writer("users", settings(queue), |_: Vec<Change<User>>| async {
            Ok::<(), String>(())
        })
        .await
        .expect("it starts");
    let dead = cache.dead_letters("users").expect("it is there");
    let dead = dead.list(100).await.expect("it answers");
    let keys: Vec<String> = dead.iter().map(|dead| dead.key().to_string()).collect();
    assert_eq!(keys, KILLERS.map(|id| format!("u:{id}")));
    for letter in dead {
        assert_eq!(letter.attempts(), ATTEMPTS, "the same maximum");
        assert!(
            letter.error().contains("did not come to an end"),
            "{}",
            letter.error()
        );
    }
    writer.shutdown(Duration::from_secs(10)).await;
}

#[tokio::test]
async fn a_change_whose_write_ends_the_process_is_given_up_by_the_local_log() {
    let dir = tempfile::tempdir().expect("a directory");
    let log = dir.path().join("queue.redb");
    given_up_alone(&format!("log:{}", log.display()), || ()).await;
}

#[tokio::test]
async fn a_change_whose_write_ends_the_process_is_given_up_by_the_stream() {
    let server = RedisServer::with(&["--appendonly", "yes"]);
    // The lease of the dead: who comes next would wait for its end.
    let free = || _ = server.command(&["UNLINK", "t:%queue:{users}:0:owner"]);
    given_up_alone(&server.url(), free).await;
}
