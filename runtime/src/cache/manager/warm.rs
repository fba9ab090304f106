//! Filling the cache before it is asked.

use futures_util::StreamExt;
use futures_util::stream;

use crate::cache::CacheManager;

/// How far a [`warm`](CacheManager::warm) has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warmed {
    /// Calls that have returned.
    pub done: usize,
    /// Of these, calls that returned an error.
    pub failed: usize,
}

impl CacheManager {
    /// Runs calls of cached functions, at most `concurrency` (at least one) at a time, inside this
    /// manager's [`scope`](Self::scope), and tells `progress` after each.
    ///
    /// A call that fails is counted and does not stop the others. Dropping the returned future drops
    /// the calls that are under way.
    ///
    /// ```
    /// use std::convert::Infallible;
    /// use gambeson::CacheManager;
    ///
    /// #[gambeson::cached(ttl = "5m", key = "square:{n}")]
    /// async fn square(n: u64) -> Result<u64, Infallible> {
    ///     Ok(n * n)
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), gambeson::CacheError> {
    /// let cache = CacheManager::builder().build().await?;
    /// let warmed = cache.warm((0..100).map(square), 8, |_| ()).await;
    /// assert_eq!((warmed.done, warmed.failed), (100, 0));
    /// # Ok(()) }
    /// ```
    pub async fn warm<C, T, E>(
        &self,
        calls: C,
        concurrency: usize,
        mut progress: impl FnMut(Warmed),
    ) -> Warmed
    where
        C: IntoIterator,
        C::Item: Future<Output = Result<T, E>>,
    {
        let run = async {
            let mut results = stream::iter(calls).buffer_unordered(concurrency.max(1));
            let mut warmed = Warmed::default();
            while let Some(result) = results.next().await {
                warmed.done += 1;
                warmed.failed += usize::from(result.is_err());
                progress(warmed);
            }
            warmed
        };
        self.scope(run).await
    }
}
