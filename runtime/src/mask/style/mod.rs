//! How a finding is written.
//!
//! A mask is put together from a few borrowed parts and one small array, so that writing one needs
//! no allocation; its length does not tell how long the secret was.
//!
//! | file | subject |
//! |---|---|
//! | `styles` | [`Styles`], the style of each kind |
//! | `check` | which styles are impossible |
//! | `pieces` | [`Pieces`], a mask that is ready to be written |
//! | `forms` | the default forms: `j***@example.com`, `***-***-4567`, .. |
//! | `usual` | the same at once, of what is written as it usually is |
//! | `keep` | the first or the last characters |

use std::borrow::Cow;

mod check;
mod forms;
mod keep;
mod pieces;
mod styles;
#[cfg(test)]
mod tests;
mod usual;

pub(crate) use check::possible;
pub(crate) use pieces::Pieces;
pub(crate) use styles::{Shown, Styles, custom_pieces};

/// What stands for a secret of which nothing is shown.
pub(crate) const HIDDEN: &str = "********";

/// How a finding is written.
///
/// | style | `john@example.com` becomes |
/// |---|---|
/// | `Default` | `j***@example.com` |
/// | `Hidden` | `********` |
/// | `Fixed("(gone)".into())` | `(gone)` |
/// | `KeepFirst(2)` | `jo****` |
/// | `KeepLast(4)` | `****.com` |
/// | `Placeholder` | `[EMAIL]` |
/// | `Pseudonym` | `email_` and twelve hexadecimal digits, then `@` and the id of the key |
///
/// # Examples
///
/// ```
/// use gambeson::mask::Style;
///
/// let style = Style::Fixed("(gone)".into());
/// assert_ne!(style, Style::default());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Style {
    /// The usual form of the kind: `j***@example.com`, `***-***-4567`, `****-****-****-1234`,
    /// `***-**-****`, `DE********3000`; `********` for everything that has none.
    #[default]
    Default,
    /// `********`.
    Hidden,
    /// Always this text. One to 64 bytes, without quotes, backslashes and control characters, and
    /// not itself something that the masker would mask; for passwords, credentials and cookies
    /// without spaces.
    Fixed(Cow<'static, str>),
    /// So many characters from the start (1 to 32), then `****`. At least as many as are shown,
    /// and at least four, stay hidden; of what is shorter nothing is shown.
    KeepFirst(usize),
    /// `****`, then so many characters from the end (1 to 32), under the same rule.
    KeepLast(usize),
    /// The name of the kind in brackets: `[EMAIL]`.
    Placeholder,
    /// A name that is the same for the same text, and from which the text cannot be computed
    /// without the key: HMAC-SHA256. Without a key given, one is drawn for the process.
    Pseudonym,
}
