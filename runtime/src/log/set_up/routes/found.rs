//! What a thread has found out of the routes, so that it takes no lock for an event.

use std::cell::{Cell, RefCell};
use std::ptr;
use std::sync::Arc;

use tracing::Metadata;

use super::table::Table;
use crate::log::set_up::destinations::Destinations;

/// As many callsites are remembered; two that fall on one place take turns.
const PLACES: usize = 128;

#[derive(Clone, Copy)]
struct Found {
    /// The address of the callsite's metadata: it is static, so the address stays its own.
    callsite: usize,
    /// The table it was found in.
    table: u64,
    to: Destinations,
}

const NOTHING: Found = Found {
    callsite: 0,
    table: 0,
    to: Destinations::NOWHERE,
};

thread_local! {
    static FOUND: [Cell<Found>; PLACES] = const { [const { Cell::new(NOTHING) }; PLACES] };
    /// The table that was asked last, with its number.
    static TABLE: RefCell<Option<(u64, Arc<Table>)>> = const { RefCell::new(None) };
}

fn address(meta: &'static Metadata<'static>) -> usize {
    ptr::from_ref(meta).addr()
}

fn place(callsite: usize) -> usize {
    // Statics of one type are a multiple of their size apart.
    (callsite / align_of::<Metadata<'_>>()).wrapping_mul(0x9E37_79B1) / (1 << 8) % PLACES
}

/// Where lines of the callsite go, if it was looked up in this table and is still remembered.
#[cfg_attr(not(debug_assertions), inline)]
pub(super) fn get(meta: &'static Metadata<'static>, table: u64) -> Option<Destinations> {
    let callsite = address(meta);
    let found = FOUND.with(|all| all.get(place(callsite)).map(Cell::get))?;
    (found.callsite == callsite && found.table == table).then_some(found.to)
}

pub(super) fn keep(meta: &'static Metadata<'static>, table: u64, to: Destinations) {
    let callsite = address(meta);
    FOUND.with(|all| {
        if let Some(cell) = all.get(place(callsite)) {
            cell.set(Found {
                callsite,
                table,
                to,
            });
        }
    });
}

/// Looks at the table of this number; `fetch` gets it where this thread has looked at another one.
pub(super) fn with_table<T>(
    number: u64,
    fetch: impl Fn() -> Arc<Table>,
    look: impl Fn(&Table) -> T,
) -> T {
    let looked = TABLE.try_with(|last| {
        let mut last = last.borrow_mut();
        match &*last {
            Some((known, table)) if *known == number => look(table),
            _ => {
                let table = fetch();
                let answer = look(&table);
                *last = Some((number, table));
                answer
            }
        }
    });
    // The thread is ending.
    looked.unwrap_or_else(|_| look(&fetch()))
}
