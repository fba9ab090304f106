//! 3-3-4, as in North America: `415-555-0132`, `(415) 555-0132`, `1 415 555 0132`.

use super::super::border::Border;
use super::super::groups::{Group, Join};
use super::super::region::Region;
use super::{Number, is_area};

pub(super) fn number(region: &Region<'_>, at: usize) -> Option<Number> {
    let plain = core(region, at);
    plain
        .or_else(|| behind_prefix(region, at))
        .and_then(|number| number.alone(region, at))
}

/// The number itself, without the country.
fn core(region: &Region<'_>, at: usize) -> Option<Number> {
    region
        .shape(at, [3, 3, 4])
        .and_then(|[area, exchange, line]| {
            let valid = is_area(area) && is_area(exchange);
            let least = three_parts(area, exchange, line, valid)?;
            (valid || !region.is_strict()).then_some(Number::new(line.end, least))
        })
        .or_else(|| two_parts(region, at))
}

/// How clear the borders have to be, which depends on how sure the signs between are.
fn three_parts(area: &Group, exchange: &Group, line: &Group, valid: bool) -> Option<Border> {
    if exchange.enclosed() || line.enclosed() {
        return None;
    }
    let dashes = exchange.join == Join::Dash && line.join == Join::Dash;
    let tail = matches!(line.join, Join::Dash | Join::Space | Join::Dot);
    if area.enclosed() {
        let head = !matches!(exchange.join, Join::Slash | Join::Broken);
        return (head && tail).then_some(Border::Shared);
    }
    if dashes {
        return Some(Border::Shared);
    }
    let head = matches!(
        (exchange.join, line.join),
        (
            Join::Space | Join::Slash | Join::Dash,
            Join::Space | Join::Dash
        ) | (Join::Dot, Join::Dot | Join::Dash)
    );
    (head && valid).then_some(Border::Clear)
}

/// `(415) 5550132`, `415-5550132`.
fn two_parts(region: &Region<'_>, at: usize) -> Option<Number> {
    let [area, line] = region.shape(at, [3, 7])?;
    let joined = match line.join {
        Join::Dash => true,
        Join::None | Join::Space => area.enclosed(),
        _ => false,
    };
    let fits = joined && !line.enclosed() && is_area(area) && is_area(line);
    fits.then_some(Number::new(line.end, Border::Clear))
}

/// `1-415-..`, `91-415-..`, and a prefix that dials out, as `01 (449)..` and `0011-650-..`.
fn behind_prefix(region: &Region<'_>, at: usize) -> Option<Number> {
    let prefix = region.get(at)?;
    let area = region.get(at + 1)?;
    let known = match prefix.count {
        1 => prefix.value == 1,
        2..=5 => prefix.first == 0 || (prefix.count <= 3 && area.join == Join::Dash),
        _ => false,
    };
    let joined = match area.join {
        Join::Dash | Join::Space => true,
        Join::None => area.enclosed(),
        Join::Dot => region.get(at + 2)?.join == Join::Dot,
        _ => false,
    };
    let number = core(region, at + 1)?;
    (known && joined && !prefix.enclosed()).then_some(number)
}
