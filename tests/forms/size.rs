//! A cached function's future is no larger than what `tracing::instrument` makes of it.

use std::hint::black_box;
use std::sync::Arc;

use gambeson::cached;
use tokio::task::yield_now;
use tracing::instrument;

use crate::Db;

struct Repo {
    tenant: String,
}

/// Declares one function twice, and compares the futures of a call.
macro_rules! no_larger {
    ($test:ident, $key:literal, ($($arg:ident: $ty:ty = $value:expr),*) -> $ret:ty $body:block) => {
        no_larger!($test, $key, instrument(skip_all), ($($arg: $ty = $value),*) -> $ret $body);
    };
    ($test:ident, $key:literal, $instrument:meta, ($($arg:ident: $ty:ty = $value:expr),*) -> $ret:ty $body:block) => {
        #[tokio::test]
        async fn $test() {
            #[cached(ttl = "5m", key = $key)]
            async fn ours($($arg: $ty),*) -> $ret $body
            #[$instrument]
            async fn theirs($($arg: $ty),*) -> $ret $body

            let (ours, theirs) = (ours($($value),*), theirs($($value),*));
            let (our_size, their_size) = (size_of_val(&ours), size_of_val(&theirs));
            assert!(our_size <= their_size, "{our_size} bytes against {their_size}");
            assert_eq!(ours.await, theirs.await);
        }
    };
}

no_larger!(without_arguments, "size:none", () -> u64 {
    yield_now().await;
    1
});

no_larger!(a_number, "size:number:{id}", (id: u64 = 1) -> u64 {
    yield_now().await;
    id
});

no_larger!(a_reference_and_a_number, "size:reference:{id}", (db: &Db = &Db, id: u64 = 1) -> Result<u64, String> {
    yield_now().await;
    Ok(id + u64::from(size_of_val(db) > 1))
});

no_larger!(owned_text, "size:owned:{name}", (name: String = "a".into()) -> String {
    yield_now().await;
    name
});

no_larger!(
    three_arguments,
    "size:three:{a}:{b}:{c}",
    (a: String = "a".into(), b: &str = "b", c: Option<u64> = None) -> String {
        yield_now().await;
        format!("{a}{b}{c:?}")
    }
);

no_larger!(a_large_local, "size:local:{id}", (id: u64 = 1) -> usize {
    let local = [id; 128];
    yield_now().await;
    black_box(&local).len()
});

// Both look at the argument before they hand it to the body.
no_larger!(
    a_large_argument,
    "size:argument:{large.0}",
    instrument,
    (large: ([u8; 16], [Option<f64>; 32]) = ([1; 16], [None; 32])) -> usize {
        yield_now().await;
        black_box(&large).0.len()
    }
);

no_larger!(a_large_value, "size:value:{id}", (id: u64 = 1) -> Vec<[u8; 32]> {
    yield_now().await;
    vec![[u8::from(id == 1); 32]]
});

no_larger!(a_shared_value, "size:shared:{id}", (id: u64 = 1) -> Arc<String> {
    yield_now().await;
    Arc::new(id.to_string())
});

no_larger!(no_await_at_all, "size:ready:{id}", (id: u64 = 1) -> u64 {
    id
});

impl Repo {
    #[cached(ttl = "5m", key = "size:method:{self.tenant}:{id}")]
    async fn ours(&self, id: u64) -> String {
        yield_now().await;
        format!("{}{id}", self.tenant)
    }

    #[instrument(skip_all)]
    async fn theirs(&self, id: u64) -> String {
        yield_now().await;
        format!("{}{id}", self.tenant)
    }
}

#[tokio::test]
async fn a_method() {
    let repo = Repo { tenant: "a".into() };
    let (ours, theirs) = (repo.ours(1), repo.theirs(1));
    assert!(
        size_of_val(&ours) <= size_of_val(&theirs),
        "{} against {}",
        size_of_val(&ours),
        size_of_val(&theirs)
    );
    assert_eq!(ours.await, theirs.await);
}
