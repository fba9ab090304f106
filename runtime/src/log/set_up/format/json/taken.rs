//! Fields whose names are taken.

use super::Keys;
use crate::log::set_up::record::Fields;

/// Another name for the field at `at`: its own with `_2`, or the next number that nobody has.
#[cold]
pub(super) fn another(keys: &Keys, fields: &Fields, at: usize, name: &str) -> String {
    let first = usize::from(!keys.are_taking(name));
    // Those of the same name that come before it have other names, too.
    let before = fields.names().take(at).filter(|one| *one == name).count();
    (2_u64..)
        .map(|number| format!("{name}_{number}"))
        .filter(|other| !keys.are_taking(other) && fields.names().all(|one| one != other))
        .nth(before.saturating_sub(first))
        .unwrap_or_default()
}
