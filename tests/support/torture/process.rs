//! One process: sixteen producers, and the workers of one writer.

use std::path::PathBuf;
use std::time::Duration;

use gambeson::CacheManager;
use gambeson::write_behind::{ChangeId, Settings, Store as Where};
use tokio::io::AsyncReadExt as _;

use super::journal::{self, Journal};
use super::store::Store;
use super::{PRODUCERS, journal_path, key, producer, store_path};

const WRITER: &str = "numbers";

/// What stands on the command line: `<url of Redis, or the path of a log> <directory> <slot>
/// <changes of each producer>`.
///
/// It says `produced` when all changes were acknowledged, works until its standard input is closed,
/// and says `written` when nothing is left in the queue.
///
/// # Panics
///
/// When it is not called so, or cannot work.
#[tokio::main]
pub async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [queue, directory, slot, each] = &*arguments else {
        panic!("<queue> <directory> <slot> <changes of each producer>");
    };
    let directory = PathBuf::from(directory);
    let slot = slot.parse().expect("a number");
    let each = each.parse().expect("a number");
    let cache = manager(queue).await;
    let store = Store::open(&store_path(&directory)).expect("the store opens");
    let save = move |batch| store.clone().save(batch);
    let settings = Settings::new()
        .every(Duration::from_millis(5))
        .backoff(Duration::from_millis(5), Duration::from_millis(50))
        .attempts(1_000)
        .store(if is_redis(queue) {
            Where::Redis
        } else {
            Where::Local
        });
    let writer = loop {
        match cache
            .register_writer(WRITER, settings.clone(), save.clone())
            .await
        {
            Ok(writer) => break writer,
            // Redis is being killed, too.
            Err(error) if is_redis(queue) => {
                eprintln!("{error}");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            Err(error) => panic!("{error}"),
        }
    };
    let producers = (0..PRODUCERS).map(|task| {
        let producer = producer(slot, task);
        produce(cache.clone(), directory.clone(), producer, each)
    });
    futures::future::join_all(producers).await;
    println!("produced");
    _ = tokio::io::stdin().read_to_end(&mut Vec::new()).await;
    while writer.flush().await.is_err() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(writer.shutdown(Duration::from_secs(60)).await);
    println!("written");
}

fn is_redis(queue: &str) -> bool {
    queue.starts_with("redis://")
}

async fn manager(queue: &str) -> CacheManager {
    let builder = CacheManager::builder();
    let builder = match queue {
        url if is_redis(url) => builder.redis(url),
        path => builder.queue_log(path),
    };
    builder.build().await.expect("a manager")
}

/// Puts the numbers that no earlier process has put. What is not acknowledged is put again under
/// its id.
async fn produce(cache: CacheManager, directory: PathBuf, producer: String, each: u64) {
    let path = journal_path(&directory, &producer);
    let tried = journal::read(&path);
    let mut journal = Journal::open(&path).expect("a journal");
    let mut number = tried.len() as u64;
    if let Some(last) = tried.last()
        && !last.acknowledged
    {
        put(&cache, &producer, number - 1, last.id).await;
        journal.taken().expect("it is written");
    }
    while number < each {
        let id = ChangeId::new();
        journal.tries(id).expect("it is written");
        put(&cache, &producer, number, id).await;
        journal.taken().expect("it is written");
        number += 1;
    }
}

async fn put(cache: &CacheManager, producer: &str, number: u64, id: ChangeId) {
    let again = || cache.write_behind_with(id, WRITER, key(producer, number), number);
    while again().await.is_err() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
