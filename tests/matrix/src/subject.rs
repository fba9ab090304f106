//! What a scenario asks of a cache. What a cache does not have is `None`, and no fault.

use std::future::Future;
use std::pin::Pin;

/// A call under way.
pub(crate) type Call<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// A loaded number, or what the store said.
pub(crate) type Loaded = Result<u64, String>;

/// How long entries of [`Subject::stale`] live, in ms.
pub(crate) const TTL: u64 = 700;
/// For how long after that one may be served when a load fails, in ms.
pub(crate) const STALE: u64 = 1_500;

/// One cache, set up as its documentation recommends against stampedes.
pub(crate) trait Subject: Send + Sync {
    /// Crate, version, and what of it.
    fn name(&self) -> &'static str;

    /// The value of a key: [`load`](crate::source::load) behind the cache.
    fn get(&self, key: u64) -> Call<Loaded>;

    /// Removes a key, as its documentation says.
    fn invalidate(&self, _key: u64) -> Option<Call<()>> {
        None
    }

    /// As [`get`](Self::get), by a function whose return type is an alias of `Result`.
    fn alias(&self, _key: u64) -> Option<Call<Loaded>> {
        None
    }

    /// A function of two arguments with the key that the cache makes of them; its value is
    /// [`unique`](crate::source::unique).
    fn pair(&self, _a: Option<String>, _b: String) -> Option<Call<u64>> {
        None
    }

    /// As [`get`](Self::get), with an old value in place of an error, for a time.
    fn stale(&self, _key: u64) -> Option<Call<Loaded>> {
        None
    }

    /// The same cache with the Redis at this URL as its second or only tier.
    fn over_redis(&self, _url: String) -> Option<Call<Box<dyn OverRedis>>> {
        None
    }
}

/// A cache with Redis.
pub(crate) trait OverRedis: Send + Sync {
    /// As [`Subject::get`].
    fn get(&self, key: u64) -> Call<Loaded>;

    /// As [`Subject::invalidate`].
    fn invalidate(&self, _key: u64) -> Option<Call<()>> {
        None
    }

    /// Forgets what is in memory, as another process that begins would.
    fn forget_memory(&self) -> Call<()> {
        Box::pin(async {})
    }

    /// A function whose value was `{ id }` when it was stored.
    fn old_shape(&self, _key: u64) -> Option<Call<Loaded>> {
        None
    }

    /// The same function after the value has become `{ id, age }`.
    fn new_shape(&self, _key: u64) -> Option<Call<Loaded>> {
        None
    }
}
