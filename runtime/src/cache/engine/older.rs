//! A call that finds an entry near its end or beyond it: who answers, and who loads.

use std::sync::Arc;
use std::time::Duration;

use crate::cache::engine::ahead::Ahead;
use crate::cache::engine::begin::{Call, seat};
use crate::cache::engine::conclude::Body;
use crate::cache::engine::run::{Run, Stage, beside};
use crate::cache::engine::store::Ticket;
use crate::cache::entry::Held;
use crate::cache::flight::{Lead, Seat};
use crate::cache::ladder::{Attempt, Old, ReloadBy, Slot, Window, is_possible};
use crate::cache::observe::How;
use crate::cache::shape::Shape;
use crate::cache::stats::Count;

/// The duty to bring `old` up to date, if nobody is at it or has done so since it was found.
fn lead_of_reload(call: &Call, old: &Old) -> Option<Lead> {
    let memory = call.manager.memory();
    // Dropped once the lock is released: a value's `Drop` is the user's code.
    let mut found = None;
    memory.flights().lead_if_free(&call.key, || {
        found = memory.get_any(&call.key);
        found
            .as_ref()
            .is_some_and(|entry| Arc::ptr_eq(&entry.value, &old.held))
    })
}

impl<S: Shape> Run<S> {
    /// Memory holds `old`.
    pub(super) fn old_in_memory(&mut self, call: Call, old: Old) -> Stage<S::Value> {
        let window = self.window(&call, &old);
        if window.answers() {
            if window.wants_reload()
                && !Self::is_held_back(&call)
                && let Some(lead) = lead_of_reload(&call, &old)
            {
                return self.reload(call, lead, None, old);
            }
            return self.answer(call, &old);
        }
        if window == Window::Spare {
            if Self::is_held_back(&call) {
                return self.answer(call, &old);
            }
            self.ahead = Ahead::waiting(old);
        }
        crate::cache::events::miss(&call.key, call.site);
        match seat(&call, self.plan.ops, self.plan.fault.ops) {
            Ok(Seat::Lead(lead)) => self.lead(call, lead),
            Ok(Seat::Wait(waiter)) => Stage::Wait(call, waiter),
            Ok(Seat::Inside) => beside(call),
            Err((held, age, left)) => {
                call.count(Count::HitMemory);
                call.report(How::HitMemory, false, Some(age), Some(left));
                Stage::Answer(call, held)
            }
        }
    }

    /// Redis holds `old`, and this call has the lead.
    pub(super) fn old_in_redis(
        &mut self,
        call: Call,
        mut lead: Lead,
        ticket: Ticket,
        old: Old,
    ) -> Stage<S::Value> {
        let window = self.window(&call, &old);
        if self.is_reload {
            self.ahead.old = Some(old);
            return self.body(call, lead, ticket);
        }
        if window.answers() {
            if window.wants_reload() && !Self::is_held_back(&call) {
                return self.reload(call, lead, Some(ticket), old);
            }
            lead.land(old.held.clone());
            return self.answer(call, &old);
        }
        self.ahead = Ahead::none();
        if window == Window::Spare {
            if Self::is_held_back(&call) {
                lead.land(old.held.clone());
                return self.answer(call, &old);
            }
            self.ahead = Ahead::waiting(old);
        }
        self.body(call, lead, ticket)
    }

    /// Redis has nothing: what memory held beside it may have been removed by another process.
    pub(super) fn load(&mut self, call: Call, lead: Lead, ticket: Ticket) -> Stage<S::Value> {
        #[cfg(feature = "redis")]
        if matches!(ticket, Ticket::Redis(..)) && !self.is_reload {
            self.ahead = Ahead::none();
        }
        self.body(call, lead, ticket)
    }

    /// The lead has come to a call that waited. If the load that it waited for has failed, that is not
    /// repeated at once.
    pub(super) fn handed(&mut self, call: Call, lead: Lead) -> Stage<S::Value> {
        if let Some(old) = &self.ahead.old
            && self.window(&call, old) != Window::Closed
            && Self::is_held_back(&call)
        {
            let old = old.clone();
            return self.answer(call, &old);
        }
        self.lead(call, lead)
    }

    fn window(&self, call: &Call, old: &Old) -> Window {
        old.window(&self.times.ladder, call.manager.now())
    }

    fn is_held_back(call: &Call) -> bool {
        call.manager.throttle().holds(&call.key, call.manager.now())
    }

    pub(super) fn answer(&self, call: Call, old: &Old) -> Stage<S::Value> {
        call.answered_by(old, &self.times.ladder);
        Stage::Answer(call, old.held.clone())
    }

    /// This call has noticed that `old` is due: a task reloads it, or the call itself.
    fn reload(
        &mut self,
        call: Call,
        lead: Lead,
        ticket: Option<Ticket>,
        old: Old,
    ) -> Stage<S::Value> {
        if !self.is_owned || self.times.ladder.reload == ReloadBy::Caller || !is_possible() {
            self.is_reload = true;
            self.ahead = Ahead::waiting(old);
            return self.start(call, lead, ticket);
        }
        if let Some(slot) = call.manager.reloads().take() {
            let within = self.lasts(&call, &old);
            let run = self.in_background(&call, lead, ticket, old.clone(), slot);
            self.detached = Some((Box::new(run), within));
        } else {
            call.count(Count::ReloadSkipped);
        }
        self.answer(call, &old)
    }

    fn start(&mut self, call: Call, lead: Lead, ticket: Option<Ticket>) -> Stage<S::Value> {
        match ticket {
            Some(ticket) => self.body(call, lead, ticket),
            None => self.lead(call, lead),
        }
    }

    fn in_background(
        &self,
        call: &Call,
        lead: Lead,
        ticket: Option<Ticket>,
        old: Old,
        slot: Slot,
    ) -> Self {
        let call = Call {
            observer: None,
            request: None,
            ..call.clone()
        };
        let retry_after = self.retry_after(&call);
        let attempt = Attempt::new(&call.manager, call.site, &call.key, retry_after);
        let mut run = Self::at(Stage::Done, self.plan, self.times);
        run.is_reload = true;
        run.ahead = Ahead::loading(old, attempt.in_background(slot));
        run.stage = run.start(call, lead, ticket);
        run
    }

    /// How long a load that nobody waits for may take: until `old` answers no longer, and then as long
    /// as a call would wait for it before it loads for itself; at least as long as `hard_timeout` says.
    pub(super) fn lasts(&self, call: &Call, old: &Old) -> Duration {
        let answers = old.answers_for(&self.times.ladder, call.manager.now());
        let waits = answers.saturating_add(call.wait(self.times.wait));
        waits.max(self.times.ladder.hard.unwrap_or_default())
    }

    /// What answers a call that waits no longer: the old entry that its load is to replace.
    /// With it, how long the load may go on alone.
    pub(super) fn stale_answer(&self, call: &Call) -> Option<(Held, Duration)> {
        let old = self.ahead.old.as_ref()?;
        if self.window(call, old) == Window::Closed {
            return None;
        }
        call.answered_by(old, &self.times.ladder);
        Some((old.held.clone(), self.lasts(call, old)))
    }

    /// The caller has its answer: whether a task is to go on with the load.
    pub(super) fn goes_on(&mut self) -> bool {
        self.ahead.goes_on();
        match &mut self.stage {
            Stage::Body(body) => {
                Body::goes_on_alone(body);
                true
            }
            Stage::AskRedis(_) | Stage::Storing(..) => true,
            Stage::Wait(..) | Stage::Answer(..) | Stage::Done => false,
        }
    }
}
