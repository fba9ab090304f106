//! The future is `Send` when the body's is.

use std::cell::RefCell;
use std::error::Error;
use std::rc::Rc;

use gambeson::{cached, invalidate};

use crate::Db;
use crate::support::ran;

fn send<T: Send>(future: T) -> T {
    future
}

#[cached(ttl = "5m", key = "send:plain:{id}")]
async fn plain(db: &Db, id: u64) -> Result<u64, String> {
    ran();
    tokio::task::yield_now().await;
    let _ = db;
    Ok(id)
}

/// An error that cannot leave its thread.
#[cached(ttl = "5m", key = "send:error:{id}")]
async fn local_error(id: u64) -> Result<u64, Box<dyn Error>> {
    ran();
    tokio::task::yield_now().await;
    if id == 0 { Err("no".into()) } else { Ok(id) }
}

#[cached(ttl = "5m", key = "send:rc_error:{id}")]
async fn rc_error(id: u64) -> Result<Option<u64>, Rc<str>> {
    ran();
    tokio::task::yield_now().await;
    if id == 0 {
        Err("no".into())
    } else {
        Ok(Some(id))
    }
}

#[invalidate(key = "send:error:{id}")]
async fn local_error_above(id: u64) -> Result<u64, Box<dyn Error>> {
    tokio::task::yield_now().await;
    if id == 0 { Err("no".into()) } else { Ok(id) }
}

struct Repo<T>(T);

impl<T: Sync> Repo<T> {
    #[cached(ttl = "5m", key = "send:repo:{id}", skip(self))]
    async fn get(&self, id: u64) -> Result<u64, Box<dyn Error>> {
        ran();
        tokio::task::yield_now().await;
        let _ = &self.0;
        Ok(id)
    }
}

#[cached(ttl = "5m", key = "send:generic:{id}")]
async fn generic<T: Send>(db: T, id: u64) -> Result<u64, Box<dyn Error>> {
    ran();
    tokio::task::yield_now().await;
    drop(db);
    Ok(id)
}

#[cached(ttl = "5m", key = "send:boxed:{id}")]
fn boxed(
    id: u64,
) -> futures::future::BoxFuture<'static, Result<u64, Box<dyn Error + Send + Sync>>> {
    Box::pin(async move {
        ran();
        tokio::task::yield_now().await;
        Ok(id)
    })
}

#[cached(ttl = "5m", key = "send:closures:{id}", cache_if = |value: &u64| *value > 0)]
async fn closures(id: u64) -> Result<u64, Box<dyn Error>> {
    ran();
    tokio::task::yield_now().await;
    Ok(id)
}

#[tokio::test]
async fn a_future_is_send_when_the_body_is() {
    assert_cached!(send(plain(&Db, 1)).await, send(plain(&Db, 2)).await);
    assert_cached!(
        send(generic(Db, 1)).await.ok(),
        send(generic(Db, 2)).await.ok()
    );
    assert_cached!(send(boxed(1)).await.ok(), send(boxed(2)).await.ok());
    let repo = Repo(Db);
    assert_cached!(send(repo.get(1)).await.ok(), send(repo.get(2)).await.ok());
}

#[tokio::test]
async fn an_error_that_is_not_send_takes_nothing_away() {
    assert_cached!(
        send(local_error(1)).await.ok(),
        send(local_error(2)).await.ok()
    );
    assert_cached!(send(rc_error(1)).await, send(rc_error(2)).await);
    assert_cached!(send(closures(1)).await.ok(), send(closures(2)).await.ok());
    assert!(send(local_error_above(1)).await.is_ok());
}

#[cached(ttl = "5m", key = "send:local:{id}")]
async fn local(shared: Rc<RefCell<u64>>, id: u64) -> u64 {
    ran();
    tokio::task::yield_now().await;
    *shared.borrow_mut() += 1;
    id
}

#[tokio::test]
async fn a_body_that_is_not_send_is_cached_all_the_same() {
    let shared = Rc::new(RefCell::new(0));
    assert_cached!(
        local(shared.clone(), 1).await,
        local(shared.clone(), 2).await
    );
}
