//! What is on top runs around what is below.

use gambeson::{cached, invalidate};

use crate::support::{ran, runs};

#[cached(ttl = "5m", key = "order:kept:{id}", handle = Kept)]
async fn kept(id: u64) -> u64 {
    ran();
    id
}

#[invalidate(key = "order:kept:{id}")]
#[cached(ttl = "5m", key = "order:above:{id}")]
async fn invalidates_above(id: u64) -> u64 {
    ran();
    id
}

#[cached(ttl = "5m", key = "order:beneath:{id}", allow(order))]
#[invalidate(key = "order:kept:{id}")]
async fn invalidates_beneath(id: u64) -> u64 {
    ran();
    id
}

#[tokio::test]
async fn an_invalidate_on_top_removes_on_a_hit_too() {
    for _ in 0..2 {
        kept(1).await;
        assert!(Kept::peek(1).await.is_some());
        invalidates_above(1).await;
        assert!(Kept::peek(1).await.is_none());
    }
    assert_eq!(runs(), 3, "`kept` twice, and the other once");
}

#[tokio::test]
async fn an_invalidate_beneath_removes_on_a_miss_only() {
    kept(2).await;
    invalidates_beneath(2).await;
    assert!(Kept::peek(2).await.is_none());
    kept(2).await;
    invalidates_beneath(2).await;
    assert!(Kept::peek(2).await.is_some(), "the cache answered");
}

#[invalidate(key = "order:first:{id}")]
#[invalidate(keys = ["order:second:{id}", "order:third:{id}"], always)]
#[cached(ttl = "5m", key = "order:three:{id}")]
async fn three(id: u64) -> Result<u64, String> {
    ran();
    if id == 0 {
        Err(String::from("no"))
    } else {
        Ok(id)
    }
}

#[cached(ttl = "5m", key = "order:first:{id}", handle = First)]
async fn first(id: u64) -> u64 {
    id
}

#[cached(ttl = "5m", key = "order:third:{id}", handle = Third)]
async fn third(id: u64) -> u64 {
    id
}

#[tokio::test]
async fn each_of_several_keeps_its_own_conditions() {
    for id in [0, 1] {
        first(id).await;
        third(id).await;
        let failed = three(id).await.is_err();
        assert_eq!(First::peek(id).await.is_some(), failed, "after `Ok` only");
        assert_eq!(Third::peek(id).await, None, "always");
    }
}

#[invalidate(key = "order:sync_kept:{id}")]
#[cached(ttl = "5m", key = "order:sync:{id}")]
fn sync(id: u64) -> Result<u64, String> {
    ran();
    if id == 0 {
        return Err(String::from("no"));
    }
    Ok(id)
}

#[cached(ttl = "5m", key = "order:sync_kept:{id}", handle = SyncKept)]
fn sync_kept(id: u64) -> u64 {
    id
}

#[test]
fn a_stack_on_a_sync_function() {
    for id in [0, 1] {
        for _ in 0..2 {
            sync_kept(id);
            let failed = sync(id).is_err();
            assert_eq!(SyncKept::peek(id).is_some(), failed);
        }
    }
    assert_eq!(runs(), 3, "the error twice, the value once");
}

#[invalidate(key = "order:kept:{id}")]
#[cached(ttl = "5m", key = "order:future:{id}")]
fn future(id: u64) -> impl Future<Output = Option<u64>> + Send {
    ran();
    async move { Some(id) }
}

#[tokio::test]
async fn a_stack_on_a_function_that_returns_a_future() {
    for _ in 0..2 {
        kept(3).await;
        future(3).await;
        assert!(Kept::peek(3).await.is_none());
    }
    assert_eq!(runs(), 3);
}
