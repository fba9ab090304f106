//! Whether a row passes.

use std::ops::Range;

use gambeson::mask::{Finding, Kind, Masker, Strictness};

use super::{Place, Row};

/// What the rows of one subject ask for.
pub(super) struct Judge {
    subject: Subject,
    strictness: Strictness,
}

#[derive(Clone, Copy)]
enum Subject {
    Kind(Kind),
    Any,
    FieldName,
    CookieName,
}

impl Judge {
    /// `None` for a kind that the masker does not have.
    pub(super) fn of(entity: &str, strict: bool) -> Option<Judge> {
        let subject = match entity {
            "ANY" => Subject::Any,
            "FIELD_NAME" => Subject::FieldName,
            "COOKIE_NAME" => Subject::CookieName,
            entity => Subject::Kind(kind(entity)?),
        };
        let strictness = if strict {
            Strictness::Strict
        } else {
            Strictness::Balanced
        };
        Some(Judge {
            subject,
            strictness,
        })
    }

    /// What was got, if it is not what was expected.
    pub(super) fn row(&self, row: &Row) -> Result<(), String> {
        match self.subject {
            Subject::FieldName => named(row, self.masker().is_sensitive(&row.text)),
            Subject::CookieName => named(row, self.masker().is_sensitive_cookie(&row.text)),
            Subject::Any => unchanged(row, &self.masker()),
            Subject::Kind(kind) if row.expects_nothing() => {
                nothing(row, &self.build(|builder| builder.only([kind])))
            }
            Subject::Kind(kind) => found(row, &self.build(|builder| builder.kinds([kind]))),
        }
    }

    fn masker(&self) -> Masker {
        self.build(|builder| builder)
    }

    fn build(
        &self,
        with: impl FnOnce(gambeson::mask::MaskerBuilder) -> gambeson::mask::MaskerBuilder,
    ) -> Masker {
        let builder = with(Masker::builder().strictness(self.strictness));
        builder.build().expect("kinds that exist, and no patterns")
    }
}

/// The kind that a case file calls by this name.
fn kind(entity: &str) -> Option<Kind> {
    Some(match entity {
        "CREDIT_CARD" => Kind::Card,
        "US_SSN" => Kind::Ssn,
        "IP_ADDRESS" => Kind::Ip,
        "MAC_ADDRESS" => Kind::Mac,
        "PASSWORD_IN_TEXT" => Kind::Password,
        entity => entity.to_ascii_lowercase().parse().ok()?,
    })
}

fn named(row: &Row, sensitive: bool) -> Result<(), String> {
    let got = if sensitive { "sensitive" } else { "harmless" };
    right(sensitive != row.expects_nothing(), || got.to_owned())
}

fn unchanged(row: &Row, masker: &Masker) -> Result<(), String> {
    let written = masker.mask(&row.text);
    right(written == row.text, || format!("{written:?}"))
}

fn nothing(row: &Row, masker: &Masker) -> Result<(), String> {
    let found = masker.find(&row.text);
    right(found.is_empty(), || list(&row.text, &found))
}

fn right(right: bool, got: impl FnOnce() -> String) -> Result<(), String> {
    if right { Ok(()) } else { Err(got()) }
}

/// Each expected place is covered and gone, and the text is as it is given.
fn found(row: &Row, masker: &Masker) -> Result<(), String> {
    let found = masker.find(&row.text);
    let written = masker.mask(&row.text);
    let got = || format!("{} and {written:?}", list(&row.text, &found));
    let masks = masks(&row.text, &found, &written);
    let gone = |place: &Place| {
        let range = place.bytes(&row.text);
        let expected = row.text.get(range.clone()).unwrap_or_default();
        covers(&row.text, &range, &found) && !hold(&masks, &found, &range, expected)
    };
    right(row.places().iter().all(gone), got)?;
    right(
        row.masked
            .as_deref()
            .is_none_or(|as_given| as_given == written),
        got,
    )
}

/// Whether a finding lies over each letter and digit of a range; over all of it if it has none.
fn covers(text: &str, range: &Range<usize>, found: &[Finding]) -> bool {
    let part = text.get(range.clone()).unwrap_or_default();
    let told = part.chars().any(char::is_alphanumeric);
    part.char_indices()
        .filter(|(_, char)| !told || char.is_alphanumeric())
        .all(|(at, _)| {
            let at = range.start + at;
            found.iter().any(|finding| finding.range.contains(&at))
        })
}

/// Whether what was expected stands in the masks of the findings over it.
fn hold(masks: &[&str], found: &[Finding], range: &Range<usize>, expected: &str) -> bool {
    let over = found
        .iter()
        .zip(masks)
        .filter(|(finding, _)| finding.range.start < range.end && range.start < finding.range.end);
    let masks: String = over.map(|(_, mask)| *mask).collect();
    masks.contains(expected)
}

/// What each finding became: what stands in the masked text between the parts that stayed.
fn masks<'m>(text: &str, found: &[Finding], masked: &'m str) -> Vec<&'m str> {
    let first = found.first().map_or(0, |finding| finding.range.start);
    let mut at = first;
    let ends = found.iter().skip(1).map(|next| next.range.start);
    let gaps = found.iter().zip(ends.chain([text.len()]));
    gaps.map(|(finding, next)| {
        let rest = masked.get(at..).unwrap_or_default();
        let stayed = text.get(finding.range.end..next).unwrap_or_default();
        let end = if next == text.len() {
            rest.len().checked_sub(stayed.len())
        } else {
            rest.find(stayed)
        };
        let mask = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        at += mask.len() + stayed.len();
        mask
    })
    .collect()
}

fn list(text: &str, found: &[Finding]) -> String {
    let found: Vec<_> = found
        .iter()
        .map(|finding| {
            let part = text.get(finding.range.clone()).unwrap_or_default();
            format!("{} {part:?}", finding.kind)
        })
        .collect();
    format!("[{}]", found.join(", "))
}
