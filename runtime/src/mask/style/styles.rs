//! The style of each kind.

use std::borrow::Cow;
use std::str;

use super::{HIDDEN, Pieces, Style, check, forms, keep};
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
        let style = self.of(kind);
        match constant(style, kind) {
            Some(mask) => mask,
            None => self.partial(style, kind, str::from_utf8(matched).unwrap_or("")),
        }
    }

    /// The same for text.
    #[inline]
    pub(crate) fn text<'a>(&'a self, kind: Kind, text: &'a str) -> Pieces<'a> {
        let style = self.of(kind);
        match constant(style, kind) {
            Some(mask) => mask,
            None => self.partial(style, kind, text),
        }
    }

    #[inline]
    fn partial<'a>(&'a self, style: &'a Style, kind: Kind, text: &'a str) -> Pieces<'a> {
        match style {
            Style::Default => match kind {
                Kind::Email => forms::email(text, self.shown),
                Kind::Phone => forms::phone(text, self.shown),
                Kind::Card => forms::card(text, self.shown),
                Kind::Iban => forms::iban(text, self.shown),
                _ => Pieces::whole(HIDDEN),
            },
            Style::Pseudonym => self.pseudonym(kind.name(), text.as_bytes()),
            _ => custom_pieces(style, text.as_bytes()),
        }
    }

    /// The pseudonym of a text, separated from those of other names.
    #[cold]
    pub(crate) fn pseudonym<'a>(&'a self, name: &'a str, text: &[u8]) -> Pieces<'a> {
        if text.is_empty() {
            return Pieces::whole(HIDDEN);
        }
        self.pseudonyms.pieces(name, text)
    }

    /// The mask of what a pattern of the user matched, by the pattern's style and name.
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
#[cold]
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

/// The mask of a style that does not read the text.
#[inline]
fn constant(style: &Style, kind: Kind) -> Option<Pieces<'_>> {
    match style {
        Style::Default => form(kind).map(Pieces::whole),
        Style::Hidden => Some(Pieces::whole(HIDDEN)),
        Style::Fixed(text) => Some(Pieces::whole(text)),
        Style::Placeholder => Some(placeholder(kind.name())),
        Style::KeepFirst(_) | Style::KeepLast(_) | Style::Pseudonym => None,
    }
}

/// The default form of a kind of which nothing is shown.
#[inline]
fn form(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Email | Kind::Phone | Kind::Card | Kind::Iban => None,
        Kind::Ssn => Some("***-**-****"),
        Kind::Ip => Some("*.*.*.*"),
        Kind::Mac => Some("**:**:**:**:**:**"),
        _ => Some(HIDDEN),
    }
}

/// `[EMAIL]`.
#[cold]
fn placeholder(name: &str) -> Pieces<'_> {
    Pieces::of("[", "", "]").with_upper(name)
}
