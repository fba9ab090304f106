//! The changes of a batch by their keys.

use std::collections::HashMap;

use super::super::change::Delivery;
use crate::cache::key::Key;

/// The changes of one key in a batch. Only the last is written; the others have been overtaken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    earlier: Vec<Delivery>,
    last: Delivery,
}

impl Item {
    fn new(last: Delivery) -> Self {
        let earlier = Vec::new();
        Self { earlier, last }
    }

    pub(super) fn last(&self) -> &Delivery {
        &self.last
    }

    /// What the writer is given: the last, which knows what it has overtaken.
    pub(super) fn to_write(&self) -> Delivery {
        let overtaken = self
            .earlier
            .iter()
            .map(|delivery| delivery.change.id)
            .collect();
        Delivery {
            overtaken,
            ..self.last.clone()
        }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Delivery> {
        self.earlier.iter().chain(std::iter::once(&self.last))
    }

    fn overtake(&mut self, delivery: Delivery) {
        let overtaken = std::mem::replace(&mut self.last, delivery);
        self.earlier.push(overtaken);
    }

    /// What is to be written now that the last has been given up.
    pub(super) fn without_last(mut self) -> Option<Self> {
        let last = self.earlier.pop()?;
        Some(Self { last, ..self })
    }

    pub(super) fn count_attempt(&mut self) {
        self.last.attempt = self.last.attempt.saturating_add(1);
    }
}

/// One item for each key, in the order of their last changes.
pub(super) fn by_key(batch: Vec<Delivery>) -> Vec<Item> {
    let mut places: HashMap<Key, usize> = HashMap::with_capacity(batch.len());
    let mut items: Vec<Item> = Vec::with_capacity(batch.len());
    for delivery in batch {
        let place = places.get(&delivery.change.key).copied();
        if let Some(item) = place.and_then(|place| items.get_mut(place)) {
            item.overtake(delivery);
        } else {
            places.insert(delivery.change.key.clone(), items.len());
            items.push(Item::new(delivery));
        }
    }
    items.sort_by_key(|item| item.last.position);
    items
}

/// What is written together, the last group first. What was tried before and comes again stands alone:
/// if to write it ends the process, it takes nothing else along.
pub(super) fn groups(items: Vec<Item>) -> Vec<Vec<Item>> {
    let mut groups: Vec<Vec<Item>> = Vec::new();
    for item in items {
        let is_new = |item: &Item| item.last.attempt == 1;
        match groups.last_mut() {
            Some(group) if is_new(&item) && group.last().is_some_and(is_new) => group.push(item),
            _ => groups.push(vec![item]),
        }
    }
    groups.reverse();
    groups
}

/// Those before a place, the one there, and those behind it. Without a place, all are before it.
pub(super) fn around(
    mut items: Vec<Item>,
    place: Option<usize>,
) -> (Vec<Item>, Option<Item>, Vec<Item>) {
    let Some(place) = place.filter(|place| *place < items.len()) else {
        return (items, None, Vec::new());
    };
    let mut rest = items.split_off(place);
    let after = rest.split_off(1);
    (items, rest.pop(), after)
}

/// Has `items` tried again: as a whole, or each half by itself, the first half first.
pub(super) fn again(mut items: Vec<Item>, whole: bool, groups: &mut Vec<Vec<Item>>) {
    for item in &mut items {
        item.count_attempt();
    }
    if whole || items.len() < 2 {
        groups.push(items);
        return;
    }
    let second = items.split_off(items.len() / 2);
    groups.push(second);
    groups.push(items);
}
