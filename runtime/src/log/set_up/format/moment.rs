//! Time stamps.

use std::cell::Cell;
use std::io::Write as _;

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// `2026-11-21T22:28:35.000000Z`
const LENGTH: usize = 27;
/// Of that, up to the second.
const SECONDS: usize = 19;

thread_local! {
    /// The last second that this thread has written, and how.
    static LAST: Cell<(i64, [u8; SECONDS])> = const { Cell::new((i64::MIN, [0; SECONDS])) };
}

/// Appends the time as RFC 3339 has it, in UTC, with microseconds.
pub(super) fn rfc3339(time: Timestamp, out: &mut Vec<u8>) {
    let nanosecond = time.subsec_nanosecond();
    // Before 1970 a part of a second counts backwards.
    let (second, micros) = match u32::try_from(nanosecond) {
        Ok(nanosecond) => (time.as_second(), nanosecond / 1000),
        Err(_) => return slowly(time, out),
    };
    let (known, text) = LAST.get();
    if known == second {
        out.extend_from_slice(&text);
    } else {
        let text = seconds(time);
        LAST.set((second, text));
        out.extend_from_slice(&text);
    }
    out.push(b'.');
    digits(micros, 6, out);
    out.push(b'Z');
}

#[cold]
fn slowly(time: Timestamp, out: &mut Vec<u8>) {
    let text = format!("{time:.6}");
    debug_assert_eq!(text.len(), LENGTH);
    out.extend_from_slice(text.as_bytes());
}

#[cold]
fn seconds(time: Timestamp) -> [u8; SECONDS] {
    let mut text = [b'0'; LENGTH];
    // On the stack: a line allocates nothing, not even the first of a second. There is room for a year of four digits.
    let _ = write!(text.as_mut_slice(), "{time:.6}");
    text.first_chunk().copied().unwrap_or([b'0'; SECONDS])
}

/// Appends the time of the day, to the millisecond.
pub(super) fn of_day(time: Timestamp, zone: &TimeZone, out: &mut Vec<u8>) {
    let local = zone.to_datetime(time);
    for (part, then) in [
        (local.hour(), b':'),
        (local.minute(), b':'),
        (local.second(), b'.'),
    ] {
        digits(u32::from(part.unsigned_abs()), 2, out);
        out.push(then);
    }
    let milliseconds = local.subsec_nanosecond().unsigned_abs() / 1_000_000;
    digits(milliseconds, 3, out);
}

/// Appends a number with zeros before it.
fn digits(number: u32, count: u32, out: &mut Vec<u8>) {
    for place in (0..count).rev() {
        let digit = number / 10_u32.pow(place) % 10;
        out.push(b"0123456789".get(digit as usize).copied().unwrap_or(b'0'));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(time: &str) -> String {
        let mut out = Vec::new();
        rfc3339(time.parse().unwrap(), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_time_is_in_utc_with_six_digits_of_a_second() {
        for (time, text) in [
            ("2026-11-21T22:28:35Z", "2026-11-21T22:28:35.000000Z"),
            (
                "2026-11-21T22:28:35.1234569Z",
                "2026-11-21T22:28:35.123456Z",
            ),
            ("2026-11-21T23:28:36.5+01:00", "2026-11-21T22:28:36.500000Z"),
            ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000000Z"),
            ("1969-12-31T23:59:59.25Z", "1969-12-31T23:59:59.250000Z"),
            ("2026-11-21T22:28:35.000001Z", "2026-11-21T22:28:35.000001Z"),
        ] {
            assert_eq!(written(time), text);
        }
    }

    #[test]
    fn the_time_of_the_day_is_that_of_the_zone() {
        let time = "2026-11-21T22:28:35.0079Z".parse().unwrap();
        let mut out = Vec::new();
        of_day(time, &TimeZone::fixed(jiff::tz::offset(2)), &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), "00:28:35.007");
    }
}
