//! The context of a request: who asks, and by which number it is found again.

use std::sync::{Arc, Mutex};

use crate::sync::lock;

tokio::task_local! {
    static CURRENT: Context;
}

/// What every event of a request carries.
#[derive(Clone, Debug)]
pub struct Context {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    request_id: String,
    user: Mutex<Option<Arc<str>>>,
}

impl Context {
    /// Of the request of this id.
    pub fn new(request_id: impl Into<String>) -> Self {
        Self {
            inner: Arc::new(Inner {
                request_id: request_id.into(),
                user: Mutex::new(None),
            }),
        }
    }

    /// The id of the request.
    pub fn request_id(&self) -> &str {
        &self.inner.request_id
    }

    /// The id of the user, once it is known.
    pub fn user_id(&self) -> Option<Arc<str>> {
        lock(&self.inner.user).clone()
    }
}

/// Runs `future` in a context.
pub async fn scope<F: Future>(context: Context, future: F) -> F::Output {
    CURRENT.scope(context, future).await
}

/// The context that the task is in.
pub fn current() -> Option<Context> {
    with_current(|context| context.cloned())
}

/// The same, to look at.
pub(crate) fn with_current<T>(look: impl FnOnce(Option<&Context>) -> T) -> T {
    let context = CURRENT.try_with(Context::clone).ok();
    look(context.as_ref())
}

/// Runs `body` in a context: for what is not async.
pub fn sync_scope<T>(context: Context, body: impl FnOnce() -> T) -> T {
    CURRENT.sync_scope(context, body)
}
