//! What the handle of a writer calls.

use std::sync::Arc;
use std::time::Duration;

pub use super::change::ChangeId;
use super::change::{Change, Op};
pub use super::dead::DeadLetters;
pub use super::error::PutError;
use super::line::Line;
use super::put::{Name, Order, Terms};
pub use super::queue::Depth;
use super::queue::Waiting;
pub use super::settings::{BACKOFF, MAX_BACKOFF, OnFull, Settings, Store};
pub use super::write::WriteResult;
use super::write::{Batches, Singles, Write};
pub use super::writer::Writer;
use super::writer::unreachable;
use crate::cache::engine::ManagerRef;
use crate::cache::error::CacheError;
use crate::cache::key::{Key, KeyBuf};
use crate::cache::manager::CacheManager;
use crate::cache::plan::CacheValue;
use crate::cache::site::Site;

/// What an attribute says of its writer.
#[derive(Debug)]
pub struct Spec {
    name: &'static str,
    settings: Settings,
    terms: Terms,
}

impl Spec {
    /// What an attribute says of its writer.
    pub fn new(
        name: &'static str,
        site: &'static Site,
        settings: Settings,
        ttl: Option<Duration>,
        memory_ttl: Option<Duration>,
    ) -> Self {
        let terms = Terms {
            site,
            ttl,
            memory_ttl,
        };
        Self {
            name,
            settings,
            terms,
        }
    }
}

/// The key of a change, and what its holes were filled with.
#[derive(Debug)]
pub struct Named {
    /// The key.
    pub key: Key,
    /// Its parts.
    pub parts: Vec<String>,
}

/// What a hole was filled with, without the escapes that keys have.
#[expect(
    clippy::needless_pass_by_value,
    reason = "called by generated code with what it made"
)]
pub fn part(written: KeyBuf) -> String {
    unescaped(written.as_bytes())
}

/// `%3A` is `:`, and a lone `%` is the empty text.
fn unescaped(written: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(written.len());
    let mut rest = written;
    while let Some((&first, after)) = rest.split_first() {
        let escaped = after.split_first_chunk::<2>().filter(|_| first == b'%');
        let byte = escaped.and_then(|(digits, after)| {
            let digits = std::str::from_utf8(digits).ok()?;
            Some((u8::from_str_radix(digits, 16).ok()?, after))
        });
        if let Some((byte, after)) = byte {
            bytes.push(byte);
            rest = after;
        } else {
            if first != b'%' {
                bytes.push(first);
            }
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

async fn line<M: ManagerRef>(manager: M, spec: &Spec) -> Result<Arc<Line>, CacheError> {
    let manager = manager.handle();
    manager
        .lines()
        .of(&manager, spec.name, &spec.settings)
        .await
}

/// What a writer takes. What is asked of its type is asked here, where an error stands at the type
/// and once; with bounds on functions rustc would show their source.
#[diagnostic::on_unimplemented(
    message = "`write_behind` cannot keep a `{Self}`",
    label = "changes are written as JSON, so this type must be `Send + Sync + 'static` and implement `Serialize` and `DeserializeOwned`",
    note = "add `#[derive(serde::Serialize, serde::Deserialize)]` to `{Self}`"
)]
pub trait Changed: Sized + Send + 'static {
    /// Puts it, under the id of a caller or a new one.
    ///
    /// # Errors
    /// See [`PutError`].
    fn put_as_change(
        self,
        manager: CacheManager,
        spec: Spec,
        id: Option<ChangeId>,
        named: Named,
    ) -> Waiting<'static, Result<ChangeId, PutError>>;

    /// Puts a deletion of what a key stands for.
    ///
    /// # Errors
    /// See [`PutError`].
    fn delete_as_change(
        manager: CacheManager,
        spec: Spec,
        id: Option<ChangeId>,
        named: Named,
    ) -> Waiting<'static, Result<ChangeId, PutError>>;

    /// Starts a writer of batches.
    ///
    /// # Errors
    /// As those of `register_writer`.
    fn start_batches<F, R>(
        manager: CacheManager,
        spec: Spec,
        write: F,
    ) -> Waiting<'static, Result<Writer, CacheError>>
    where
        F: Fn(Vec<Change<Self>>) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), String>> + Send + 'static;

    /// Starts a writer of one change at a time.
    ///
    /// # Errors
    /// As those of `register_writer`.
    fn start_singles<F, R>(
        manager: CacheManager,
        spec: Spec,
        write: F,
    ) -> Waiting<'static, Result<Writer, CacheError>>
    where
        F: Fn(Change<Self>) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), String>> + Send + 'static;

    /// Starts a writer of one value at a time, which is given no deletions.
    ///
    /// # Errors
    /// As those of `register_writer`.
    fn start_values<F, R>(
        manager: CacheManager,
        spec: Spec,
        write: F,
    ) -> Waiting<'static, Result<Writer, CacheError>>
    where
        F: Fn(Self) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), String>> + Send + 'static;
}

