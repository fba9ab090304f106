//! How long entries live.

use std::time::Duration;

/// How long an entry that is set by hand lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ttl {
    /// What the manager was built with: 300 s unless it was told otherwise.
    #[default]
    Default,
    /// This long, counted from when the value is stored. Zero stores nothing: what was there is removed.
    After(Duration),
    /// Until it is removed or evicted.
    Never,
}

impl From<Duration> for Ttl {
    fn from(span: Duration) -> Self {
        Self::After(span)
    }
}

/// What can be the time to live of one entry, where it is given by hand: a [`Duration`], or a [`Ttl`].
///
/// ```
/// use std::time::Duration;
/// use gambeson::cache::{IntoTtl, Ttl};
///
/// assert_eq!(Duration::from_secs(300).into_ttl(), Ttl::After(Duration::from_secs(300)));
/// assert_eq!(Ttl::Never.into_ttl(), Ttl::Never);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no time to live",
    label = "write a `Duration`, such as `std::time::Duration::from_secs(300)`, or a `Ttl`, such as `gambeson::cache::Ttl::Never`",
    note = "text with a unit, as in `ttl = \"5m\"`, is for attributes"
)]
pub trait IntoTtl {
    /// The time to live.
    fn into_ttl(self) -> Ttl;
}

#[diagnostic::do_not_recommend]
impl<T: Into<Ttl>> IntoTtl for T {
    #[cfg_attr(not(debug_assertions), inline)]
    fn into_ttl(self) -> Ttl {
        self.into()
    }
}

impl Ttl {
    /// The span that is meant, where `default` is the manager's own; `None` for ever.
    pub(crate) fn span(self, default: Duration) -> Option<Duration> {
        match self {
            Self::Default => Some(default),
            Self::After(span) => Some(span),
            Self::Never => None,
        }
    }
}

/// What is left of an entry's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TimeLeft {
    /// It ends after this long.
    For(Duration),
    /// It has no end of its own.
    Forever,
}

impl TimeLeft {
    /// The span that is left, `None` for ever.
    pub fn span(self) -> Option<Duration> {
        match self {
            Self::For(span) => Some(span),
            Self::Forever => None,
        }
    }
}
