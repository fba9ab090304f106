//! The settings of a masker.

use super::masker::{Inner, Limits};
use super::names::Names;
use super::national::National;
use super::pseudonym::Pseudonyms;
use super::rules::Rules;
use super::scan::custom::{Pattern, Patterns};
use super::style::{Shown, Styles};
use super::{BuildError, Kind, Masker, Strictness, Style, UnknownKind};
use crate::mask::kind::KindSet;

/// What a [`Masker`] is to find, and how it writes what it found.
///
/// # Examples
///
/// ```
/// use gambeson::Masker;
/// use gambeson::mask::{Kind, Style};
///
/// # fn main() -> Result<(), gambeson::mask::BuildError> {
/// let masker = Masker::builder()
///     .kinds([Kind::Ip])
///     .style(Kind::Email, Style::Placeholder)
///     .pattern("employee", r"EMP-\d{6}", Style::KeepLast(2))
///     .build()?;
/// assert_eq!(masker.mask("EMP-123456 is jo@example.com"), "****56 is [EMAIL]");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "it does nothing until `build`"]
pub struct MaskerBuilder {
    kinds: Kinds,
    strictness: Strictness,
    styles: Vec<(Kind, Style)>,
    shown: Shown,
    fields: Vec<String>,
    allowed: Vec<String>,
    patterns: Vec<Pattern>,
    limits: Limits,
    pseudonyms: Option<Key>,
}

/// What is looked for, as it was said.
#[derive(Clone, Debug, Default)]
struct Kinds {
    only: bool,
    named: Vec<Kind>,
    without: Vec<Kind>,
    unknown: Option<UnknownKind>,
}

/// A key of pseudonyms, which `Debug` does not show.
#[derive(Clone)]
struct Key {
    id: String,
    key: Vec<u8>,
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Key")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl MaskerBuilder {
    /// Looks for these too. A kind that is named is found without a word that announces it, where
    /// its structure allows: a bare run of ten digits is a phone then.
    pub fn kinds(mut self, kinds: impl IntoIterator<Item = Kind>) -> Self {
        self.kinds.named.extend(kinds);
        self
    }

    /// The same by [`name`](Kind::name), as from a configuration. A name that no kind has is an
    /// error of [`build`](Self::build).
    pub fn kind_names(mut self, names: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        for name in names {
            match name.as_ref().parse() {
                Ok(kind) => self.kinds.named.push(kind),
                Err(unknown) => self.kinds.unknown = self.kinds.unknown.or(Some(unknown)),
            }
        }
        self
    }

    /// Looks for these alone, and for what [`kinds`](Self::kinds) names.
    pub fn only(mut self, kinds: impl IntoIterator<Item = Kind>) -> Self {
        self.kinds.only = true;
        self.kinds(kinds)
    }

    /// Does not look for these, wherever else they are named.
    pub fn without(mut self, kinds: impl IntoIterator<Item = Kind>) -> Self {
        self.kinds.without.extend(kinds);
        self
    }

    /// How much has to hold before something is masked. [`Strictness::Eager`] also looks for
    /// [`Kind::HighEntropy`].
    pub fn strictness(mut self, strictness: Strictness) -> Self {
        self.strictness = strictness;
        self
    }

    /// How a kind is written. A style that is impossible is an error of [`build`](Self::build).
    pub fn style(mut self, kind: Kind, style: Style) -> Self {
        self.styles.push((kind, style));
        self
    }

    /// Whether the domain of an address of e-mail is shown: `j***@example.com`, or `j***@***`. It
    /// is, unless this says no.
    pub fn preserve_domain(mut self, shown: bool) -> Self {
        self.shown.domain = shown;
        self
    }

    /// Whether the last four of a card, a phone and an IBAN are shown. They are, unless this says
    /// no.
    pub fn preserve_last4(mut self, shown: bool) -> Self {
        self.shown.last4 = shown;
        self
    }

