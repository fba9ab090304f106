//! The peer `plain_hit`: a hit in memory of a function that has no strategy.

use std::sync::Arc;

use gambeson::cached;

use crate::harness::Subject;
use crate::harness::drive::Driver;

/// How many keys a hit goes round.
pub(super) const KEYS: u64 = 1_024;

/// What the functions that hit return.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(super) struct User {
    id: u64,
    name: String,
}

impl User {
    pub(super) fn load(id: u64) -> Arc<Self> {
        Arc::new(User {
            id,
            name: format!("user {id}"),
        })
    }
}

#[cached(ttl = "1h", key = "plain:{id}")]
async fn user(id: u64) -> Arc<User> {
    User::load(id)
}

/// The id of a call.
pub(super) fn id(call: usize) -> u64 {
    call as u64 % KEYS
}

pub(super) fn hit(driver: Driver<'_>) -> Subject<'_> {
    driver.subject("plain_hit", |call| user(id(call)))
}
