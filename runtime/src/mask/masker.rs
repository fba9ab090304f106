//! The masker of text.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::builder::MaskerBuilder;
use super::finding::{Finding, Found};
use super::national::National;
use super::rules::Rules;
use super::scan::custom::Patterns;
use super::scan::{self, Plan};
use super::style::{Pieces, Styles};
use super::{BuildError, Kind, installed};

/// Finds personal data and secrets, and writes something in their place.
///
/// A clone is cheap and is the same masker. Everything works in one pass over the text, in time
/// that is linear in its length, whatever the text is.
///
/// # Examples
///
/// ```
/// use gambeson::Masker;
///
/// let masker = Masker::global();
/// assert_eq!(masker.mask("from john@example.com"), "from j***@example.com");
/// assert_eq!(masker.mask("password=hunter2"), "password=********");
/// ```
#[derive(Clone)]
pub struct Masker {
    inner: Arc<Inner>,
}

/// What a masker goes by.
#[derive(Debug)]
pub(crate) struct Inner {
    pub(super) rules: Rules,
    pub(super) national: National,
    pub(super) styles: Styles,
    pub(super) limits: Limits,
    pub(super) patterns: Option<Patterns>,
}

/// How much is looked at. Past one, what is left is replaced by a placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Objects and arrays within one another.
    pub(crate) depth: usize,
    /// Bytes of a text.
    pub(crate) bytes: usize,
    /// Findings in a text.
    pub(crate) findings: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            depth: 32,
            bytes: 1 << 20,
            findings: 100_000,
        }
    }
}

impl Limits {
    /// A placeholder and a little text have to fit.
    pub(super) fn check(self) -> Result<(), BuildError> {
        const FEWEST: usize = 64;
        if self.bytes < FEWEST {
            return Err(BuildError::Limit {
                name: "max_bytes",
                reason: format!("{} bytes are too few; give {FEWEST} or more", self.bytes).into(),
            });
        }
        Ok(())
    }
}

impl Inner {
    #[inline]
    pub(crate) fn plan(&self) -> Plan<'_> {
        Plan {
            rules: &self.rules,
            national: &self.national,
            patterns: self.patterns.as_ref(),
        }
    }

    #[inline]
    pub(crate) fn limits(&self) -> Limits {
        self.limits
    }

    /// What is written in the place of a finding.
    #[inline]
    pub(crate) fn pieces<'a>(&'a self, found: &Found, text: &'a [u8]) -> Pieces<'a> {
        let matched = text.get(found.start..found.end).unwrap_or_default();
        let patterns = self.patterns.as_ref();
        match patterns
            .filter(|_| found.kind == Kind::Custom)
            .and_then(|all| all.get(found))
        {
            Some(pattern) => self.styles.custom(&pattern.style, &pattern.name, matched),
            None => self.styles.pieces(found.kind, matched),
        }
    }
}

impl Masker {
    /// Settings of one's own.
    pub fn builder() -> MaskerBuilder {
        MaskerBuilder::default()
    }

    pub(super) fn new(inner: Inner) -> Self {
        Masker {
            inner: Arc::new(inner),
        }
    }

