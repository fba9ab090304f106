//! Reading by hand, with reloads in the background.

use std::future::Future;
use std::ops::ControlFlow;

use crate::cache::CacheManager;
use crate::cache::engine::{self, KeepAll, Times};
use crate::cache::key::{IntoKey, Key};
use crate::cache::ladder::{Early, Ladder, ReloadBy};
use crate::cache::plan::{CacheValue, Plan, by_hand};
use crate::cache::shape::{Fallible, Shape};
use crate::cache::site::BY_HAND;
use crate::cache::ttl::{IntoTtl, Ttl};

impl CacheManager {
    /// [`get_or_load`](Self::get_or_load) that loads again before the value's time is over: from
    /// the share `refresh_at` of its ttl on, a hit answers at once and starts one reload in the
    /// background, so that a key which is asked for is always answered from the cache.
    ///
    /// `load` is called if there is nothing under `key`, or if this call is the one that starts the
    /// reload; otherwise it is dropped. It borrows nothing, because a reload outlives the call. A
    /// reload that fails or panics leaves the value as it is, and is tried again after 10 s or a
    /// tenth of the ttl, whichever is shorter. At most
    /// [`max_reloads`](crate::cache::CacheManagerBuilder::max_reloads) run at a time; outside of a
    /// tokio runtime the caller waits for it.
    ///
    /// A share of 1 or more, or one that is no number, means that nothing is loaded again before its
    /// end; so does [`Ttl::Never`]. What [`set`](Self::set) or `get_or_load` has stored has no such
    /// moment either.
    ///
    /// ```
    /// use std::time::Duration;
    /// use gambeson::CacheManager;
    ///
    /// # #[derive(Clone)] struct Db;
    /// # impl Db { async fn name(&self, _id: u64) -> Result<String, std::io::Error> { Ok("Ada".into()) } }
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let db = Db;
    /// let cache = CacheManager::builder().build().await?;
    /// let minute = Duration::from_secs(60);
    /// let load = move || async move { db.name(1).await };
    /// // From the 48th second on, the first caller starts a reload, and nobody waits for it.
    /// let name: String = cache.get_with_refresh("name:1", minute, 0.8, load).await?;
    /// assert_eq!(name, "Ada");
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// What `load` returns, as it is, to those who wait for it. The cache adds none of its own.
    ///
    /// Dropped while it waits for its own load, it hands that to the next caller; a reload in the
    /// background goes on.
    pub async fn get_with_refresh<T, E, F, L>(
        &self,
        key: impl IntoKey,
        ttl: impl IntoTtl,
        refresh_at: f64,
        load: L,
    ) -> Result<T, E>
    where
        T: CacheValue + Clone,
        E: 'static,
        F: Future<Output = Result<T, E>> + Send + 'static,
        L: FnOnce() -> F + Send + 'static,
    {
        let ladder = refreshed_at(refresh_at);
        self.load_by(
            by_hand::<Fallible<T, E>>(),
            key.into_key(),
            ttl.into_ttl(),
            ladder,
            load,
        )
        .await
    }

    /// The value under `key`, or that of `load`, which may run in the background as `ladder` says.
    pub(super) async fn load_by<S, F, L>(
        &self,
        plan: Plan<S>,
        key: Key,
        ttl: Ttl,
        ladder: Ladder,
        load: L,
    ) -> S::Ret
    where
        S: Shape<Value: Send> + Send + 'static,
        F: Future<Output = S::Ret> + Send + 'static,
        L: FnOnce() -> F + Send + 'static,
    {
        let miss = match engine::begin_slowly(&BY_HAND, self, plan, key) {
            ControlFlow::Break(found) => return found,
            ControlFlow::Continue(miss) => miss,
        };
        let times = Times {
            ladder,
            ..Times::new(ttl)
        };
        engine::load_owned(miss, times, KeepAll, async move { load().await }).await
    }
}

/// One reload in the background, from this share of a ttl on.
pub(super) fn refreshed_at(share: f64) -> Ladder {
    Ladder {
        early: Early::At(share),
        reload: ReloadBy::Background,
        ..Ladder::NONE
    }
}
