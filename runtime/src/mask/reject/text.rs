//! What may hold masked text.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

use zeroize::Zeroize;

use super::form;
use crate::mask::Secret;

/// A value that may be, or hold, text that a masker wrote.
///
/// # Examples
///
/// ```
/// use gambeson::mask::MaskedText;
///
/// struct Login { name: String, password: Option<String> }
///
/// impl MaskedText for Login {
///     fn is_masked(&self) -> bool {
///         self.name.is_masked() || self.password.is_masked()
///     }
/// }
///
/// let login = Login { name: "john".into(), password: Some("********".into()) };
/// assert!(login.is_masked());
/// ```
#[diagnostic::on_unimplemented(
    message = "`reject_masked` reads text, and `{Self}` is none",
    note = "it takes text, `Secret`, and options, lists and maps of them; for a type of your own implement `MaskedText`"
)]
pub trait MaskedText {
    /// Whether it holds masked text.
    fn is_masked(&self) -> bool;

    /// Whether a list of them does: bytes are text together, others one by one.
    #[doc(hidden)]
    fn is_masked_list(list: &[Self]) -> bool
    where
        Self: Sized,
    {
        list.iter().any(Self::is_masked)
    }
}

impl MaskedText for str {
    fn is_masked(&self) -> bool {
        form::is_masked(self)
    }
}

impl MaskedText for String {
    fn is_masked(&self) -> bool {
        self.as_str().is_masked()
    }
}

impl MaskedText for u8 {
    fn is_masked(&self) -> bool {
        false
    }

    fn is_masked_list(list: &[Self]) -> bool {
        std::str::from_utf8(list).is_ok_and(form::is_masked)
    }
}

impl<T: MaskedText> MaskedText for [T] {
    fn is_masked(&self) -> bool {
        T::is_masked_list(self)
    }
}

impl<T: MaskedText> MaskedText for Vec<T> {
    fn is_masked(&self) -> bool {
        T::is_masked_list(self)
    }
}

impl<T: MaskedText, const N: usize> MaskedText for [T; N] {
    fn is_masked(&self) -> bool {
        T::is_masked_list(self)
    }
}

impl<T: MaskedText> MaskedText for Option<T> {
    fn is_masked(&self) -> bool {
        self.as_ref().is_some_and(T::is_masked)
    }
}

impl<T: MaskedText + Zeroize> MaskedText for Secret<T> {
    fn is_masked(&self) -> bool {
        self.expose().is_masked()
    }
}

impl<T: MaskedText + ToOwned + ?Sized> MaskedText for Cow<'_, T> {
    fn is_masked(&self) -> bool {
        self.as_ref().is_masked()
    }
}

/// Pointers to it.
macro_rules! through_pointers {
    ($($pointer:ty),*) => {$(
        impl<T: MaskedText + ?Sized> MaskedText for $pointer {
            fn is_masked(&self) -> bool {
                (**self).is_masked()
            }
        }
    )*};
}

through_pointers!(&T, Box<T>, Rc<T>, Arc<T>);

impl<K, V: MaskedText> MaskedText for BTreeMap<K, V> {
    fn is_masked(&self) -> bool {
        self.values().any(V::is_masked)
    }
}

impl<K, V: MaskedText, S> MaskedText for HashMap<K, V, S> {
    fn is_masked(&self) -> bool {
        self.values().any(V::is_masked)
    }
}
