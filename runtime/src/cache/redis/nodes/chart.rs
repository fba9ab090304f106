//! Who has which key, as far as it is known.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};

use tokio::sync::Notify;

use super::slots::{self, Address};
use crate::cache::key::Key;
use crate::cache::redis::reply::Failure;
use crate::sync::lock;

/// A number for each server of a tier, from 1.
pub(in crate::cache::redis) type ServerId = u64;

/// The server that was named, until others are known.
pub(in crate::cache::redis) const FIRST: ServerId = 1;

/// Slots from one to another, both included, and who has them.
pub(in crate::cache::redis) type Holding = (u16, u16, ServerId);

enum Table {
    /// One server has everything.
    One(ServerId),
    /// In the order of slots.
    Slots(Vec<Holding>),
}

/// What the servers have said about who has what. All of them note it in one chart; reads and
/// writes are sent by it.
///
/// It may be behind: whoever does not have a key says so, and who has it.
pub(in crate::cache::redis) struct Chart {
    prefix: String,
    table: RwLock<Table>,
    is_cluster: AtomicBool,
    /// How many redirections there have been.
    told: AtomicU64,
    notes: Mutex<HashMap<u16, Note>>,
    /// Wakes whoever keeps the chart: it may be behind.
    pub(in crate::cache::redis) in_doubt: Notify,
}

/// What a server has said of a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Note {
    /// Its number among all redirections.
    number: u64,
    pub(super) to: Address,
    /// It is on its way: only what the old owner does not have any more is there.
    pub(super) asking: bool,
}

impl Chart {
    pub(in crate::cache::redis) fn new(prefix: &str) -> Self {
        Self {
            prefix: prefix.to_owned(),
            table: RwLock::new(Table::One(FIRST)),
            is_cluster: AtomicBool::new(false),
            told: AtomicU64::new(0),
            notes: Mutex::default(),
            in_doubt: Notify::new(),
        }
    }

    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn is_cluster(&self) -> bool {
        self.is_cluster.load(Ordering::Acquire)
    }

    pub(super) fn slot(&self, key: &Key) -> u16 {
        slots::slot(&crate::cache::redis::core::prefixed(
            &self.prefix,
            key.as_bytes(),
        ))
    }

    /// Who has a key; `None` where nobody has its slot.
    pub(in crate::cache::redis) fn owner(&self, key: &Key) -> Option<ServerId> {
        match &*self.table.read().unwrap_or_else(PoisonError::into_inner) {
            Table::One(server) => Some(*server),
            Table::Slots(held) => holder(held, self.slot(key)),
        }
    }

    /// Who has a slot.
    pub(super) fn owner_of_slot(&self, slot: u16) -> Option<ServerId> {
        match &*self.table.read().unwrap_or_else(PoisonError::into_inner) {
            Table::One(server) => Some(*server),
            Table::Slots(held) => holder(held, slot),
        }
    }

    /// All slots and who has them: none for a single server.
    pub(super) fn holdings(&self) -> Vec<Holding> {
        match &*self.table.read().unwrap_or_else(PoisonError::into_inner) {
            Table::One(_) => Vec::new(),
            Table::Slots(held) => held.clone(),
        }
    }

    /// Replaces all of it. What was said of single slots is older.
    pub(in crate::cache::redis) fn replace(&self, mut held: Vec<Holding>) {
        held.sort_unstable();
        let mut table = self.table.write().unwrap_or_else(PoisonError::into_inner);
        *table = Table::Slots(held);
        self.is_cluster.store(true, Ordering::Release);
        drop(table);
        lock(&self.notes).clear();
    }

    /// One slot has another owner.
    pub(super) fn assign(&self, slot: u16, server: ServerId) {
        let mut table = self.table.write().unwrap_or_else(PoisonError::into_inner);
        if let Table::Slots(held) = &mut *table {
            *held = with(held, slot, server);
        }
    }

