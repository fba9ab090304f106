//! The context of a request.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, OnceLock};

use tracing::Span;

use super::id::RequestId;
use super::trace::Traceparent;
use super::user::User;

/// Of the events and the span that are written here.
const TARGET: &str = "gambeson::context";

/// What every event of a request carries: its id, who asks, the trace that it is part of, and what
/// else was said [with](Self::with) it.
///
/// It is put around the work by [`scope`](super::scope()). A clone is the same context: it costs
/// two reference counts, and a user who is [set](super::set_user) in one is known in all.
///
/// ```
/// use gambeson::context::{self, Context};
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() {
/// let context = Context::generate().with("tenant", "north");
/// context::scope(context, async {
///     tracing::info!("this line has request_id, trace_id and tenant");
///     context::set_user(42);
///     tracing::info!("this one has user_id, too");
/// }).await;
/// # }
/// ```
#[derive(Clone)]
pub struct Context {
    request: Arc<Request>,
    /// `None` is none: most have none, and it costs nothing.
    fields: Option<Arc<Vec<Field>>>,
}

struct Request {
    id: RequestId,
    /// Made when it is first asked for, if none came.
    trace: OnceLock<Traceparent>,
    user: User,
    span: OnceLock<Span>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Field {
    name: Cow<'static, str>,
    value: String,
}

impl Context {
    /// Of the request of this id: one that was [parsed](RequestId::parse), a UUID, or a text of the
    /// program's own, in which what cannot stand in an id becomes `_`.
    ///
    /// ```
    /// use gambeson::context::{Context, RequestId};
    ///
    /// let header = "01J9ZK3V5W";
    /// let context = match RequestId::parse(header) {
    ///     Ok(id) => Context::new(id),
    ///     Err(_) => Context::generate(),
    /// };
    /// assert_eq!(context.request_id(), "01J9ZK3V5W");
    /// ```
    pub fn new(request_id: impl Into<RequestId>) -> Self {
        Self {
            request: Arc::new(Request {
                id: request_id.into(),
                trace: OnceLock::new(),
                user: User::default(),
                span: OnceLock::new(),
            }),
            fields: None,
        }
    }

    /// Of a request that has no id yet: [a new one](RequestId::generate).
    pub fn generate() -> Self {
        Self::new(RequestId::generate())
    }

    /// Of a request from outside, by its headers `x-request-id` and `traceparent`, as text or as
    /// bytes. What is missing, or is none, is made; a refused one is told of at debug, in the new
    /// context and without its text.
    ///
    /// ```
    /// use gambeson::context::Context;
    ///
    /// let came = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    /// let context = Context::from_foreign(Some("a\nb"), Some(came));
    /// assert_eq!(context.request_id().len(), 36, "a new one");
    /// assert_eq!(context.trace_id(), "0af7651916cd43dd8448eb211c80319c");
    /// ```
    pub fn from_foreign(
        request_id: Option<impl AsRef<[u8]>>,
        traceparent: Option<impl AsRef<[u8]>>,
    ) -> Self {
        let id = request_id.map(RequestId::parse).transpose();
        let trace = traceparent.map(Traceparent::parse).transpose();
        let (id, bad_id) = taken(id);
        let (trace, bad_trace) = taken(trace);
        let mut context = id.map_or_else(Self::generate, Self::new);
        if let Some(trace) = trace {
            context = context.with_traceparent(trace);
        }
        if bad_id.is_some() || bad_trace.is_some() {
            super::sync_scope(context.clone(), || {
                if let Some(error) = bad_id {
                    tracing::debug!(target: TARGET, %error, "a request id is refused, and another one made");
                }
                if let Some(error) = bad_trace {
                    tracing::debug!(target: TARGET, %error, "a traceparent is refused, and a new trace begun");
                }
            });
        }
        context
    }

    /// Asked for by this user: an id, as text or as a number.
    ///
    /// Of a context that is in use already this is another one, for a scope within its scope: who
    /// asks there is somebody else, and outside of it all stays.
    #[must_use]
    pub fn user(self, id: impl fmt::Display) -> Self {
        let id = text(id);
        self.changed(|request| request.user = User::of(id))
    }

    /// Part of a trace that began elsewhere.
    #[must_use]
    pub fn with_traceparent(self, came: Traceparent) -> Self {
        self.changed(|request| request.trace = OnceLock::from(came))
    }

    /// With one more field for each event: a name and a text, or a number. The later of two values
    /// of one name counts.
    ///
    /// It is for what is the same in a whole request, or, within a scope of its own, in a part of it:
    /// the request, its trace and its user stay the same there.
    ///
    /// ```
    /// use gambeson::context::{self, Context};
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let context = Context::new("nightly-import");
    /// for shard in 0..2 {
    ///     context::scope(context.clone().with("shard", shard), async {
    ///         tracing::info!("begins");
    ///     }).await;
    /// }
    /// # assert_eq!(context.fields().count(), 0);
    /// # }
    /// ```
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl fmt::Display) -> Self {
        let (name, value) = (name.into(), value.to_string());
        let fields = Arc::make_mut(self.fields.get_or_insert_default());
        match fields.iter_mut().find(|field| field.name == name) {
            Some(field) => field.value = value,
            None => fields.push(Field { name, value }),
        }
        self
    }

    /// The id of the request.
    pub fn request_id(&self) -> &str {
        self.request.id.as_str()
    }

    /// The id of the user, once it is known.
    pub fn user_id(&self) -> Option<Arc<str>> {
        self.request.user.get()
    }

    /// The same, to look at without a reference count; no lock is held meanwhile.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(crate) fn with_user<T>(&self, look: impl FnOnce(Option<&str>) -> T) -> T {
        self.request.user.with(look)
    }

    /// The user is known now: see [`set_user`](super::set_user).
    pub(super) fn set_user(&self, id: impl fmt::Display) {
        let id = text(id);
        self.request.user.set(Arc::clone(&id));
        if let Some(span) = self.request.span.get() {
            span.record("user_id", &*id);
        }
    }

    /// The id of the trace, 32 hexadecimal digits: the one that came, or one of its own.
    pub fn trace_id(&self) -> &str {
        self.trace().trace_id()
    }

    /// The header `traceparent` for a call to somebody else: the same trace, with the flag of whether
    /// it is sampled, and a new id for each call.
    ///
    /// A trace that begins here is not sampled, because no spans of it are recorded here; a service
    /// behind that goes by the flag then records none either. [`Traceparent::sampled`] sets it.
    pub fn traceparent(&self) -> Traceparent {
        self.trace().child()
    }

    /// What was said [with](Self::with) it, in that order.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        let fields = self.fields.iter().flat_map(|fields| fields.iter());
        fields.map(|field| (&*field.name, field.value.as_str()))
    }

    /// A span of the request, for layers and subscribers of other makers, which know nothing of a
    /// context: at info, called `request`, with `request_id`, `trace_id`, and `user_id` as soon as it
    /// is known. Always the same one, made at the first call, by the subscriber of then.
    ///
    /// ```
    /// use gambeson::context::{self, Context};
    /// use tracing::Instrument as _;
    ///
    /// # #[tokio::main(flavor = "current_thread")] async fn main() {
    /// let context = Context::new("req-7");
    /// let span = context.span();
    /// context::scope(context, async { /* the request */ }.instrument(span)).await;
    /// # }
    /// ```
    pub fn span(&self) -> Span {
        if let Some(span) = self.request.span.get() {
            return span.clone();
        }
        // Made before it is kept: a subscriber, which is not ours, hears of it.
        let made = tracing::info_span!(
            target: TARGET,
            "request",
            request_id = self.request_id(),
            trace_id = self.trace_id(),
            user_id = tracing::field::Empty,
        );
        let span = self.request.span.get_or_init(|| made);
        // After it is kept: who becomes known from now on is recorded by `set_user`.
        self.with_user(|user| {
            if let Some(user) = user {
                span.record("user_id", user);
            }
        });
        span.clone()
    }

    #[cfg(test)]
    pub(super) fn references(&self) -> usize {
        Arc::strong_count(&self.request)
    }

    fn trace(&self) -> &Traceparent {
        self.request.trace.get_or_init(Traceparent::begin)
    }

    /// Itself, or, where somebody else has it too, one that only looks alike.
    fn changed(mut self, change: impl FnOnce(&mut Request)) -> Self {
        if Arc::get_mut(&mut self.request).is_none() {
            self.request = Arc::new(Request {
                id: self.request.id.clone(),
                trace: OnceLock::from(*self.trace()),
                user: self.user_id().map_or_else(User::default, User::of),
                span: OnceLock::new(),
            });
        }
        if let Some(request) = Arc::get_mut(&mut self.request) {
            change(request);
        }
        self
    }
}

/// Without what the program said of its users: a context is text for logs, its own text is not.
impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("request_id", &self.request_id())
            .finish_non_exhaustive()
    }
}

fn text(id: impl fmt::Display) -> Arc<str> {
    id.to_string().into()
}

/// What could be read, and why not.
fn taken<T, E>(read: Result<Option<T>, E>) -> (Option<T>, Option<E>) {
    match read {
        Ok(read) => (read, None),
        Err(error) => (None, Some(error)),
    }
}
