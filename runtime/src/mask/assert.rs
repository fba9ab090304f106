//! `assert_masked!`, for the tests of users.

use std::fmt::{self, Write as _};

use super::Masked;

/// Fails if a secret shows in any rendering of a value: `Debug`, pretty `Debug`, `Display`, JSON.
///
/// The value is any [`Masked`](crate::Masked) one; the secrets are texts that it was made with.
/// They are looked for as they are and as Rust and JSON escape them.
///
/// ```
/// use gambeson::{Masked, assert_masked};
///
/// #[derive(Masked)]
/// struct Login {
///     #[mask(email)]
///     user: String,
///     password: String,
/// }
///
/// let login = Login {
///     user: "john@example.com".to_owned(),
///     password: "hunter2".to_owned(),
/// };
/// assert_masked!(login, ["hunter2", "john@example.com"]);
/// ```
///
/// ```should_panic
/// # use gambeson::{Masked, assert_masked};
/// #[derive(Masked)]
/// struct Login {
///     #[mask(show)]
///     passphrase: String,
/// }
///
/// let login = Login { passphrase: "hunter2".to_owned() };
/// assert_masked!(login, ["hunter2"]);
/// ```
///
/// # Panics
///
/// If a secret shows, or is empty.
#[macro_export]
macro_rules! assert_masked {
    ($value:expr, $secrets:expr $(,)?) => {{
        use $crate::private::masking::{NoDebug as _, OwnDebug as _};
        let value = &$value;
        $crate::private::masking::assert_masked(
            value,
            (&$crate::private::masking::Own(value)).own_debug(),
            &$secrets,
        );
    }};
}

/// What `assert_masked!` calls. `own` is the value's own `Debug`, which may be another one than
/// that of its view.
///
/// # Panics
///
/// If a secret shows, or is empty.
#[track_caller]
pub fn assert_masked<T: Masked + ?Sized>(
    value: &T,
    own: Option<&dyn fmt::Debug>,
    secrets: &[impl AsRef<str>],
) {
    let view = value.masked();
    let mut renderings = vec![
        ("{:?}", format!("{view:?}")),
        ("{:#?}", format!("{view:#?}")),
        ("{}", view.to_string()),
        (
            "JSON",
            serde_json::to_string(&view).unwrap_or_else(|error| error.to_string()),
        ),
    ];
    if let Some(own) = own {
        renderings.push(("{:?} of the value itself", format!("{own:?}")));
        renderings.push(("{:#?} of the value itself", format!("{own:#?}")));
    }
    let mut found = String::new();
    for secret in secrets.iter().map(AsRef::as_ref) {
        assert!(
            !secret.is_empty(),
            "an empty text is in everything; name a secret"
        );
        let forms = [
            secret.to_owned(),
            inside(&format!("{secret:?}")),
            json(secret),
        ];
        for (name, text) in &renderings {
            if forms.iter().any(|form| text.contains(form)) {
                let _ = write!(found, "\n`{secret}` shows in {name}: {text}");
            }
        }
    }
    assert!(found.is_empty(), "not masked:{found}");
}

fn json(text: &str) -> String {
    serde_json::to_string(text).map_or_else(|_| text.to_owned(), |quoted| inside(&quoted))
}

fn inside(quoted: &str) -> String {
    let inside = quoted
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    inside.unwrap_or(quoted).to_owned()
}

/// Asks for a value's own `Debug`: method calls find [`OwnDebug`] first.
#[derive(Debug)]
pub struct Own<'a, T: ?Sized>(pub &'a T);

/// A type with a `Debug` of its own.
pub trait OwnDebug {
    /// It.
    fn own_debug(&self) -> Option<&dyn fmt::Debug>;
}

impl<T: fmt::Debug> OwnDebug for Own<'_, T> {
    fn own_debug(&self) -> Option<&dyn fmt::Debug> {
        Some(self.0)
    }
}

/// A type without.
pub trait NoDebug {
    /// Nothing.
    fn own_debug(&self) -> Option<&dyn fmt::Debug>;
}

impl<T: ?Sized> NoDebug for &Own<'_, T> {
    fn own_debug(&self) -> Option<&dyn fmt::Debug> {
        None
    }
}
