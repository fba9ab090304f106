//! Dates, which are no numbers of anything.

use super::groups::{Group, Join};
use super::region::Region;

/// How many groups from `at` on are a date: three or none.
#[inline]
pub(super) fn date(region: &Region<'_>, at: usize) -> usize {
    let Some(groups) = region.groups.get(at..at + 3) else {
        return 0;
    };
    let [first, second, third] = groups else {
        return 0;
    };
    // Most are told by the length of the second.
    if second.count > 2 {
        return 0;
    }
    let joined = matches!(
        Region::one_join(groups),
        Some(Join::Dash | Join::Dot | Join::Slash)
    );
    let ordered = is_year(first) && is_month_and_day(second, third);
    let reversed = (is_year(third) || is_short_year(third)) && is_month_and_day(first, second);
    if joined && (ordered || reversed) {
        3
    } else {
        0
    }
}

/// Four digits of this century or one of the two before it.
pub(super) fn is_year(group: &Group) -> bool {
    group.count == 4 && (1800..2100).contains(&group.value)
}

fn is_short_year(group: &Group) -> bool {
    group.count == 2
}

fn is_month_and_day(one: &Group, other: &Group) -> bool {
    let short = one.count <= 2 && other.count <= 2;
    let in_range = |group: &Group, most: u64| (1..=most).contains(&group.value);
    short && (in_range(one, 12) && in_range(other, 31) || in_range(one, 31) && in_range(other, 12))
}