#[diagnostic::do_not_recommend]
impl<V: CacheValue> Changed for V {
    fn put_as_change(
        self,
        manager: CacheManager,
        spec: Spec,
        id: Option<ChangeId>,
        Named { key, parts }: Named,
    ) -> Waiting<'static, Result<ChangeId, PutError>> {
        Box::pin(async move {
            let name = id.map_or_else(Name::new, Name::from);
            let order = Order::put(name, key, parts, self)?;
            carried_out(&manager, &spec, name.id, order).await
        })
    }

    fn delete_as_change(
        manager: CacheManager,
        spec: Spec,
        id: Option<ChangeId>,
        Named { key, parts }: Named,
    ) -> Waiting<'static, Result<ChangeId, PutError>> {
        Box::pin(async move {
            let name = id.map_or_else(Name::new, Name::from);
            let order = Order::delete::<V>(name, key, parts);
            carried_out(&manager, &spec, name.id, order).await
        })
    }

    fn start_batches<F, R>(
        manager: CacheManager,
        spec: Spec,
        write: F,
    ) -> Waiting<'static, Result<Writer, CacheError>>
    where
        F: Fn(Vec<Change<V>>) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), String>> + Send + 'static,
    {
        start(manager, spec, Arc::new(Batches::new(write)))
    }

    fn start_singles<F, R>(
        manager: CacheManager,
        spec: Spec,
        write: F,
    ) -> Waiting<'static, Result<Writer, CacheError>>
    where
        F: Fn(Change<V>) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), String>> + Send + 'static,
    {
        let write = move |change| Ok(write(change));
        start(manager, spec, Arc::new(Singles::new(write)))
    }

    fn start_values<F, R>(
        manager: CacheManager,
        spec: Spec,
        write: F,
    ) -> Waiting<'static, Result<Writer, CacheError>>
    where
        F: Fn(V) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), String>> + Send + 'static,
    {
        let write = move |change: Change<V>| match change.into_op() {
            Op::Put(value) => Ok(write(value)),
            Op::Delete => Err("it is a deletion, and this writer takes values alone"),
        };
        start(manager, spec, Arc::new(Singles::new(write)))
    }
}

/// An argument of a writer that each of its calls has for itself.
#[diagnostic::on_unimplemented(
    message = "`start` takes a `{Self}` once, and each call of the writer is given a clone of it",
    label = "this type must be `Clone + Send + Sync + 'static`",
    note = "add `#[derive(Clone)]` to it, take an `Arc` of it, or borrow it: `&{Self}`",
    note = "if threads cannot share it: use `Arc` for `Rc`, and `Mutex` or an atomic for `RefCell` and `Cell`"
)]
pub trait Given: Sized {
    /// For one call.
    #[must_use]
    fn given(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone + Send + Sync + 'static> Given for T {
    fn given(&self) -> Self {
        self.clone()
    }
}

/// An argument of a writer that its calls borrow.
#[diagnostic::on_unimplemented(
    message = "`start` takes a `{Self}` once, and the workers of the writer share it",
    label = "this type must be `Send + Sync + 'static`",
    note = "if threads cannot share it: use `Arc` for `Rc`, and `Mutex` or an atomic for `RefCell` and `Cell`"
)]
pub trait Lent: Sized {
    /// For all calls.
    fn lent(self) -> Arc<Self>;
}

#[diagnostic::do_not_recommend]
impl<T: Send + Sync + 'static> Lent for T {
    fn lent(self) -> Arc<Self> {
        Arc::new(self)
    }
}

/// What a writer of whole values would be told a deletion by. Nothing is: the handle has a `delete`
/// that asks for this, so that the compiler says why it cannot be called.
#[diagnostic::on_unimplemented(
    message = "this writer is given a whole `{V}` each time, so nothing can tell it that one is gone",
    label = "to delete by it, let it take changes: `change: gambeson::write_behind::Change<{V}>`, or a `Vec` of them",
    note = "a change says by `change.op()` what to do: `Op::Put(value)` or `Op::Delete`, whose key is in `change.part(0)`"
)]
pub trait DeletedFrom<V> {
    /// As the `delete` of a writer that is given changes.
    ///
    /// # Errors
    /// See [`PutError`].
    fn deleted(self) -> Result<ChangeId, PutError>;
}

async fn carried_out(
    manager: &CacheManager,
    spec: &Spec,
    id: ChangeId,
    order: Order,
) -> Result<ChangeId, PutError> {
    let line = manager.lines().of(manager, spec.name, &spec.settings).await;
    let line = line.map_err(|error| PutError::not_taken(id, error.to_string()))?;
    super::put::put(manager, &line, &spec.terms, order).await
}

fn start(
    manager: CacheManager,
    spec: Spec,
    writer: Arc<dyn Write>,
) -> Waiting<'static, Result<Writer, CacheError>> {
    Box::pin(async move {
        manager
            .start_writer(spec.name, &spec.settings, writer, spec.terms.site)
            .await
    })
}

/// Waits until all that was put before is written.
///
/// # Errors
/// The queue cannot be asked.
pub async fn flush<M: ManagerRef>(manager: M, spec: Spec) -> Result<(), CacheError> {
    let line = line(manager, &spec).await?;
    line.flush().await.map_err(unreachable)
}

/// How much waits.
///
/// # Errors
/// The queue cannot be asked.
pub async fn depth<M: ManagerRef>(manager: M, spec: Spec) -> Result<Depth, CacheError> {
    let line = line(manager, &spec).await?;
    line.queue.depth().await.map_err(unreachable)
}

/// The dead letters.
///
/// # Errors
/// There is nowhere to keep changes.
pub async fn dead_letters<M: ManagerRef>(
    manager: M,
    spec: Spec,
) -> Result<DeadLetters, CacheError> {
    Ok(DeadLetters::of(line(manager, &spec).await?))
}

#[cfg(test)]
mod tests {
    use super::unescaped;

    #[test]
    fn a_part_is_what_it_was_before_it_was_escaped() {
        for (written, part) in [
            ("42", "42"),
            ("a%3Ab%20ü", "a:b ü"),
            ("%", ""),
            ("~", "~"),
            ("100%25", "100%"),
        ] {
            assert_eq!(unescaped(written.as_bytes()), part, "{written}");
        }
    }
}
