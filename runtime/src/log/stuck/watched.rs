//! The calls that the thread of the process looks at, each second.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex};
use std::time::Duration;

use tracing::{Dispatch, dispatcher};

use super::site::StuckSite;
use crate::context::{self, Context};
use crate::log::call::Moment;
use crate::log::call::value::FieldValue;
use crate::sync::lock;
use crate::ticker;

/// The calls that have not told yet, by their numbers.
static CALLS: LazyLock<Mutex<HashMap<u64, Watched>>> = LazyLock::new(Mutex::default);
static NEXT: AtomicU64 = AtomicU64::new(0);

/// One call, with what it would be told in.
#[derive(Debug)]
struct Watched {
    site: &'static StuckSite,
    began: Moment,
    after: Duration,
    values: Box<[FieldValue]>,
    dispatch: Dispatch,
    context: Option<Context>,
}

/// Has a call looked at until this is dropped.
#[derive(Debug)]
pub(super) struct Watch {
    number: u64,
}

impl Watch {
    pub(super) fn new(
        site: &'static StuckSite,
        began: Moment,
        after: Duration,
        values: &[FieldValue],
    ) -> Self {
        ticker::start();
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let watched = Watched {
            site,
            began,
            after,
            values: values.into(),
            dispatch: dispatcher::get_default(Dispatch::clone),
            context: context::current(),
        };
        lock(&CALLS).insert(number, watched);
        Self { number }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // What it held is dropped behind the lock: a dispatcher is the user's.
        let watched = lock(&CALLS).remove(&self.number);
        drop(watched);
    }
}

/// Looks at all calls, and tells of those that have run for too long.
pub(crate) fn round() {
    let now = Moment::now();
    let due: Vec<Watched> = lock(&CALLS)
        .extract_if(|_, call| call.began.until(now) >= call.after)
        .map(|(_, call)| call)
        .collect();
    for call in due {
        ticker::guarded(|| call.tell(now));
    }
}

impl Watched {
    fn tell(self, now: Moment) {
        let ran = self.began.until(now);
        let tell = || self.site.tell(ran, &self.values);
        dispatcher::with_default(&self.dispatch, || match self.context {
            Some(context) => context::sync_scope(context, tell),
            None => tell(),
        });
    }
}
