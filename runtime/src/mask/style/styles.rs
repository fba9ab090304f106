//! The style of each kind.

use std::borrow::Cow;
use std::str;

use super::{HIDDEN, Pieces, Style, check, forms, keep, usual};
use crate::mask::pseudonym::Pseudonyms;
use crate::mask::{BuildError, Kind};

/// Which parts of the default forms are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    /// The domain of an address of e-mail.
    pub(crate) domain: bool,
    /// The last four of a card, a phone and an IBAN.
    pub(crate) last4: bool,
}

impl Default for Shown {
    fn default() -> Self {
        Shown {
            domain: true,
            last4: true,
        }
    }
}

/// How each kind is written.
#[derive(Clone, Debug)]
pub(crate) struct Styles {
    by_kind: [Style; Kind::ALL.len()],
    shown: Shown,
    pseudonyms: Pseudonyms,
}

impl Default for Styles {
    fn default() -> Self {
        Styles {
            by_kind: [const { Style::Default }; Kind::ALL.len()],
            shown: Shown::default(),
            pseudonyms: Pseudonyms::default(),
        }
    }
}

impl Styles {
    /// Of two styles for one kind, the later one counts.
    ///
    /// # Errors
    ///
    /// For a style that is impossible. Whether the masker would find a fixed text itself, only the
    /// masker can tell: see [`fixed`](Self::fixed).
    pub(crate) fn new(
        chosen: impl IntoIterator<Item = (Kind, Style)>,
        shown: Shown,
        pseudonyms: Pseudonyms,
    ) -> Result<Self, BuildError> {
        let mut styles = Styles {
            shown,
            pseudonyms,
            ..Styles::default()
        };
        for (kind, style) in chosen {
            check::check(kind, &style)?;
            if let Some(place) = styles.by_kind.get_mut(kind as usize) {
                *place = style;
            }
        }
        Ok(styles)
    }

    /// The fixed texts, for the masker to look whether it would find them.
    pub(crate) fn fixed(&self) -> impl Iterator<Item = (Kind, &str)> {
        let styles = Kind::ALL.iter().zip(&self.by_kind);
        styles.filter_map(|(kind, style)| match style {
            Style::Fixed(text) => Some((*kind, &**text)),
            _ => None,
        })
    }

    #[inline]
    fn of(&self, kind: Kind) -> &Style {
        self.by_kind.get(kind as usize).unwrap_or(&Style::Hidden)
    }

    /// The mask of what was found. Any bytes: of those that are not UTF-8, nothing is shown.
    #[inline]
    pub(crate) fn pieces<'a>(&'a self, kind: Kind, matched: &'a [u8]) -> Pieces<'a> {
        if let (Style::Default, Some(form)) = (self.of(kind), forms::constant(kind)) {
            return Pieces::whole(form);
        }
        let text = str::from_utf8(matched).unwrap_or("");
        self.usual(kind, text)
            .unwrap_or_else(|| self.text(kind, text))
    }

    /// The mask of a text that is written as it usually is, by the default style. It is ASCII that
    /// stands between quotes as it is.
    #[inline(always)]
    #[expect(
        clippy::inline_always,
        reason = "in place, the lengths of the parts are known, and they are copied without a call"
    )]
    pub(crate) fn usual<'a>(&'a self, kind: Kind, text: &'a str) -> Option<Pieces<'a>> {
        match self.of(kind) {
            Style::Default => usual::mask(kind, text, self.shown),
            _ => None,
        }
    }

    /// The mask of any text.
    pub(crate) fn text<'a>(&'a self, kind: Kind, text: &'a str) -> Pieces<'a> {
        match self.of(kind) {
            Style::Default => forms::mask(kind, text, self.shown),
            style => self.custom(style, kind.name(), text.as_bytes()),
        }
    }

    /// The pseudonym of a text, separated from those of other names.
    pub(crate) fn pseudonym<'a>(&'a self, name: &'a str, text: &[u8]) -> Pieces<'a> {
        if text.is_empty() {
            return Pieces::whole(HIDDEN);
        }
        self.pseudonyms.pieces(name, text)
    }

    /// The mask by a style that is not the default: of a kind or of a pattern of the user, by its
    /// name.
    pub(crate) fn custom<'a>(
        &'a self,
        style: &'a Style,
        name: &'a str,
        matched: &'a [u8],
    ) -> Pieces<'a> {
        match style {
            Style::Pseudonym => self.pseudonym(name, matched),
            Style::Placeholder => placeholder(name),
            _ => custom_pieces(style, matched),
        }
    }
}

/// The mask of a style that needs no key and no kind; everything is hidden by the others.
pub(crate) fn custom_pieces<'a>(style: &'a Style, matched: &'a [u8]) -> Pieces<'a> {
    match style {
        Style::Fixed(Cow::Borrowed(text)) => Pieces::whole(text),
        Style::Fixed(Cow::Owned(text)) => Pieces::whole(text),
        Style::KeepFirst(shown) => with_text(matched, |text| keep::first(text, *shown)),
        Style::KeepLast(shown) => with_text(matched, |text| keep::last(text, *shown)),
        Style::Default | Style::Hidden | Style::Placeholder | Style::Pseudonym => {
            Pieces::whole(HIDDEN)
        }
    }
}

fn with_text<'a>(matched: &'a [u8], keep: impl FnOnce(&'a str) -> Pieces<'a>) -> Pieces<'a> {
    str::from_utf8(matched).map_or(Pieces::whole(HIDDEN), keep)
}

/// `[EMAIL]`.
fn placeholder(name: &str) -> Pieces<'_> {
    Pieces::of("[", "", "]").with_upper(name)
}
