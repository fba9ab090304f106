//! `#[invalidate]`: what a change removes from the cache.

use std::sync::{Mutex, MutexGuard, PoisonError};

use gambeson::{cached, invalidate};

/// The database of this example.
static NAMES: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn names() -> MutexGuard<'static, Vec<String>> {
    NAMES.lock().unwrap_or_else(PoisonError::into_inner)
}

#[derive(Debug)]
struct NoSuchUser;

#[cached(ttl = "5m", key = "name:{id}")]
async fn name(id: usize) -> Result<String, NoSuchUser> {
    println!("  loading name {id}");
    names().get(id).cloned().ok_or(NoSuchUser)
}

#[cached(ttl = "5m", key = "initials:{id}")]
async fn initials(id: usize) -> Result<String, NoSuchUser> {
    println!("  working out initials {id}");
    let name = name(id).await?;
    Ok(name
        .split(' ')
        .filter_map(|word| word.chars().next())
        .collect())
}

/// Both entries go once the change is made, and neither if it fails.
#[invalidate(keys = ["name:{id}", "initials:{id}"])]
async fn rename(id: usize, new: &str) -> Result<(), NoSuchUser> {
    new.clone_into(names().get_mut(id).ok_or(NoSuchUser)?);
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), NoSuchUser> {
    names().push("Ada Byron".to_owned());

    println!("a miss, then a hit:");
    show(0).await?;
    show(0).await?;

    println!("after a change, a miss:");
    rename(0, "Ada Lovelace").await?;
    show(0).await?;

    println!("after a change that failed, a hit:");
    println!("  {:?}", rename(1, "Nobody").await);
    show(0).await
}

async fn show(id: usize) -> Result<(), NoSuchUser> {
    println!("  {} is {}", initials(id).await?, name(id).await?);
    Ok(())
}
