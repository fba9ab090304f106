//! Which day it is, and when it ends.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// What says the time; tests set it.
pub(super) type Now = Box<dyn Fn() -> Timestamp + Send>;

/// Whose midnight ends a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::log::set_up) enum Zone {
    #[default]
    Utc,
    /// The time zone of the system.
    Local,
}

pub(super) struct Days {
    zone: TimeZone,
    now: Now,
}

impl Days {
    pub(super) fn new(zone: Zone, now: Now) -> Self {
        let zone = match zone {
            Zone::Utc => TimeZone::UTC,
            Zone::Local => TimeZone::system(),
        };
        Self { zone, now }
    }

    #[cfg(test)]
    pub(super) fn in_zone(zone: TimeZone, now: Now) -> Self {
        Self { zone, now }
    }

    pub(super) fn now(&self) -> Timestamp {
        (self.now)()
    }

    pub(super) fn of(&self, at: Timestamp) -> Date {
        self.zone.to_datetime(at).date()
    }

    /// The first moment of the next day, which need not be midnight where clocks are put forward then.
    pub(super) fn end(&self, day: Date) -> Timestamp {
        let next = day
            .tomorrow()
            .and_then(|next| self.zone.to_timestamp(next.at(0, 0, 0, 0)));
        // The last day that a calendar has.
        next.unwrap_or(Timestamp::MAX)
    }

    /// The moment that is `age` before `now`, or the beginning of all time.
    pub(super) fn before(now: Timestamp, age: Duration) -> Timestamp {
        now.checked_sub(age).unwrap_or(Timestamp::MIN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    fn days(zone: TimeZone) -> Days {
        Days::in_zone(zone, Box::new(Timestamp::now))
    }

    #[test]
    fn a_day_ends_at_the_midnight_of_its_zone() {
        let utc = days(TimeZone::UTC);
        let day = utc.of(at("2026-11-21T23:59:59.999Z"));
        assert_eq!(day.to_string(), "2026-11-21");
        assert_eq!(utc.end(day), at("2026-11-22T00:00:00Z"));

        let east = days(TimeZone::fixed(jiff::tz::offset(5)));
        let day = east.of(at("2026-11-21T20:00:00Z"));
        assert_eq!(day.to_string(), "2026-11-22");
        assert_eq!(east.end(day), at("2026-11-22T19:00:00Z"));
    }

    #[test]
    fn a_day_on_which_clocks_change_is_as_long_as_it_is() {
        let zone = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").expect("a zone");
        let days = days(zone);
        let day = days.of(at("2026-03-29T10:00:00Z"));
        assert_eq!(days.end(day), at("2026-03-29T22:00:00Z"));
        let day = days.of(at("2026-10-25T10:00:00Z"));
        assert_eq!(days.end(day), at("2026-10-25T23:00:00Z"));
    }

    #[test]
    fn an_age_that_no_calendar_has_is_all_of_it() {
        let now = at("2026-11-21T00:00:00Z");
        let day = Duration::from_secs(24 * 60 * 60);
        assert_eq!(Days::before(now, day), at("2026-11-20T00:00:00Z"));
        assert_eq!(Days::before(now, Duration::MAX), Timestamp::MIN);
    }
}
