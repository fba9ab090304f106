//! The text of a duration: numbers and units, `"1h30m"`, `"1.5s"`.

use std::time::Duration;

use super::messages::respelt;

/// What keeps a text from being a duration.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Empty,
    Negative,
    NoUnit,
    NoNumber,
    Unit(String),
    Blank,
    TooFine,
    TooLong,
}

pub(super) const UNITS: [(&str, u128); 7] = [
    ("ns", 1),
    ("us", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
    ("d", 86_400_000_000_000),
];

pub(super) fn leading_number(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    text.split_at(end)
}

pub(super) fn leading_unit(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| c.is_ascii_digit() || c == '.' || c.is_whitespace())
        .unwrap_or(text.len());
    text.split_at(end)
}

pub(super) fn parse(text: &str) -> Result<Duration, Fault> {
    if text.is_empty() {
        return Err(Fault::Empty);
    }
    if text.starts_with('-') {
        return Err(Fault::Negative);
    }
    let mut nanos: u128 = 0;
    let mut rest = text;
    while !rest.is_empty() {
        let (number, after) = leading_number(rest);
        let (unit, after) = leading_unit(after);
        if unit.is_empty() && after.starts_with(char::is_whitespace) {
            let unit = after.trim();
            let known = !unit.is_empty() && UNITS.iter().any(|(known, _)| *known == unit);
            return Err(
                if number.is_empty() || known || unit.is_empty() || respelt(text).is_none() {
                    Fault::Blank
                } else {
                    Fault::Unit(unit.split_whitespace().next().unwrap_or(unit).to_owned())
                },
            );
        }
        if number.is_empty() {
            return Err(if rest.contains(char::is_whitespace) {
                Fault::Blank
            } else {
                Fault::NoNumber
            });
        }
        if unit.is_empty() {
            return Err(Fault::NoUnit);
        }
        let Some((_, scale)) = UNITS.iter().find(|(known, _)| *known == unit) else {
            return Err(Fault::Unit(unit.to_owned()));
        };
        let part = scaled(number, *scale)?;
        nanos = nanos.checked_add(part).ok_or(Fault::TooLong)?;
        rest = after;
    }
    let secs = u64::try_from(nanos / 1_000_000_000).map_err(|_| Fault::TooLong)?;
    let subsec = u32::try_from(nanos % 1_000_000_000).map_err(|_| Fault::TooLong)?;
    Ok(Duration::new(secs, subsec))
}

/// `number` times `scale` nanoseconds, exactly.
fn scaled(number: &str, scale: u128) -> Result<u128, Fault> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() || fraction.contains('.') || (fraction.is_empty() && number.contains('.')) {
        return Err(Fault::NoNumber);
    }
    let whole: u128 = whole.parse().map_err(|_| Fault::TooLong)?;
    let mut nanos = whole.checked_mul(scale).ok_or(Fault::TooLong)?;
    let mut unit = scale;
    let mut rest = 0;
    for digit in fraction.bytes() {
        // `unit` stays a power of ten times a small factor: what does not divide is too fine.
        if !unit.is_multiple_of(10) {
            if digit != b'0' {
                rest += 1;
            }
            continue;
        }
        unit /= 10;
        nanos = nanos
            .checked_add(u128::from(digit - b'0') * unit)
            .ok_or(Fault::TooLong)?;
    }
    if rest > 0 {
        Err(Fault::TooFine)
    } else {
        Ok(nanos)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_add_up_and_fractions_are_exact() {
        assert_eq!(parse("250ms"), Ok(Duration::from_millis(250)));
        assert_eq!(parse("5m"), Ok(Duration::from_secs(300)));
        assert_eq!(parse("1h30m"), Ok(Duration::from_secs(5_400)));
        assert_eq!(parse("1.5s"), Ok(Duration::from_millis(1_500)));
        assert_eq!(parse("0.1d"), Ok(Duration::from_secs(8_640)));
        assert_eq!(parse("7ns"), Ok(Duration::from_nanos(7)));
        assert_eq!(parse("2us"), Ok(Duration::from_micros(2)));
        assert_eq!(
            parse("213503982334601d"),
            Ok(Duration::from_secs(213_503_982_334_601 * 86_400))
        );
    }
}
