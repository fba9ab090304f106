//! The state of one pass: what was found, and what was looked at already.

use std::ops::ControlFlow;

use super::Plan;
use super::confirm::{byte, email, encoded, login, pair, userinfo};
use super::custom::Upcoming;
use super::signs::Signs;
use super::trigger::Hits;
use crate::mask::finding::Found;
use crate::mask::rules::{Looked, Scope};
use crate::mask::{address, iban, number, secrets};

/// A pass over one text. No state of it is older than the last finding, but for caches of what
/// stands in the text.
#[derive(Debug)]
pub(crate) struct Pass<'a> {
    plan: Plan<'a>,
    text: &'a [u8],
    /// The end of the last finding.
    floor: usize,
    /// The end of the last finding. Not where the scan began: what stands before that may decide.
    found: usize,
    /// No number below needs another look.
    numbers: usize,
    addresses: usize,
    userinfo: userinfo::Looked,
    /// Up to here reaches the line of cookies that was entered last.
    cookies: usize,
    signs: Signs,
    upcoming: Upcoming<'a>,
}

impl<'a> Pass<'a> {
    pub(crate) fn new(plan: Plan<'a>, text: &'a [u8], from: usize) -> Self {
        Pass {
            plan,
            text,
            floor: from,
            found: 0,
            numbers: from,
            addresses: from,
            userinfo: userinfo::Looked::default(),
            cookies: 0,
            signs: Signs::default(),
            upcoming: Upcoming::new(plan.patterns, text, from),
        }
    }

