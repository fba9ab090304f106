//! What a load tells the cache while it runs.

use std::any::Any;
use std::fmt;
use std::sync::{Arc, Mutex};

use crate::cache::CacheManager;
use crate::cache::entry::{Absent, Held};
use crate::cache::events;
use crate::cache::key::{IntoKey, Key};
use crate::cache::ttl::{IntoTtl, Ttl};
use crate::sync::lock;

/// What the body of a cached function tells the cache while it runs, and what it may ask.
///
/// An argument of this type is given by `#[cached]`: callers do not see it, and it is no part of the
/// key. What is said here wins over the attribute, once the body has returned; of what is said twice,
/// the last word counts. A call that goes past the cache has one, too, and nothing comes of it.
///
/// It is a handle: clones are the same load. None of its methods waits, fails or panics.
///
/// ```
/// use std::time::Duration;
/// use gambeson::{CacheCtx, cached};
///
/// #[cached(ttl = "1h", key = "rate:{currency}")]
/// async fn rate(ctx: CacheCtx, currency: &str) -> f64 {
///     let (rate, is_final) = (1.08, false);
///     if !is_final {
///         ctx.ttl(Duration::from_secs(30));
///     }
///     rate
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// assert_eq!(rate("EUR").await, 1.08);
/// # }
/// ```
#[derive(Clone)]
pub struct CacheCtx {
    inner: Arc<Inner>,
}

struct Inner {
    manager: CacheManager,
    key: Key,
    said: Mutex<Said>,
}

#[derive(Default)]
struct Said {
    wishes: Wishes,
    /// A value that the load is to replace, where memory has not got it.
    #[cfg(feature = "redis")]
    offered: Option<Held>,
}

/// What is to become of what a load brings.
#[derive(Debug, Default)]
pub(crate) struct Wishes {
    ttl: Option<Ttl>,
    dont_store: bool,
    not_modified: bool,
    /// Tags beside those that the attribute names.
    pub(crate) tags: Vec<Key>,
}

impl Wishes {
    /// How long what a load brought is kept, where the attribute says `decided`; `None` stores
    /// nothing. What the attribute does not store is not stored by a wish either.
    pub(crate) fn ttl(&self, decided: Option<Ttl>) -> Option<Ttl> {
        let decided = decided.filter(|_| !self.dont_store)?;
        Some(self.ttl.unwrap_or(decided))
    }

    /// Whether the load said that what it replaces is still good.
    pub(crate) fn not_modified(&self) -> bool {
        self.not_modified
    }
}

impl fmt::Debug for CacheCtx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CacheCtx")
            .field("key", &self.inner.key)
            .finish_non_exhaustive()
    }
}

impl CacheCtx {
    pub(crate) fn new(manager: CacheManager, key: Key) -> Self {
        let said = Mutex::default();
        Self {
            inner: Arc::new(Inner { manager, key, said }),
        }
    }

    /// How long this value lives, instead of what the attribute says. It holds for a stored `None`
    /// and a stored error, too, but stores neither by itself. Zero stores nothing.
    pub fn ttl(&self, ttl: impl IntoTtl) {
        let ttl = ttl.into_ttl();
        self.said(|said| said.wishes.ttl = Some(ttl));
    }

    /// A tag of this value, beside those of the attribute: who invalidates the tag removes the entry.
    #[doc(alias = "tags")]
    pub fn tag(&self, tag: impl IntoKey) {
        let tag = tag.into_key();
        self.said(|said| said.wishes.tags.push(tag));
    }

    /// Hands the value to this caller and to those who wait for it, and stores nothing. A value that
    /// was about to end or had ended, and that this load is to replace, goes.
    #[doc(alias = "no_store")]
    #[doc(alias = "skip")]
    pub fn dont_store(&self) {
        self.said(|said| said.wishes.dont_store = true);
    }

    /// The value that this load is to replace, if it is of type `T` and still there: one whose time
    /// has ended (`stale_if_error`, `stale_while_revalidate`), that is about to end
    /// (`refresh_ahead`), or that the handle's `refresh` was asked to replace.
    ///
    /// What has been invalidated is not there any more.
    ///
    /// ```
    /// # use gambeson::{CacheCtx, cached};
    /// # struct Answer { not_modified: bool }
    /// # async fn ask(_url: &str, _etag: Option<&str>) -> Answer { Answer { not_modified: false } }
    /// #[derive(Clone, serde::Serialize, serde::Deserialize)]
    /// struct Page { etag: String, text: String }
    ///
    /// #[cached(ttl = "1m", key = "page:{url}", handle = Pages)]
    /// async fn page(ctx: CacheCtx, url: &str) -> Result<Page, std::io::Error> {
    ///     // The type inside of `Ok` and `Some`.
    ///     let old = ctx.stale::<Page>();
    ///     let answer = ask(url, old.as_ref().map(|old| &*old.etag)).await;
    ///     if answer.not_modified && let Some(page) = ctx.not_modified() {
    ///         return Ok(page);
    ///     }
    ///     Ok(Page { etag: "v1".to_owned(), text: "hello".to_owned() })
    /// }
    /// # #[tokio::main(flavor = "current_thread")] async fn main() { page("/").await.unwrap(); }
    /// ```
    pub fn stale<T: Any + Clone + Send + Sync>(&self) -> Option<T> {
        self.stale_arc().map(Arc::unwrap_or_clone)
    }

    /// [`stale`](Self::stale), shared with the cache and not cloned: also where the function returns
    /// an `Arc<T>`.
    pub fn stale_arc<T: Any + Send + Sync>(&self) -> Option<Arc<T>> {
        let held = self.replaced().filter(|held| !held.is::<Absent>())?;
        let value = held.downcast();
        if value.is_err() {
            events::other_stale(&self.inner.key, std::any::type_name::<T>());
        }
        value.ok()
    }

    /// The same value, and with it the word that it is still good: the source has said that nothing
    /// has changed. Return it, and it gets a new time to live.
    ///
    /// `None` if there is nothing to replace, or nothing of type `T`: then the load has to bring a
    /// value, as if it had not asked.
    pub fn not_modified<T: Any + Clone + Send + Sync>(&self) -> Option<T> {
        self.not_modified_arc().map(Arc::unwrap_or_clone)
    }

    /// [`not_modified`](Self::not_modified), shared with the cache and not cloned.
    pub fn not_modified_arc<T: Any + Send + Sync>(&self) -> Option<Arc<T>> {
        let value = self.stale_arc()?;
        self.said(|said| said.wishes.not_modified = true);
        Some(value)
    }

    /// The key of the entry, as Redis has it behind the manager's prefix.
    pub fn key(&self) -> &Key {
        &self.inner.key
    }

    /// What has been wished for so far. What is said later is not heard.
    pub(crate) fn wishes(&self) -> Wishes {
        self.said(|said| std::mem::take(&mut said.wishes))
    }

    /// Redis has a value that the load is to replace.
    #[cfg(feature = "redis")]
    pub(crate) fn offer(&self, held: Held) {
        let before = self.said(|said| said.offered.replace(held));
        // Once the lock is released: a value's `Drop` is the user's code.
        drop(before);
    }

    fn replaced(&self) -> Option<Held> {
        let manager = &self.inner.manager;
        let in_memory = manager.memory().lasting(&self.inner.key, manager.now());
        #[cfg(feature = "redis")]
        let in_memory = in_memory.or_else(|| self.said(|said| said.offered.clone()));
        in_memory
    }

    fn said<R>(&self, change: impl FnOnce(&mut Said) -> R) -> R {
        change(&mut lock(&self.inner.said))
    }
}
