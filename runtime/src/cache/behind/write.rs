//! The writer: the user's function, whatever its types.

use std::panic::{AssertUnwindSafe, catch_unwind};

use futures_util::FutureExt as _;
use serde::de::DeserializeOwned;

use super::change::{Change, Delivery};
use super::queue::Waiting;

/// Why not all changes were written. Those before `written` were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failed {
    /// How many of them, from the first on, are written nevertheless.
    pub(crate) written: usize,
    /// Whose fault it is, where that is known: then it is not tried with others again.
    pub(crate) culprit: Option<usize>,
    /// It will never be written: its bytes are no value of this type.
    pub(crate) hopeless: bool,
    pub(crate) error: String,
}

/// What takes changes to the user's store.
pub(crate) trait Write: Send + Sync + 'static {
    /// Writes them in order.
    fn write<'a>(&'a self, changes: &'a [Delivery]) -> Waiting<'a, Result<(), Failed>>;
}

/// What a writer returns: nothing, or a `Result` of nothing.
#[diagnostic::on_unimplemented(
    message = "a writer returns `Result<(), E>`, and this one returns `{Self}`",
    label = "`Err` is what makes the changes come again: return `Result<(), E>` with an `E` that has `Display`"
)]
pub trait WriteResult {
    /// The text of its error.
    ///
    /// # Errors
    /// If it is one.
    fn told(self) -> Result<(), String>;
}

#[diagnostic::do_not_recommend]
impl WriteResult for () {
    fn told(self) -> Result<(), String> {
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl<E: std::fmt::Display> WriteResult for Result<(), E> {
    fn told(self) -> Result<(), String> {
        self.map_err(|error| error.to_string())
    }
}

/// A writer that takes many changes at once.
pub(crate) struct Batches<V, F> {
    write: F,
    value: std::marker::PhantomData<fn(V)>,
}

/// A writer that takes one at a time. What it gives for a change that is not for it is the reason.
pub(crate) struct Singles<V, F> {
    write: F,
    value: std::marker::PhantomData<fn(V)>,
}

impl<V, F> Batches<V, F> {
    pub(crate) fn new(write: F) -> Self {
        let value = std::marker::PhantomData;
        Self { write, value }
    }
}

impl<V, F> Singles<V, F> {
    pub(crate) fn new(write: F) -> Self {
        let value = std::marker::PhantomData;
        Self { write, value }
    }
}

impl<V, F, R> Write for Batches<V, F>
where
    V: DeserializeOwned + Send + 'static,
    F: Fn(Vec<Change<V>>) -> R + Send + Sync + 'static,
    R: Future<Output: WriteResult> + Send,
{
    fn write<'a>(&'a self, changes: &'a [Delivery]) -> Waiting<'a, Result<(), Failed>> {
        Box::pin(async move {
            let mut decoded = Vec::with_capacity(changes.len());
            for (place, delivery) in changes.iter().enumerate() {
                decoded.push(read(delivery).map_err(|error| hopeless(place, 0, error))?);
            }
            let failed = |error| Failed {
                written: 0,
                culprit: (changes.len() == 1).then_some(0),
                hopeless: false,
                error,
            };
            call(|| (self.write)(decoded)).await.map_err(failed)
        })
    }
}

impl<V, F, R> Write for Singles<V, F>
where
    V: DeserializeOwned + Send + 'static,
    F: Fn(Change<V>) -> Result<R, &'static str> + Send + Sync + 'static,
    R: Future<Output: WriteResult> + Send,
{
    fn write<'a>(&'a self, changes: &'a [Delivery]) -> Waiting<'a, Result<(), Failed>> {
        Box::pin(async move {
            for (place, delivery) in changes.iter().enumerate() {
                let hopeless = |error| hopeless(place, place, error);
                let change = read(delivery).map_err(hopeless)?;
                let written = (self.write)(change).map_err(|why| hopeless(why.to_owned()))?;
                let failed = |error| Failed {
                    written: place,
                    culprit: Some(place),
                    hopeless: false,
                    error,
                };
                call(|| written).await.map_err(failed)?;
            }
            Ok(())
        })
    }
}

/// A value's `Deserialize` is the user's code, and so is the `Drop` of what it had made before it panicked.
fn read<V: DeserializeOwned>(delivery: &Delivery) -> Result<Change<V>, String> {
    let read = || delivery.decoded(|bytes| serde_json::from_slice(bytes));
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(decoded) => {
            decoded.map_err(|error: serde_json::Error| format!("its value cannot be read: {error}"))
        }
        Err(panic) => Err(format!("to read its value panicked: {}", said(&*panic))),
    }
}

fn hopeless(place: usize, written: usize, error: String) -> Failed {
    Failed {
        written,
        culprit: Some(place),
        hopeless: true,
        error,
    }
}

/// Runs the user's function to its end. A panic is a failure like any other.
async fn call<R>(start: impl FnOnce() -> R) -> Result<(), String>
where
    R: Future<Output: WriteResult>,
{
    let whole = AssertUnwindSafe(async { start().await.told() });
    match whole.catch_unwind().await {
        Ok(result) => result,
        Err(panic) => Err(format!("it panicked: {}", said(&*panic))),
    }
}

fn said(panic: &(dyn std::any::Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("without a text")
}