    /// The masker of everything that names none: the one that was installed last, else the
    /// defaults.
    pub fn global() -> &'static Masker {
        installed::installed()
    }

    /// The same, where it is known without a call.
    #[inline]
    pub(super) fn ready() -> Option<&'static Masker> {
        installed::ready()
    }

    /// A fixed text that would be masked once more, by itself or where it stands for a value.
    pub(super) fn check_fixed(&self) -> Result<(), BuildError> {
        for (kind, text) in self.inner.styles.fixed() {
            self.stays(text)
                .map_err(|reason| BuildError::style(kind, reason))?;
            for before in places(kind) {
                self.stays(&format!("{before}{text} x"))
                    .map_err(|reason| BuildError::style(kind, reason))?;
            }
        }
        for (name, text) in self.inner.patterns.iter().flat_map(Patterns::fixed) {
            self.stays(text)
                .map_err(|reason| BuildError::style_of_pattern(name, reason))?;
        }
        Ok(())
    }

    fn stays(&self, text: &str) -> Result<(), Cow<'static, str>> {
        let masked = self.mask(text);
        if masked == text {
            return Ok(());
        }
        Err(format!("`{text}` would itself be masked as `{masked}`; write another").into())
    }

    /// Makes this the masker that [`global`](Self::global) gives from now on. Called once, at the
    /// start of a program. A masker that was installed before stays in memory.
    ///
    /// # Examples
    ///
    /// ```
    /// use gambeson::Masker;
    ///
    /// # fn main() -> Result<(), gambeson::mask::BuildError> {
    /// Masker::builder().preserve_domain(false).build()?.install();
    /// assert_eq!(Masker::global().mask("john@example.com"), "j***@***");
    /// # Ok(())
    /// # }
    /// ```
    pub fn install(self) {
        installed::install(self);
    }

    /// The text, masked. It is borrowed, and nothing is allocated, where nothing is found.
    ///
    /// Of a text that is longer than [`max_bytes`](MaskerBuilder::max_bytes), and behind
    /// [`max_findings`](MaskerBuilder::max_findings), the rest is replaced by `[REST MASKED]`.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::borrow::Cow;
    ///
    /// use gambeson::Masker;
    ///
    /// let masker = Masker::global();
    /// assert!(matches!(masker.mask("nothing to hide"), Cow::Borrowed(_)));
    /// assert_eq!(masker.mask("to john@example.com"), "to j***@example.com");
    /// ```
    pub fn mask<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match scan::mask_text(&self.inner, text) {
            None => Cow::Borrowed(text),
            Some(masked) => Cow::Owned(masked),
        }
    }

    /// The same for any bytes: what is not a finding is given back bit for bit.
    ///
    /// # Examples
    ///
    /// ```
    /// use gambeson::Masker;
    ///
    /// let masked = Masker::global().mask_bytes(b"\xFF john@example.com \xFE");
    /// assert_eq!(&*masked, b"\xFF j***@example.com \xFE");
    /// ```
    pub fn mask_bytes<'t>(&self, bytes: &'t [u8]) -> Cow<'t, [u8]> {
        match scan::mask(&self.inner, bytes) {
            None => Cow::Borrowed(bytes),
            Some(masked) => Cow::Owned(masked),
        }
    }

    /// What [`mask`](Self::mask) would write something else for, in the order of the text, up to
    /// the limits. What is masked already is found, too.
    ///
    /// # Examples
    ///
    /// ```
    /// use gambeson::Masker;
    /// use gambeson::mask::Kind;
    ///
    /// let found = Masker::global().find("from john@example.com");
    /// assert_eq!(found.len(), 1);
    /// assert_eq!((found[0].kind, found[0].range.clone()), (Kind::Email, 5..21));
    /// ```
    pub fn find(&self, text: &str) -> Vec<Finding> {
        let mut all = Vec::new();
        scan::find(&self.inner, text.as_bytes(), &mut |found| {
            all.push(Finding {
                kind: found.kind,
                range: found.start..found.end,
                confidence: found.confidence,
            });
        });
        all
    }

    /// Whether the value of a field, header or parameter of this name is masked.
    ///
    /// # Examples
    ///
    /// ```
    /// use gambeson::Masker;
    ///
    /// assert!(Masker::global().is_sensitive("db_password"));
    /// assert!(!Masker::global().is_sensitive("author"));
    /// ```
    pub fn is_sensitive(&self, name: &str) -> bool {
        self.inner.rules.names.is_sensitive(name.as_bytes())
    }

    /// The same for the name of a cookie.
    pub fn is_sensitive_cookie(&self, name: &str) -> bool {
        self.inner.rules.names.is_sensitive_cookie(name.as_bytes())
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.inner
    }

    #[inline]
    pub(crate) fn styles(&self) -> &Styles {
        &self.inner.styles
    }

    pub(crate) fn limits(&self) -> Limits {
        self.inner.limits
    }
}

/// What may stand before a value of this kind that ends at a space.
fn places(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Password => &["password=", "user kim password ", "--password "],
        Kind::Authorization => &["Authorization: Bearer "],
        Kind::Cookie => &["Cookie: sid="],
        _ => &[],
    }
}

impl Default for Masker {
    fn default() -> Self {
        Masker::new(Inner {
            rules: Rules::default(),
            national: National::default(),
            styles: Styles::default(),
            limits: Limits::default(),
            patterns: None,
        })
    }
}

impl fmt::Debug for Masker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Masker")
            .field("rules", &self.inner.rules)
            .field("limits", &self.inner.limits)
            .finish_non_exhaustive()
    }
}