    /// Notes what a server says of a key that it does not have.
    pub(in crate::cache::redis) fn note(&self, failure: &Failure) {
        let Failure::Refused { code, text } = failure else {
            return;
        };
        let asking = match code.as_str() {
            "MOVED" => false,
            "ASK" => true,
            _ => return,
        };
        if let (Some(slot), Some(to)) = (
            Address::slot_of_redirection(text),
            Address::of_redirection(text),
        ) {
            let mut notes = lock(&self.notes);
            let number = self.told.load(Ordering::Acquire) + 1;
            notes.insert(slot, Note { number, to, asking });
            self.told.store(number, Ordering::Release);
        }
        if !asking {
            self.in_doubt.notify_one();
        }
    }

    /// How many redirections there have been so far.
    #[cfg_attr(not(debug_assertions), inline)]
    pub(super) fn told(&self) -> u64 {
        self.told.load(Ordering::Acquire)
    }

    /// What was said of a slot since there had been so many redirections.
    pub(super) fn said_since(&self, slot: u16, told: u64) -> Option<Note> {
        if self.told() == told {
            return None;
        }
        let notes = lock(&self.notes);
        notes.get(&slot).filter(|note| note.number > told).cloned()
    }

    /// Where what a slot does not have any more is, if it is on its way.
    pub(super) fn asked(&self, slot: u16) -> Option<Address> {
        if self.told() == 0 {
            return None;
        }
        let notes = lock(&self.notes);
        let note = notes.get(&slot).filter(|note| note.asking)?;
        Some(note.to.clone())
    }
}

fn holder(held: &[Holding], slot: u16) -> Option<ServerId> {
    let after = held.partition_point(|(first, ..)| *first <= slot);
    let (_, last, server) = held.get(after.checked_sub(1)?)?;
    (slot <= *last).then_some(*server)
}

/// The same with one slot for another server.
fn with(held: &[Holding], slot: u16, server: ServerId) -> Vec<Holding> {
    let mut new = Vec::with_capacity(held.len() + 2);
    for &(first, last, holder) in held {
        if slot < first || slot > last {
            new.push((first, last, holder));
            continue;
        }
        if first < slot {
            new.push((first, slot - 1, holder));
        }
        if slot < last {
            new.push((slot + 1, last, holder));
        }
    }
    new.push((slot, slot, server));
    new.sort_unstable();
    new
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Failure {
        Failure::Refused {
            code: text.split(' ').next().unwrap_or_default().to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn one_server_has_everything_until_others_are_known() {
        let chart = Chart::new("p");
        assert_eq!(chart.owner(&Key::from("a")), Some(FIRST));
        chart.replace(vec![(8_192, 16_383, 3), (0, 8_191, 2)]);
        assert_eq!(chart.owner_of_slot(8_191), Some(2));
        assert_eq!(chart.owner_of_slot(8_192), Some(3));
        assert_eq!(
            chart.owner(&Key::from("a")),
            chart.owner_of_slot(slots::slot(b"p:a"))
        );
    }

    #[test]
    fn a_slot_that_moves_takes_no_other_along() {
        let chart = Chart::new("");
        chart.replace(vec![(0, 100, 2), (200, 300, 3)]);
        for (slot, owner) in [(50, 3), (0, 3), (100, 3), (150, 2)] {
            chart.assign(slot, owner);
            assert_eq!(chart.owner_of_slot(slot), Some(owner));
        }
        assert_eq!(chart.owner_of_slot(49), Some(2));
        assert_eq!(chart.owner_of_slot(51), Some(2));
        assert_eq!(chart.owner_of_slot(151), None);
        assert_eq!(chart.owner_of_slot(250), Some(3));
    }

    #[test]
    fn a_redirection_is_news_to_whoever_asked_before_it() {
        let chart = Chart::new("");
        let before = chart.told();
        assert_eq!(chart.said_since(7, before), None);
        chart.note(&said("ASK 7 h:1"));
        chart.note(&said("ERR no"));
        let note = chart.said_since(7, before).expect("it was said");
        assert!(note.asking && note.to.port == 1);
        assert_eq!(chart.said_since(8, before), None);
        assert_eq!(chart.said_since(7, chart.told()), None);
        assert!(chart.asked(7).is_some());
        chart.note(&said("MOVED 7 h:2"));
        assert_eq!(chart.asked(7), None);
    }
}
