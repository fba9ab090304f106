//! `strategy = write_through`: a write that readers see at once. `CacheCtx`: what a load tells the cache.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use gambeson::{CacheCtx, cached};

/// The database of this example.
static USERS: Mutex<Vec<User>> = Mutex::new(Vec::new());

fn users() -> MutexGuard<'static, Vec<User>> {
    USERS.lock().unwrap_or_else(PoisonError::into_inner)
}

#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
struct User {
    id: usize,
    name: String,
    /// Whether the user is only trying the service out.
    guest: bool,
}

#[derive(Debug)]
struct NoSuchUser;

/// Guests come and go: what is known of them is not believed for long.
#[cached(ttl = "5m", key = "user:{id}", handle = Users)]
async fn user(ctx: CacheCtx, id: usize) -> Result<User, NoSuchUser> {
    println!("  loading user {id}");
    let user = users().get(id).cloned().ok_or(NoSuchUser)?;
    if user.guest {
        ctx.ttl(Duration::from_secs(10));
    }
    Ok(user)
}

/// The database first, then the entry; nothing of both if there is no such user.
#[cached(ttl = "5m", strategy = write_through, key = "user:{user.id}", value = user)]
async fn save(user: &User) -> Result<(), NoSuchUser> {
    println!("  saving user {}", user.id);
    let mut users = users();
    let row = users.get_mut(user.id).ok_or(NoSuchUser)?;
    row.clone_from(user);
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), NoSuchUser> {
    let mut ada = User {
        id: 0,
        name: "Ada Byron".to_owned(),
        guest: true,
    };
    users().push(ada.clone());

    println!("a guest is loaded, and believed for ten seconds:");
    println!("  {}", user(0).await?.name);
    println!("  {:?}", Users::ttl_of(0).await);

    println!("after a write, readers have the new value without a load:");
    "Ada Lovelace".clone_into(&mut ada.name);
    ada.guest = false;
    save(&ada).await?;
    println!("  {}", user(0).await?.name);

    println!("a write that fails changes nothing:");
    println!("  {:?}", save(&User { id: 7, ..ada }).await);
    println!("  {}", user(0).await?.name);
    Ok(())
}
