//! `Masked`: what can be written without its secrets.

use super::View;
use super::field::{Field, NoWord};

/// A value that can be written without the personal data and secrets in it.
///
/// It is derived: `#[derive(gambeson::Masked)]`. Numbers, flags and times are `Masked`, and so are
/// containers of what is `Masked`; text and bytes are not, because of them a word is needed.
///
/// ```
/// use gambeson::Masked;
///
/// #[derive(Masked)]
/// struct Login {
///     attempt: u32,
///     #[mask(email)]
///     user: String,
///     password: String,
/// }
///
/// let logins = vec![Login {
///     attempt: 1,
///     user: "john@example.com".to_owned(),
///     password: "hunter2".to_owned(),
/// }];
/// assert_eq!(
///     logins[0].masked().to_string(),
///     "attempt=1 user=j***@example.com password=********",
/// );
/// assert_eq!(
///     format!("{:?}", logins.masked()),
///     r#"[Login { attempt: 1, user: "j***@example.com", password: "********" }]"#,
/// );
/// ```
///
/// A type that cannot derive it is masked by the field that holds it: `#[mask(with = path)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not masked",
    label = "not `Masked`",
    note = "for a type of your own, write `#[derive(gambeson::Masked)]` on it",
    note = "of a generic type: it is masked where its parameters are what its fields ask for; one that is shown needs `Debug` and `Serialize`",
    note = "a container is masked where what it holds is; text and bytes need a word, which a field of a struct can give them"
)]
pub trait Masked: Field<NoWord> {
    /// The value as it may be shown: `Debug`, `Display`, `Serialize`, and so `?` and `%` in
    /// `tracing`. Borrows; nothing is copied.
    fn masked(&self) -> View<'_, Self> {
        View::new(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Field<NoWord> + ?Sized> Masked for T {}
