//! The types of the `time` crate.

use time::{Date, Duration, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset, Weekday};

use super::std_types::write_duration;
use crate::cache::key::{CacheKey, KeyBuf};

/// `n` with two digits at least.
fn two(n: u8, key: &mut KeyBuf) {
    if n < 10 {
        key.literal("0");
    }
    key.unsigned(u64::from(n));
}

/// `2026-11-21`; the year as long as it is, with a `-` before those before year 0.
#[diagnostic::do_not_recommend]
impl CacheKey for Date {
    fn write_key(&self, key: &mut KeyBuf) {
        let (year, month, day) = self.to_calendar_date();
        key.signed(i64::from(year));
        key.literal("-");
        two(month.into(), key);
        key.literal("-");
        two(day, key);
    }
}

/// `093005`, `093005.5`: to the nanosecond, without trailing zeros.
#[diagnostic::do_not_recommend]
impl CacheKey for Time {
    fn write_key(&self, key: &mut KeyBuf) {
        let (hour, minute, second, nanos) = self.as_hms_nano();
        two(hour, key);
        two(minute, key);
        two(second, key);
        if nanos > 0 {
            key.literal(".");
            let (mut rest, mut unit) = (nanos, 100_000_000);
            while rest > 0 {
                key.unsigned(u64::from(rest / unit));
                rest %= unit;
                unit /= 10;
            }
        }
    }
}

/// `2026-11-21T093005`
#[diagnostic::do_not_recommend]
impl CacheKey for PrimitiveDateTime {
    fn write_key(&self, key: &mut KeyBuf) {
        self.date().write_key(key);
        key.literal("T");
        self.time().write_key(key);
    }
}

/// `Z`, `-0330`, and `%2B0100` for `+0100`; with the seconds where there are any.
#[diagnostic::do_not_recommend]
impl CacheKey for UtcOffset {
    fn write_key(&self, key: &mut KeyBuf) {
        if self.is_utc() {
            return key.literal("Z");
        }
        let (hours, minutes, seconds) = self.as_hms();
        if self.is_negative() {
            key.literal("-");
        } else {
            key.text("+");
        }
        two(hours.unsigned_abs(), key);
        two(minutes.unsigned_abs(), key);
        if seconds != 0 {
            two(seconds.unsigned_abs(), key);
        }
    }
}

/// `2026-11-21T093005Z`. The same instant in two offsets is two keys: a function may look at the
/// offset.
#[diagnostic::do_not_recommend]
impl CacheKey for OffsetDateTime {
    fn write_key(&self, key: &mut KeyBuf) {
        PrimitiveDateTime::new(self.date(), self.time()).write_key(key);
        self.offset().write_key(key);
    }
}

/// As the one of the standard library, with a `-` where it is negative.
#[diagnostic::do_not_recommend]
impl CacheKey for Duration {
    fn write_key(&self, key: &mut KeyBuf) {
        if self.is_negative() {
            key.literal("-");
        }
        write_duration(
            self.whole_seconds().unsigned_abs(),
            self.subsec_nanoseconds().unsigned_abs(),
            key,
        );
    }
}

/// The English name.
#[diagnostic::do_not_recommend]
impl CacheKey for Month {
    fn write_key(&self, key: &mut KeyBuf) {
        key.display(self);
    }
}

/// The English name.
#[diagnostic::do_not_recommend]
impl CacheKey for Weekday {
    fn write_key(&self, key: &mut KeyBuf) {
        key.display(self);
    }
}
