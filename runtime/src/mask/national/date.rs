//! Days of birth inside numbers.

use super::checksum::part;

/// Whether there is such a day. The century is not known, so that the 29th of February exists in
/// every fourth year.
pub(super) fn exists(year: u32, month: u32, day: u32) -> bool {
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) => 29,
        2 => 28,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// Whether the first six digits are a day: year, month, day.
pub(super) fn starts_with_ymd(digits: &[u8]) -> bool {
    let (Some(year), Some(month), Some(day)) =
        (part(digits, 0..2), part(digits, 2..4), part(digits, 4..6))
    else {
        return false;
    };
    exists(year, month, day)
}

/// Whether the first six digits are a day: day, month, year.
pub(super) fn starts_with_dmy(digits: &[u8]) -> bool {
    let (Some(day), Some(month), Some(year)) =
        (part(digits, 0..2), part(digits, 2..4), part(digits, 4..6))
    else {
        return false;
    };
    exists(year, month, day)
}

/// The same, where a month has up to 31 days whatever it is: numbers that were assigned by hand
/// are not better than that.
pub(super) fn roughly_ymd(digits: &[u8]) -> bool {
    let month = part(digits, 2..4).is_some_and(|month| (1..=12).contains(&month));
    month && part(digits, 4..6).is_some_and(|day| (1..=31).contains(&day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar_exist() {
        assert!(starts_with_ymd(b"000229"));
        assert!(!starts_with_ymd(b"990229"));
        assert!(!starts_with_ymd(b"9913"));
        assert!(starts_with_dmy(b"311299"));
        assert!(!starts_with_dmy(b"310699"));
        assert!(roughly_ymd(b"990631"));
    }
}
