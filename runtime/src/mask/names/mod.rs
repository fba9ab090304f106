//! Which names of fields, headers, parameters and cookies are sensitive.

mod words;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use words::{TAILS, Together, add_tail, tail};
pub(crate) use words::{Tails, may_be_key};

/// The names of a masker: the built-in words and the user's own.
#[derive(Clone, Default)]
pub(crate) struct Names {
    own: Option<Arc<Own>>,
}

/// What the user added and took away.
struct Own {
    fields: Vec<Together>,
    allowed: Vec<Together>,
    tails: Tails,
}

impl Names {
    /// A field is sensitive wherever it ends a name; what is allowed is allowed as it is.
    pub(crate) fn new(fields: &[String], allowed: &[String]) -> Self {
        if fields.is_empty() && allowed.is_empty() {
            return Names::default();
        }
        let words = |names: &[String]| -> Vec<Together> {
            let words = names.iter().map(|name| Together::of(name.as_bytes()));
            words.filter(|words| !words.is_empty()).collect()
        };
        let fields = words(fields);
        let mut tails = TAILS;
        for field in &fields {
            add_tails_of(&mut tails, field);
        }
        Names {
            own: Some(Arc::new(Own {
                fields,
                allowed: words(allowed),
                tails,
            })),
        }
    }

    /// Whether the value under this name is to be masked. Any bytes; the last 48 decide.
    pub(crate) fn is_sensitive(&self, name: &[u8]) -> bool {
        self.said(name).unwrap_or_else(|| words::is_sensitive(name))
    }

    /// The same for the name of a cookie, which is a session more often than other names are.
    pub(crate) fn is_sensitive_cookie(&self, name: &[u8]) -> bool {
        self.said(name)
            .unwrap_or_else(|| words::is_sensitive_cookie(name))
    }

    /// Whether a sensitive name may end with these three bytes. It may end otherwise only if its
    /// sensitive word stands in its midst.
    pub(crate) fn may_end(&self, last: [u8; 3]) -> bool {
        is_tail(self.tails(), last)
    }

    /// The ends of sensitive names, for who asks [`is_tail`] often.
    #[inline]
    pub(crate) fn tails(&self) -> &Tails {
        self.own.as_ref().map_or(&TAILS, |own| &own.tails)
    }

    /// Whether none but the known names are sensitive.
    pub(crate) fn are_known(&self) -> bool {
        self.own.is_none()
    }

    /// What the user said about it.
    #[inline]
    fn said(&self, name: &[u8]) -> Option<bool> {
        let own = self.own.as_ref()?;
        let words = Together::of(name);
        if own.allowed.iter().any(|allowed| words.is(allowed)) {
            return Some(false);
        }
        let sensitive = own.fields.iter().any(|field| words.ends_with(field));
        sensitive.then_some(true)
    }
}

/// A short last word stands behind a separator, or behind the word before it.
fn add_tails_of(tails: &mut Tails, field: &Together) {
    add_tail(tails, field.all());
    if let word @ ([_] | [_, _]) = field.last() {
        for gap in *b"_-. " {
            add_tail(tails, &[&[gap, gap], word].concat());
        }
    }
}

/// Whether a name may end with these three bytes.
#[inline]
pub(crate) fn is_tail(tails: &Tails, last: [u8; 3]) -> bool {
    let bit = tail(last);
    tails
        .get(bit / 64)
        .is_some_and(|bits| bits & 1 << (bit % 64) != 0)
}

impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let own = self.own.as_ref();
        f.debug_struct("Names")
            .field("fields", &own.map_or(0, |own| own.fields.len()))
            .field("allowed", &own.map_or(0, |own| own.allowed.len()))
            .finish()
    }
}
