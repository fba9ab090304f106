//! A disk that is full: what is refused is said to be, and what was acknowledged is written when there is room. The
//! process with the small disk is a child: this test program, started again with a limit to the size of files.

use std::process::Command;
use std::time::Duration;

use gambeson::CacheManager;
use gambeson::write_behind::{Change, PutErrorKind, Settings, Store as Kept};

use crate::support::{Store, User, user};

const CHILD: &str = "GAMBESON_DISK_CHILD";
/// Of each value: what is acknowledged is soon more than the limit.
const BYTES: usize = 64 << 10;
/// Of a file, in units of the shell: 2 or 4 MiB.
const LIMIT: u32 = 4_096;
const PUTS: u64 = 200;
const GRACE: Duration = Duration::from_secs(30);

fn settings() -> Settings {
    Settings::new().store(Kept::Local).partitions(2)
}

async fn manager(log: &str) -> CacheManager {
    let manager = CacheManager::builder()
        .queue_log(log)
        .wait(Duration::from_millis(50));
    manager.build().await.expect("the settings are good")
}

/// What the child does; nothing in any other run.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn as_a_child() {
    let Ok(log) = std::env::var(CHILD) else {
        return;
    };
    let cache = manager(&log).await;
    let never = |_: Vec<Change<User>>| std::future::pending::<Result<(), String>>();
    let writer = cache.register_writer("users", settings(), never);
    writer
        .await
        .expect("it starts")
        .shutdown(Duration::ZERO)
        .await;
    for id in 0..PUTS {
        let put = cache.write_behind("users", format!("u:{id}"), user(id, "x".repeat(BYTES)));
        match put.await {
            Ok(_) => println!("\nacknowledged {id}"),
            Err(error) => println!("\nrefused {id} {:?} {error}", error.kind()),
        }
    }
    // As if it was killed: nothing is made good at the end.
    std::process::abort();
}

#[cfg(unix)]
#[tokio::test]
async fn a_full_disk_refuses_changes_and_loses_none_that_was_acknowledged() {
    let dir = tempfile::tempdir().expect("a directory");
    let log = dir.path().join("queue.redb");
    let limited = format!("trap '' XFSZ; ulimit -f {LIMIT}; ulimit -c 0; exec \"$0\" \"$@\"");
    let child = Command::new("sh")
        .args(["-c", &limited])
        .arg(std::env::current_exe().expect("this program"))
        .args(["disk::as_a_child", "--exact", "--nocapture"])
        .env(CHILD, &log)
        .output()
        .expect("it ends");
    let said = String::from_utf8_lossy(&child.stdout);
    let of = |word: &str| -> Vec<u64> {
        let lines = said.lines().filter_map(|line| line.strip_prefix(word));
        let ids = lines.filter_map(|line| line.split_whitespace().next()?.parse().ok());
        ids.collect()
    };
    let (acknowledged, refused) = (of("acknowledged"), of("refused"));
    assert_eq!((acknowledged.len() + refused.len()) as u64, PUTS, "{said}");
    assert!(!acknowledged.is_empty() && !refused.is_empty(), "{said}");
    for line in said.lines().filter(|line| line.starts_with("refused")) {
        assert!(
            line.contains(&format!("{:?}", PutErrorKind::Unknown))
                || line.contains(&format!("{:?}", PutErrorKind::NotTaken)),
            "{line}"
        );
        assert!(line.contains("too large"), "what the system said: {line}");
    }

    let (cache, store) = (
        manager(log.to_str().expect("it is text")).await,
        Store::new(),
    );
    let write = {
        let store = store.clone();
        move |batch: Vec<Change<User>>| {
            let store = store.clone();
            async move { store.write(&batch).await }
        }
    };
    let writer = cache.register_writer("users", settings(), write).await;
    assert!(writer.expect("it starts").shutdown(GRACE).await);
    for id in acknowledged {
        assert!(store.row(id).is_some(), "{id} was acknowledged");
    }
}
