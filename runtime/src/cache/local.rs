//! What a thread knows while it polls a call: the scope it is in, and the loads it is inside of.
//!
//! Nothing here outlives a poll: a scope puts its context in place before it polls what is inside
//! and takes it away after, so that a future that moves between threads carries it along.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use crate::cache::CacheManager;
use crate::cache::control::Request;
use crate::cache::flight::Flight;
use crate::cache::key::Key;
use crate::cache::observe::Observer;

thread_local! {
    /// Whether [`CONTEXT`] holds anything: all that a hit looks at.
    static SPECIAL: Cell<bool> = const { Cell::new(false) };
    static CONTEXT: RefCell<Context> = const { RefCell::new(Context::EMPTY) };
    static LOADING: RefCell<Vec<Arc<Flight>>> = const { RefCell::new(Vec::new()) };
}

/// What a scope has put in place.
#[derive(Clone)]
pub(crate) struct Context {
    /// The manager that is the installed one in here.
    pub(crate) manager: Option<CacheManager>,
    /// Who wants to know what the cache did.
    pub(crate) observer: Option<Arc<Observer>>,
    /// What the next call of one function is to do instead of the usual.
    pub(crate) request: Option<Arc<Request>>,
}

impl Context {
    const EMPTY: Self = Self {
        manager: None,
        observer: None,
        request: None,
    };

    fn is_empty(&self) -> bool {
        self.manager.is_none() && self.observer.is_none() && self.request.is_none()
    }
}

/// Whether the thread is inside any scope.
#[cfg_attr(not(debug_assertions), inline)]
pub(crate) fn special() -> bool {
    SPECIAL.get()
}

/// The context of the innermost scope, if there is one.
pub(crate) fn context() -> Option<Context> {
    if !special() {
        return None;
    }
    CONTEXT
        .try_with(|context| context.try_borrow().ok().map(|context| context.clone()))
        .ok()?
}

/// Runs `inside` with the context that `change` makes of the present one.
pub(crate) fn with_context<R>(change: impl FnOnce(&mut Context), inside: impl FnOnce() -> R) -> R {
    struct Restore(Option<Context>);

    impl Drop for Restore {
        fn drop(&mut self) {
            if let Some(before) = self.0.take() {
                replace(before);
            }
        }
    }

    let before = context().unwrap_or(Context::EMPTY);
    let mut changed = before.clone();
    change(&mut changed);
    replace(changed);
    let _restore = Restore(Some(before));
    inside()
}

fn replace(context: Context) {
    let special = !context.is_empty();
    let old = CONTEXT.try_with(|current| {
        current
            .try_borrow_mut()
            .ok()
            .map(|mut current| std::mem::replace(&mut *current, context))
    });
    SPECIAL.set(special);
    // Dropped outside of the borrow: a manager's last handle may go with it.
    drop(old);
}

/// Marks that this thread is inside the load of `flight` until the guard is dropped.
pub(crate) fn enter_load(flight: &Arc<Flight>) -> Loading {
    let entered = LOADING
        .try_with(|loads| loads.borrow_mut().push(flight.clone()))
        .is_ok();
    Loading {
        entered,
        flight: Arc::as_ptr(flight).addr(),
    }
}

/// Whether this thread is inside the load of `flight`.
pub(crate) fn inside_load_of(flight: &Arc<Flight>) -> bool {
    let inside = |loads: &RefCell<Vec<Arc<Flight>>>| {
        loads.borrow().iter().any(|load| Arc::ptr_eq(load, flight))
    };
    LOADING.try_with(inside).unwrap_or(false)
}

/// The keys of the loads that this thread is inside of, the outermost first.
pub(crate) fn loading() -> Vec<Key> {
    let keys = |loads: &RefCell<Vec<Arc<Flight>>>| {
        loads
            .borrow()
            .iter()
            .map(|load| load.key().clone())
            .collect()
    };
    LOADING.try_with(keys).unwrap_or_default()
}

/// See [`enter_load`].
pub(crate) struct Loading {
    entered: bool,
    /// The address of the flight, which the thread keeps alive.
    flight: usize,
}

impl Drop for Loading {
    fn drop(&mut self) {
        if self.entered {
            let flight = self.flight;
            let left = LOADING.try_with(|loads| {
                let mut loads = loads.borrow_mut();
                let last = loads
                    .iter()
                    .rposition(|load| Arc::as_ptr(load).addr() == flight);
                last.map(|last| loads.remove(last))
            });
            // Dropped outside of the borrow: a value may go with it, and its `Drop` is the user's.
            drop(left);
        }
    }
}