    #[inline]
    pub(crate) fn text(&self) -> &'a [u8] {
        self.text
    }

    #[inline]
    pub(crate) fn floor(&self) -> usize {
        self.floor
    }

    /// Below stands no number that was not looked at.
    #[inline]
    pub(crate) fn numbers(&self) -> usize {
        self.numbers
    }

    #[inline]
    pub(crate) fn scope(&self) -> Scope<'a> {
        Scope {
            text: self.text,
            floor: self.floor,
            rules: self.plan.rules,
        }
    }

    /// For numbers, which tell a finding directly before them from the place where the scan began,
    /// and read the words before that.
    fn number_scope(&self) -> Scope<'a> {
        Scope {
            floor: self.found,
            ..self.scope()
        }
    }

    /// Whether `at` stands in a line of cookies.
    #[inline]
    pub(crate) fn in_cookies(&self, at: usize) -> bool {
        at < self.cookies
    }

    /// Looks at a place that passed the filters named by `hits`.
    pub(crate) fn look<const MORE: bool>(
        &mut self,
        at: usize,
        hits: Hits,
        each: &mut impl FnMut(Found) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        match self.confirm::<MORE>(at, hits) {
            Some(found) => self.take(found, each),
            None => ControlFlow::Continue(()),
        }
    }

    fn confirm<const MORE: bool>(&mut self, at: usize, hits: Hits) -> Option<Found> {
        let scope = self.scope();
        if hits.equal != 0 {
            return self.pair(at);
        }
        if hits.sign | hits.wide_plus != 0 {
            if matches!(byte(self.text, at), b'@' | b'%') {
                return self.sign(at);
            }
            let found = self.number(at, number::international)?;
            return Some(self.rival(found));
        }
        if hits.pem != 0
            && let Some(found) = secrets::pem_at(scope, at)
        {
            return Some(found);
        }
        if hits.run != 0
            && let Some(found) = secrets::run_at(scope, at)
        {
            return Some(found);
        }
        if hits.iban != 0
            && let Some(found) = iban::at(self.number_scope(), at)
        {
            return Some(self.rival(found));
        }
        if hits.login != 0
            && let Some(found) = login::at(scope, at)
        {
            return Some(found);
        }
        if hits.number | hits.wide_number != 0
            && let Some(found) = self.number(at, number::at)
        {
            return Some(self.rival(found));
        }
        if MORE { self.more(at, hits) } else { None }
    }

    fn more(&mut self, at: usize, hits: Hits) -> Option<Found> {
        if hits.first != 0
            && let Some(found) = self.national(at)
        {
            return Some(found);
        }
        if hits.address != 0 && at >= self.addresses {
            let Looked { found, seen } = address::at(self.number_scope(), at);
            self.addresses = seen;
            return found;
        }
        None
    }

    /// A number of a country is noticed at its first character, others later: they are asked before
    /// it is taken, and so is what reaches over it.
    fn national(&mut self, at: usize) -> Option<Found> {
        let scope = self.number_scope();
        let found = self.plan.national.at(scope, at)?;
        let wins = |other: &Found| other.start <= found.start && other.end >= found.end;
        let number = fourth_digit(self.text, &found)
            .and_then(|fourth| number::region(scope, fourth).found)
            .filter(wins);
        Some(self.rival(number.unwrap_or(found)))
    }

    fn number(&mut self, at: usize, look: fn(Scope<'_>, usize) -> Looked) -> Option<Found> {
        if at < self.numbers {
            return None;
        }
        let Looked { found, seen } = look(self.number_scope(), at);
        self.numbers = seen;
        found
    }

    fn sign(&mut self, at: usize) -> Option<Found> {
        if byte(self.text, at) == b'%' {
            return self.encoded_sign(at);
        }
        self.plain_sign(at)
    }

    /// An encoded `@` may stand in what ends at an `@` behind it: `://joe:p%40ss.word@host`.
    fn encoded_sign(&mut self, at: usize) -> Option<Found> {
        let found = encoded::at(self.scope(), at)?;
        let behind = self.signs.plain_behind(self.text, found.end);
        let other = behind.and_then(|at| self.plain_sign(at));
        let wins = |other: &Found| other.start <= found.start && other.end >= found.end;
        Some(other.filter(wins).unwrap_or(found))
    }

    fn plain_sign(&mut self, at: usize) -> Option<Found> {
        let scope = self.scope();
        userinfo::at(scope, at, &mut self.userinfo).or_else(|| email::at(scope, at))
    }

    fn pair(&mut self, at: usize) -> Option<Found> {
        let scope = self.scope();
        if at < self.cookies {
            return secrets::cookie_at(scope, at).or_else(|| pair::at(scope, at));
        }
        if let Some(end) = secrets::cookie_line(self.text, at) {
            self.cookies = end;
            return None;
        }
        pair::at(scope, at).map(|found| self.with_number(found))
    }

    /// A value to its first space, and the rest of a number that goes on behind it.
    fn with_number(&self, mut found: Found) -> Found {
        let scope = self.number_scope();
        let iban = found.start + 3;
        let iban = iban::filter(self.text, iban).then(|| iban::at(scope, iban));
        let number = first_digits(self.text, found.start)
            .and_then(|fourth| number::region(scope, fourth).found);
        for whole in [iban.flatten(), number].into_iter().flatten() {
            if whole.start <= found.start && whole.end > found.end {
                found.end = pair::end_of_word(self.text, whole.end);
            }
        }
        found
    }

    /// What begins no later than a number and reaches further: a run of letters and digits with
    /// the number in it, or what ends at an `@` behind it.
    fn rival(&mut self, found: Found) -> Found {
        let wins = |other: &Found| other.start <= found.start && other.end >= found.end;
        let scope = self.scope();
        let run = sixteenth(scope, found.start).and_then(|at| secrets::run_at(scope, at));
        if let Some(other) = run.filter(wins) {
            return other;
        }
        let sign = self.signs.behind(self.text, found.end);
        sign.and_then(|at| self.sign(at))
            .filter(wins)
            .unwrap_or(found)
    }

    /// Gives a finding on, after those of the user's patterns that win over it.
    fn take(
        &mut self,
        found: Found,
        each: &mut impl FnMut(Found) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mut found = self.on_borders(found);
        while let Some(custom) = self.upcoming.next(self.floor) {
            if custom.start > found.start || (custom.start == found.start && custom.end < found.end)
            {
                break;
            }
            let mut custom = self.on_borders(custom);
            if found.start < custom.end {
                // Nothing of the other is left in the clear.
                custom.end = custom.end.max(found.end);
                found = custom;
                break;
            }
            self.go_on(custom.end);
            each(custom)?;
        }
        if found.end <= self.floor {
            return ControlFlow::Continue(());
        }
        self.go_on(found.end);
        each(found)
    }

    fn go_on(&mut self, end: usize) {
        self.floor = end;
        self.found = end;
    }

    /// The findings of the user's patterns behind the last of ours.
    pub(crate) fn last_custom(
        &mut self,
        each: &mut impl FnMut(Found) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        while let Some(custom) = self.upcoming.next(self.floor) {
            let custom = self.on_borders(custom);
            self.go_on(custom.end);
            each(custom)?;
        }
        ControlFlow::Continue(())
    }

    /// Widened to the borders of characters, where the text is UTF-8.
    fn on_borders(&self, mut found: Found) -> Found {
        const LONGEST: usize = 3;
        let inside = |at: usize| byte(self.text, at) & 0xC0 == 0x80;
        let start = (0..=LONGEST).find_map(|back| {
            let start = found.start.checked_sub(back)?;
            (start >= self.floor && !inside(start)).then_some(start)
        });
        let end = (found.end..=found.end + LONGEST).find(|end| !inside(*end));
        found.start = start.unwrap_or(found.start).max(self.floor);
        found.end = end.unwrap_or(found.end).min(self.text.len());
        found
    }
}

/// The fourth digit of the first run of so many in a finding.
fn fourth_digit(text: &[u8], found: &Found) -> Option<usize> {
    let stretch = text.get(found.start..found.end)?;
    let mut runs = stretch.windows(4);
    let first = runs.position(|four| four.iter().all(u8::is_ascii_digit))?;
    Some(found.start + first + 3)
}

/// The fourth digit of the first run of so many near `start`, in a number that may begin there.
fn first_digits(text: &[u8], start: usize) -> Option<usize> {
    const NEAR: usize = 16;
    let near = text.get(start..text.len().min(start + NEAR))?;
    let mut runs = near.windows(4);
    let first = runs.position(|four| four.iter().all(u8::is_ascii_digit))?;
    Some(start + first + 3)
}

/// The sixteenth character of the run that `at` stands in.
fn sixteenth(scope: Scope<'_>, at: usize) -> Option<usize> {
    const FAR: usize = 64;
    let inside = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let floor = scope.floor.max(at.saturating_sub(FAR));
    let mut start = at;
    while start > floor && inside(byte(scope.text, start - 1)) {
        start -= 1;
    }
    let run = scope.text.get(start..start + 16)?;
    run.iter().all(|byte| inside(*byte)).then_some(start + 15)
}