    /// Names of fields, headers and parameters that are sensitive, beside the known ones.
    ///
    /// # Examples
    ///
    /// ```
    /// use gambeson::Masker;
    ///
    /// # fn main() -> Result<(), gambeson::mask::BuildError> {
    /// let masker = Masker::builder().fields(["tax_id"]).build()?;
    /// assert!(masker.is_sensitive("customerTaxId"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn fields(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.fields.extend(names.into_iter().map(Into::into));
        self
    }

    /// Names that are not sensitive, though they look so.
    pub fn allow_fields(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.allowed.extend(names.into_iter().map(Into::into));
        self
    }

    /// Masks what a pattern matches, in the syntax of the `regex` crate. Classes such as `\d` and
    /// `\b` are those of ASCII; `(?u)` in the pattern makes them those of Unicode, which is slow
    /// in text that is not ASCII.
    ///
    /// A pattern that does not parse, is too large, or matches the empty text is an error of
    /// [`build`](Self::build). As long as there is a pattern, each text is searched once more.
    pub fn pattern(
        mut self,
        name: impl Into<String>,
        regex: impl Into<String>,
        style: Style,
    ) -> Self {
        self.patterns.push(Pattern {
            name: name.into(),
            regex: regex.into(),
            style,
        });
        self
    }

    /// How deep objects and arrays may be nested in JSON: 32, unless this says otherwise. What is
    /// nested deeper is masked as a whole.
    pub fn max_depth(mut self, depth: usize) -> Self {
        self.limits.depth = depth;
        self
    }

    /// How many bytes of a text are looked at, and how many become of it at most: 1 MiB, unless
    /// this says otherwise. The rest is replaced by a placeholder.
    pub fn max_bytes(mut self, bytes: usize) -> Self {
        self.limits.bytes = bytes;
        self
    }

    /// How many findings of a text are masked one by one: 100,000, unless this says otherwise.
    /// From the next one on, the rest of the text is replaced by a placeholder.
    pub fn max_findings(mut self, findings: usize) -> Self {
        self.limits.findings = findings;
        self
    }

    /// The key of [`Style::Pseudonym`] and its id, which is written behind each pseudonym. Without
    /// one, a key is drawn for the process.
    pub fn pseudonym_key(mut self, id: impl Into<String>, key: impl AsRef<[u8]>) -> Self {
        self.pseudonyms = Some(Key {
            id: id.into(),
            key: key.as_ref().to_vec(),
        });
        self
    }

    /// The masker.
    ///
    /// # Errors
    ///
    /// For a kind that does not exist, a style or a key that cannot be, a limit under which no
    /// placeholder fits, and a pattern that cannot be used.
    ///
    /// # Examples
    ///
    /// ```
    /// use gambeson::Masker;
    /// use gambeson::mask::{BuildError, Style};
    ///
    /// let built = Masker::builder().pattern("all", "x*", Style::Hidden).build();
    /// assert!(matches!(built, Err(BuildError::Pattern { .. })));
    /// ```
    pub fn build(self) -> Result<Masker, BuildError> {
        let names = Names::new(&self.fields, &self.allowed);
        let rules = self.kinds.rules(self.strictness, names)?;
        let pseudonyms = match &self.pseudonyms {
            Some(key) => Pseudonyms::new(&key.id, &key.key)?,
            None => Pseudonyms::default(),
        };
        self.limits.check()?;
        let masker = Masker::new(Inner {
            national: National::new(rules.on),
            rules,
            styles: Styles::new(self.styles, self.shown, pseudonyms)?,
            limits: self.limits,
            patterns: Patterns::new(self.patterns)?,
        });
        masker.check_fixed()?;
        Ok(masker)
    }
}

impl Kinds {
    fn rules(self, strictness: Strictness, names: Names) -> Result<Rules, BuildError> {
        if let Some(unknown) = self.unknown {
            return Err(unknown.into());
        }
        let by_name: KindSet = self.named.iter().copied().collect();
        let defaults = Kind::DEFAULT.iter().filter(|_| !self.only);
        let mut on: KindSet = defaults.chain(&self.named).copied().collect();
        if strictness == Strictness::Eager && !self.only {
            on.insert(Kind::HighEntropy);
        }
        for kind in self.without {
            on.remove(kind);
        }
        Ok(Rules {
            on,
            named: by_name,
            strictness,
            names,
        })
    }
}
