//! One look for each id, and a seat in the flight of each that is missing.

use std::collections::{HashMap, VecDeque};
use std::marker::PhantomData;
use std::time::Instant;

use foldhash::quality::RandomState;

use super::caller::Caller;
use super::found::IdOf;
use super::{Asked, Batch, Found, Load, Matching, Returned, State, Terms, ValueOf, Wanted};
use crate::cache::control::Mode;
use crate::cache::engine::ManagerRef;
use crate::cache::entry::{Absent, Entry, Held};
use crate::cache::events;
use crate::cache::flight::Seat;
use crate::cache::key::{Key, KeyBuf};
use crate::cache::observe::How;
use crate::cache::plan::Plan;
use crate::cache::shape::Optional;
use crate::cache::site::Site;
use crate::cache::stats::Count;

impl<'a, R: Returned, A: Asked<IdOf<R>>> Matching<'a, R, A> {
    /// Begins a call: looks for all ids in memory, and takes a seat in the flight of each that is
    /// not there. `key` makes the key of an id.
    pub fn begin<M, K, F>(
        self,
        site: &'static Site,
        manager: M,
        terms: Terms<R, K>,
        key: F,
    ) -> Box<Batch<'a, R, A, K, F>>
    where
        M: ManagerRef,
        F: Fn(&IdOf<R>) -> KeyBuf,
    {
        let asked = self.ids;
        let mut batch = Box::new(Batch {
            caller: Caller::new(site, manager.handle()),
            terms,
            key,
            asked,
            wanted: Vec::with_capacity(asked.len()),
            by_key: HashMap::with_capacity_and_hasher(asked.len(), RandomState::default()),
            order: Vec::new(),
            to_ask: Vec::new(),
            to_load: VecDeque::new(),
            running: Vec::new(),
            began: Instant::now(),
            #[cfg(feature = "redis")]
            to_store: Vec::new(),
            #[cfg(feature = "redis")]
            under_hold: Vec::new(),
            waiting: VecDeque::new(),
            failed: None,
            returns: PhantomData,
        });
        batch.read_ids();
        for at in 0..batch.wanted.len() {
            batch.look(at);
        }
        batch
    }
}

/// What an entry holds, as far as this function is concerned.
pub(super) fn taken<V>(plan: &Plan<Optional<V>>, held: Held) -> Option<State<V>> {
    match (plan.take)(held) {
        Ok(value) => Some(State::Value(value)),
        Err(held) => held.is::<Absent>().then_some(State::Absent),
    }
}

impl<R, A, K, F> Batch<'_, R, A, K, F>
where
    R: Returned,
    A: Asked<IdOf<R>>,
    F: Fn(&IdOf<R>) -> KeyBuf,
{
    /// Every id once.
    fn read_ids(&mut self) {
        let keeps_duplicates = R::Found::KEEPS_DUPLICATES;
        for (first, asked) in self.asked.iter().enumerate() {
            let key = (self.key)(&asked.id()).finish();
            let next = self.wanted.len();
            let at = *self.by_key.entry(key.clone()).or_insert(next);
            if at == next {
                self.wanted.push(Wanted {
                    key,
                    first,
                    state: State::Open,
                });
            }
            if keeps_duplicates {
                self.order.push(at);
            }
        }
    }
}

impl<R: Returned, A, K, F> Batch<'_, R, A, K, F> {
    /// Answers one id from memory, or says how it goes on.
    fn look(&mut self, at: usize) {
        let Some(key) = self.wanted.get(at).map(|wanted| wanted.key.clone()) else {
            return;
        };
        match self.caller.mode {
            Mode::Bypass => self.to_load.push_back(Load::beside(at)),
            Mode::Refresh => {
                let flights = self.caller.manager.memory().flights();
                let lead = flights.replace(&key, || ());
                self.to_ask.push((at, lead));
            }
            Mode::Usual => match self.board(&key) {
                Err(state) => {
                    self.caller.count(Count::HitMemory);
                    self.caller.report(How::HitMemory, false);
                    events::hit(&key, self.caller.site, "memory");
                    self.settle(at, state);
                    return;
                }
                Ok(Seat::Lead(lead)) => self.to_ask.push((at, lead)),
                Ok(Seat::Wait(waiter)) => self.waiting.push_back((at, waiter)),
                Ok(Seat::Inside) => self.to_load.push_back(Load::beside(at)),
            },
        }
        events::miss(&key, self.caller.site);
    }

    /// A seat in the flight of `key`, or what memory holds.
    fn board(&self, key: &Key) -> Result<Seat, State<ValueOf<R>>> {
        let (manager, site) = (&self.caller.manager, self.caller.site);
        let (memory, now) = (manager.memory(), manager.now());
        let uses_memory = site.tier().uses_memory();
        let plan = &self.terms.plan;
        // Also what another function would load anew before its end.
        let answers = |entry: &Entry| uses_memory && entry.tags.holds() && entry.end() > now;
        if let Some(entry) = memory.get(key).filter(answers) {
            let writer = entry.site;
            if let Some(state) = taken(plan, entry.value) {
                return Err(state);
            }
            self.caller.count(Count::Mismatch);
            manager.warn_of_two_types(key, site, writer);
        }
        // What is not taken is dropped once the lock is released: a value's `Drop` is the user's
        // code, and so is the `Clone` of one that is.
        let mut passed_over = None;
        let settled = || {
            let entry = memory.get(key)?;
            if answers(&entry) && plan.ops.fits(&entry.value) {
                return Some(entry.value);
            }
            passed_over = Some(entry);
            None
        };
        match memory.flights().board(key, settled) {
            Ok(seat) => Ok(seat),
            Err(held) => match taken(plan, held) {
                Some(state) => Err(state),
                // What fits can be taken.
                None => Ok(Seat::Inside),
            },
        }
    }

    /// What is known of an id from now on.
    pub(super) fn settle(&mut self, at: usize, state: State<ValueOf<R>>) {
        if let Some(wanted) = self.wanted.get_mut(at) {
            wanted.state = state;
        }
    }
}
