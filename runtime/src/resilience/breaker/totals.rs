//! What circuits have counted since they were made.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::state::State;
use crate::resilience::name::Name;
use crate::tally::Tally;

/// Results of a closed circuit.
pub(super) const SUCCESSES: usize = 0;
pub(super) const FAILURES: usize = 1;
/// Of both, the slow ones.
pub(super) const SLOW: usize = 2;
pub(super) const REJECTED: usize = 3;
/// So many of them are counted for each state, too.
pub(super) const OF_A_STATE: usize = 4;

/// Results of probes, of calls that ended in a later state than they began in, and of those that
/// nobody counts.
pub(super) const OTHER_SUCCESSES: usize = 4;
pub(super) const OTHER_FAILURES: usize = 5;
pub(super) const IGNORED: usize = 6;
pub(super) const ABANDONED: usize = 7;
const ALL: usize = 8;

/// What one circuit has counted, or all circuits of a registry together: those that have left it,
/// too, so that no number ever gets smaller.
pub(super) struct Totals {
    name: Name,
    tally: Tally<ALL>,
    /// Changes of state, by the states that ended and those that began.
    changes: [[AtomicU64; State::ALL.len()]; State::ALL.len()],
    /// How many circuits are in each state now.
    states: [AtomicU64; State::ALL.len()],
}

impl Totals {
    pub(super) fn new(name: Name) -> Self {
        Self {
            name,
            tally: Tally::new(),
            changes: Default::default(),
            states: Default::default(),
        }
    }

    pub(super) fn name(&self) -> &Name {
        &self.name
    }

    pub(super) fn in_state(&self, state: State) -> u64 {
        self.states
            .get(state as usize)
            .map_or(0, |count| count.load(Ordering::Relaxed))
    }

    pub(super) fn sum(&self, number: usize) -> u64 {
        self.tally.sum(number)
    }

    pub(super) fn changes(&self, from: State, to: State) -> u64 {
        let cell = self.changes.get(from as usize);
        let cell = cell.and_then(|row| row.get(to as usize));
        cell.map_or(0, |cell| cell.load(Ordering::Relaxed))
    }

    fn began(&self, state: State) {
        if let Some(count) = self.states.get(state as usize) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn ended(&self, state: State) {
        if let Some(count) = self.states.get(state as usize) {
            count.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

impl fmt::Debug for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Totals").field(&self.tally).finish()
    }
}

/// Where one circuit counts.
#[derive(Debug)]
pub(super) struct Counter {
    totals: Arc<Totals>,
    /// Its own part of what many circuits count together. Not a [`Tally`], whose lines for each
    /// thread would be most of a circuit's memory.
    own: Option<Box<[AtomicU64; OF_A_STATE]>>,
}

impl Counter {
    /// Of a circuit that is alone.
    pub(super) fn alone(name: Name) -> Self {
        let totals = Arc::new(Totals::new(name));
        totals.began(State::Closed);
        Self { totals, own: None }
    }

    /// Of one of many circuits.
    pub(super) fn among(totals: &Arc<Totals>) -> Self {
        totals.began(State::Closed);
        Self {
            totals: totals.clone(),
            own: Some(Box::default()),
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn add(&self, number: usize) {
        self.totals.tally.add(number);
        if let Some(own) = &self.own
            && let Some(own) = own.get(number)
        {
            own.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(super) fn changed(&self, from: State, to: State) {
        let cell = self.totals.changes.get(from as usize);
        if let Some(cell) = cell.and_then(|row| row.get(to as usize)) {
            cell.fetch_add(1, Ordering::Relaxed);
        }
        self.totals.began(to);
        self.totals.ended(from);
    }

    /// The circuit is dropped.
    pub(super) fn gone(&self, state: State) {
        self.totals.ended(state);
    }

    pub(super) fn totals(&self) -> &Arc<Totals> {
        &self.totals
    }

    /// What this circuit has counted of what belongs to a state.
    pub(super) fn of_a_state(&self) -> [u64; OF_A_STATE] {
        if let Some(own) = &self.own {
            return own.each_ref().map(|own| own.load(Ordering::Relaxed));
        }
        let sums = self.totals.tally.sums();
        std::array::from_fn(|number| sums.get(number).copied().unwrap_or_default())
    }
}
