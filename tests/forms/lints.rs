//! What rustc and clippy say of a function, they say of it with the attribute, too: each
//! expectation below is an error where nothing is reported.

use gambeson::{cached, invalidate};

use crate::Db;

#[expect(dead_code, reason = "nobody calls it")]
#[cached(ttl = "5m", key = "lints:dead:{id}")]
async fn dead(id: u64) -> u64 {
    id
}

#[expect(dead_code, reason = "nobody calls it")]
#[cached(ttl = "5m", key = "lints:dead_sync:{id}")]
fn dead_sync(id: u64) -> u64 {
    id
}

#[expect(dead_code, reason = "nobody calls it")]
#[invalidate(key = "lints:dead:{id}")]
async fn dead_invalidate(id: u64) -> u64 {
    id
}

struct Repo;

impl Repo {
    #[expect(dead_code, reason = "nobody calls it")]
    #[cached(ttl = "5m", key = "lints:dead_method:{id}", skip(self))]
    async fn dead_method(&self, id: u64) -> u64 {
        id
    }
}

#[expect(unused_variables, reason = "the body leaves it alone")]
#[cached(ttl = "5m", key = "lints:unused:{id}")]
async fn unused_argument(db: &Db, id: u64) -> u64 {
    id
}

#[expect(unused_variables, reason = "the body leaves it alone")]
#[cached(ttl = "5m", key = "lints:unused_sync:{id}")]
fn unused_argument_of_a_sync_function(db: &Db, id: u64) -> u64 {
    id
}

#[expect(unused_variables, reason = "the body leaves it alone")]
#[cached(ttl = "5m", key = "lints:unused_part:{id}", skip(more))]
async fn unused_part((id, more): (u64, u64)) -> u64 {
    id
}

#[expect(unused_mut, reason = "the body does not change it")]
#[cached(ttl = "5m", key = "lints:mut:{id}")]
async fn needless_mut(mut id: u64) -> u64 {
    id
}

#[cached(ttl = "5m", key = "lints:body:{id}")]
async fn inside_the_body(id: u64) -> u64 {
    #[expect(unused_variables, reason = "nothing uses it")]
    let nothing = id;
    #[expect(unused_must_use, reason = "an unused result")]
    {
        Some(id).ok_or(());
    }
    id
}

#[expect(unreachable_code, reason = "the loop never ends")]
#[cached(ttl = "5m", key = "lints:unreachable:{id}")]
async fn unreachable(id: u64) -> u64 {
    if id > 0 {
        return id;
        println!("{id}");
    }
    id
}

impl Repo {
    #[expect(clippy::unused_self, reason = "it could be a function")]
    #[cached(ttl = "5m", key = "lints:self:{id}", skip(self))]
    fn unused_self(&self, id: u64) -> u64 {
        id
    }
}

#[cached(ttl = "5m", key = "lints:clippy:{id}")]
async fn inside_the_body_by_clippy(id: u64) -> u64 {
    #[expect(clippy::identity_op, reason = "it does nothing")]
    let same = id + 0;
    #[expect(clippy::semicolon_if_nothing_returned, reason = "of the pedantic ones")]
    {
        drop(same.to_string())
    }
    same
}

#[deprecated = "use something else"]
#[cached(ttl = "5m", key = "lints:deprecated:{id}")]
async fn deprecated(id: u64) -> u64 {
    id
}

#[must_use]
#[cached(ttl = "5m", key = "lints:must_use:{id}")]
fn must_use(id: u64) -> u64 {
    id
}

#[tokio::test]
async fn what_is_reported_at_the_call_is_reported_still() {
    #[expect(deprecated, reason = "it is marked as such")]
    let value = deprecated(1).await;
    assert_eq!(value, 1);
    #[expect(unused_must_use, reason = "it is marked as such")]
    {
        must_use(1);
    }
}

#[tokio::test]
async fn functions_that_are_linted_still_work() {
    assert_eq!(Repo.unused_self(1), 1);
    assert_eq!(inside_the_body_by_clippy(1).await, 1);
    assert_eq!(unused_argument(&Db, 1).await, 1);
    assert_eq!(unused_argument_of_a_sync_function(&Db, 1), 1);
    assert_eq!(unused_part((1, 2)).await, 1);
    assert_eq!(needless_mut(1).await, 1);
    assert_eq!(inside_the_body(1).await, 1);
    assert_eq!(unreachable(1).await, 1);
}
