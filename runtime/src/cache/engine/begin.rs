//! The first look, and where a miss goes from there.
#![allow(
    clippy::inline_always,
    reason = "measured: a hit that is a call of its own takes a fifth longer"
)]

use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use crate::cache::CacheManager;
use crate::cache::control::{Mode, Request};
use crate::cache::ctx::CacheCtx;
use crate::cache::engine::look::result;
use crate::cache::entry::{Entry, Held};
use crate::cache::events;
use crate::cache::flight::{Lead, Seat, Waiter};
use crate::cache::installed;
use crate::cache::key::{Key, KeyBuf};
use crate::cache::ladder::Old;
use crate::cache::local;
use crate::cache::observe::{How, Observer, Report};
use crate::cache::ops::Ops;
use crate::cache::plan::Plan;
use crate::cache::shape::{Outcome, Shape};
#[cfg(feature = "redis")]
use crate::cache::site::ReadMode;
use crate::cache::site::Site;
use crate::cache::stats::Count;
use crate::cache::tags::Tagging;
use crate::cache::ttl::TimeLeft;
use crate::clock::Tick;

/// Where a function finds its manager.
pub trait ManagerRef: Copy {
    /// The manager. One that only a scope knows is kept in `scoped` for as long as it is used.
    fn find<'a>(&'a self, scoped: &'a mut Option<CacheManager>) -> &'a CacheManager;

    /// A handle on it.
    fn handle(&self) -> CacheManager {
        self.find(&mut None).clone()
    }
}

/// The installed manager, or that of the scope around the call.
#[derive(Debug, Clone, Copy)]
pub struct Installed;

impl ManagerRef for Installed {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn find<'a>(&'a self, scoped: &'a mut Option<CacheManager>) -> &'a CacheManager {
        *scoped = local::context().and_then(|context| context.manager);
        scoped.as_ref().unwrap_or_else(|| installed::installed())
    }
}

impl ManagerRef for &CacheManager {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn find<'a>(&'a self, _scoped: &'a mut Option<CacheManager>) -> &'a CacheManager {
        self
    }
}

/// A call that the cache could not answer at once.
pub struct Miss<S: Shape> {
    pub(super) call: Call,
    pub(super) start: Start,
    pub(super) plan: Plan<S>,
}

impl<S: Shape> fmt::Debug for Miss<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Miss")
            .field("function", &self.call.site.function())
            .field("key", &self.call.key)
            .finish_non_exhaustive()
    }
}

/// What a call carries from its first look to its end.
#[derive(Clone)]
pub(super) struct Call {
    pub(super) manager: CacheManager,
    pub(super) site: &'static Site,
    pub(super) key: Key,
    pub(super) observer: Option<Arc<Observer>>,
    pub(super) request: Option<Arc<Request>>,
    pub(super) mode: Mode,
    /// What the body tells the cache, where it takes one.
    pub(super) ctx: Option<CacheCtx>,
    /// The tags of the entry, where it may have any.
    pub(super) tags: Option<Box<Tagging>>,
}

/// How the call goes on.
pub(super) enum Start {
    Lead(Lead),
    Wait(Waiter),
    /// What is there no longer answers at once: the attribute's terms say what it is good for.
    Old(Old),
    /// Beside the cache: it was asked to, or it is inside its own load.
    Beside,
}

impl Call {
    pub(super) fn count(&self, count: Count) {
        self.manager.stats_table().add(self.site, count);
    }

    /// Whether an entry in memory may have been changed elsewhere, and this call minds: a function
    /// may ask to be served such entries while Redis is away.
    fn doubts(&self, entry: &Entry) -> bool {
        if self.manager.memory().vouches_for(entry) {
            return false;
        }
        #[cfg(feature = "redis")]
        if self.site.read() == ReadMode::Serve {
            return self.manager.redis().is_some_and(|redis| redis.serves());
        }
        true
    }

    /// Tells whoever asked how the call was answered.
    pub(super) fn report(
        &self,
        how: How,
        stored: bool,
        age: Option<Duration>,
        time_left: Option<TimeLeft>,
    ) {
        if self.observer.is_none() && self.request.is_none() {
            return;
        }
        let report = Report {
            function: self.site.function(),
            how,
            stored,
            age,
            time_left,
        };
        if let Some(observer) = &self.observer {
            observer.record(&report);
        }
        if let Some(request) = &self.request {
            request.answer(report);
        }
    }
}

/// Answers the call from memory, or says how it goes on.
///
/// The key is written where the call renders it and read there: it is as large as two cache lines,
/// and a move of it would cost more than the look.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn begin<M: ManagerRef, S: Shape>(
    site: &'static Site,
    manager: M,
    plan: &Plan<S>,
    key: &mut KeyBuf,
) -> ControlFlow<S::Ret, Miss<S>> {
    let mut scoped = None;
    let manager = manager.find(&mut scoped);
    if site.tier().uses_memory() && !local::special() {
        key.settle();
        let now = manager.now();
        if let Some(value) = manager.memory().hit(key, now, manager.tags())
            && let Ok(value) = (plan.take)(value)
            && let Some(ret) = S::join(Outcome::Value(value))
        {
            manager.stats_table().add(site, Count::HitMemory);
            events::hit_memory(site, key);
            return ControlFlow::Break(ret);
        }
    }
    begin_slowly(site, manager, *plan, std::mem::take(key).finish())
}

