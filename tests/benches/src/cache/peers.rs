//! The other side: the same functions under the attributes of `cached`, and moka by hand.
#![expect(
    clippy::unused_async,
    reason = "the bodies take no time, so that only the cache is measured"
)]

use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use super::values::{Profile, Repo, User};
use super::{CAPACITY, TTL_SECONDS};

/// What ours.rs has, under an attribute of `cached`: bounded and with a time to live, as ours are.
macro_rules! functions {
    ($module:ident, $attribute:ident, $value:ty, $load:path) => {
        pub(crate) mod $module {
            use super::*;

            #[cached::macros::$attribute(max_size = 100_000, ttl_secs = 3_600)]
            pub(crate) async fn hit_u64(id: u64) -> $value {
                $load(id)
            }

            #[cached::macros::$attribute(max_size = 100_000, ttl_secs = 3_600, key = "String", convert = { name.to_owned() })]
            pub(crate) async fn hit_str(name: &str) -> $value {
                $load(name.len() as u64)
            }

            #[cached::macros::$attribute(max_size = 100_000, ttl_secs = 3_600)]
            pub(crate) async fn hit_string(name: String) -> $value {
                $load(name.len() as u64)
            }

            impl Repo {
                #[cached::macros::$attribute(
                    in_impl = true,
                    max_size = 100_000,
                    ttl_secs = 3_600,
                    key = "(String, u64)",
                    convert = { (self.tenant.clone(), id) }
                )]
                pub(crate) async fn $module(&self, id: u64) -> $value {
                    $load(id)
                }
            }
        }
    };
}

functions!(cached_user, cached, Arc<User>, User::load);
functions!(cached_profile, cached, Profile, Profile::load);
functions!(concurrent_user, concurrent_cached, Arc<User>, User::load);
functions!(
    concurrent_profile,
    concurrent_cached,
    Profile,
    Profile::load
);

#[cached::macros::cached(max_size = 100_000, ttl_secs = 3_600)]
pub(crate) async fn cached_miss(id: u64) -> Arc<User> {
    User::load(id)
}

#[cached::macros::concurrent_cached(max_size = 100_000, ttl_secs = 3_600)]
pub(crate) async fn concurrent_miss(id: u64) -> Arc<User> {
    User::load(id)
}

/// moka's synchronous cache, bounded and with a time to live.
pub(crate) fn moka_sync<K, V>() -> moka::sync::Cache<K, V>
where
    K: Hash + Eq + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    moka_sync_holding(CAPACITY)
}

/// The same, for as many entries as are asked for.
pub(crate) fn moka_sync_holding<K, V>(entries: u64) -> moka::sync::Cache<K, V>
where
    K: Hash + Eq + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    moka::sync::Cache::builder()
        .max_capacity(entries)
        .time_to_live(Duration::from_secs(TTL_SECONDS))
        .build()
}

/// moka's asynchronous cache, bounded and with a time to live.
pub(crate) fn moka_future<K, V>() -> moka::future::Cache<K, V>
where
    K: Hash + Eq + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    moka::future::Cache::builder()
        .max_capacity(CAPACITY)
        .time_to_live(Duration::from_secs(TTL_SECONDS))
        .build()
}