/// [`begin`] with everything that a plain hit has no need of.
#[cold]
#[inline(never)]
pub(crate) fn begin_slowly<S: Shape>(
    site: &'static Site,
    manager: &CacheManager,
    plan: Plan<S>,
    key: Key,
) -> ControlFlow<S::Ret, Miss<S>> {
    let (call, start) = match enter(site, manager, key, plan.ops, plan.fault.ops) {
        Entered::Found(call, held) => match result(&plan, held) {
            Some(ret) => return ControlFlow::Break(ret),
            None => (call, Start::Beside),
        },
        Entered::Missed(call, start) => (call, start),
    };
    ControlFlow::Continue(Miss { call, start, plan })
}

/// What an argument is whose type is called `CacheCtx`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the type that `#[cached]` knows by this name",
    label = "an argument of a type called `CacheCtx` is given by `#[cached]` and not by a call; write `gambeson::CacheCtx`, or call your type something else"
)]
pub trait GivenCtx {
    /// That of the load that may follow.
    fn given<S: Shape>(miss: &mut Miss<S>) -> Self;
}

#[diagnostic::do_not_recommend]
impl GivenCtx for CacheCtx {
    fn given<S: Shape>(miss: &mut Miss<S>) -> Self {
        let call = &mut miss.call;
        let ctx = Self::new(call.manager.clone(), call.key.clone());
        call.ctx.insert(ctx).clone()
    }
}

enum Entered {
    Found(Call, Held),
    Missed(Call, Start),
}

fn enter(
    site: &'static Site,
    manager: &CacheManager,
    key: Key,
    ops: &'static Ops,
    fault: Option<&'static Ops>,
) -> Entered {
    let context = local::context();
    let (observer, request) =
        context.map_or((None, None), |context| (context.observer, context.request));
    let taken =
        request.and_then(|request| request.take(site.function()).map(|mode| (request, mode)));
    let (request, mode) =
        taken.map_or((None, Mode::Usual), |(request, mode)| (Some(request), mode));
    let call = Call {
        manager: manager.clone(),
        site,
        key,
        observer,
        request,
        mode,
        ctx: None,
        tags: None,
    };
    let start = match mode {
        Mode::Bypass => Start::Beside,
        Mode::Refresh => Start::Lead(manager.memory().flights().replace(&call.key, || ())),
        Mode::Usual => match board(&call, ops, fault) {
            Boarded::Seat(Seat::Lead(lead)) => Start::Lead(lead),
            Boarded::Seat(Seat::Wait(waiter)) => Start::Wait(waiter),
            Boarded::Seat(Seat::Inside) => Start::Beside,
            // Whether it is a miss is still to be found out.
            Boarded::Old(old) => return Entered::Missed(call, Start::Old(old)),
            Boarded::Fresh((held, age, left)) => {
                call.count(Count::HitMemory);
                call.report(How::HitMemory, false, Some(age), Some(left));
                events::hit(&call.key, site, "memory");
                return Entered::Found(call, held);
            }
        },
    };
    events::miss(&call.key, site);
    Entered::Missed(call, start)
}

pub(super) type Fresh = (Held, Duration, TimeLeft);

enum Boarded {
    Fresh(Fresh),
    Old(Old),
    Seat(Seat),
}

fn board(call: &Call, ops: &Ops, fault: Option<&Ops>) -> Boarded {
    let now = call.manager.now();
    let entry = call.manager.memory().get_any(&call.key);
    if let Some(entry) = entry.filter(|entry| call.site.tier().uses_memory() && entry.gone() > now)
    {
        if !fits(&entry, ops, fault) {
            call.count(Count::Mismatch);
            call.manager
                .warn_of_two_types(&call.key, call.site, entry.site);
        } else if entry.answers(now) && !call.doubts(&entry) {
            return Boarded::Fresh(fresh(entry, now));
        } else if let Some(old) = Old::in_memory(entry, now, |entry| call.doubts(entry)) {
            return Boarded::Old(old);
        }
    }
    match seat(call, ops, fault) {
        Ok(seat) => Boarded::Seat(seat),
        Err(fresh) => Boarded::Fresh(fresh),
    }
}

fn fits(entry: &Entry, ops: &Ops, fault: Option<&Ops>) -> bool {
    ops.fits(&entry.value) || fault.is_some_and(|fault| fault.fits(&entry.value))
}

fn fresh(entry: Entry, now: Tick) -> Fresh {
    let left = time_left(&entry, now);
    (entry.value, now.since(entry.stored), left)
}

/// A seat in the flight of the call's key, or what has been stored since the call looked.
pub(super) fn seat(call: &Call, ops: &Ops, fault: Option<&Ops>) -> Result<Seat, Fresh> {
    let memory = call.manager.memory();
    let now = call.manager.now();
    // What is not taken is dropped once the lock is released: a value's `Drop` is the user's code.
    let mut passed_over = None;
    let settled = || {
        let entry = memory.get_any(&call.key)?;
        let answers = entry.answers(now) && !call.doubts(&entry);
        if call.site.tier().uses_memory() && answers && fits(&entry, ops, fault) {
            return Some(entry);
        }
        passed_over = Some(entry);
        None
    };
    let seat = memory.flights().board(&call.key, settled);
    seat.map_err(|entry| fresh(entry, now))
}

/// What is left of an entry's life.
pub(crate) fn time_left(entry: &Entry, now: Tick) -> TimeLeft {
    if entry.end() == Tick::NEVER {
        TimeLeft::Forever
    } else {
        TimeLeft::For(entry.end().since(now))
    }
}
