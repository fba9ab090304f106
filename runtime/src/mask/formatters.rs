//! How a value is written in a log, as functions: `args(card = mask::card)`.

use std::fmt::{self, Write as _};

use super::field::{By, Card, Email, Field, Hash, Iban, Ip, KeepSome, Phone, Ssn};

/// What a function of this module writes: text, and what holds text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` holds no text that such a function could mask",
    label = "no text: name the argument alone, or say by a closure how it is written",
    note = "in `args(..)`: `args(id = |id, f| write!(f, \"{{}}\", id % 100))`"
)]
pub trait Formats<W>: Field<W> {}

#[diagnostic::do_not_recommend]
impl<W, T: Field<W> + ?Sized> Formats<W> for T {}

macro_rules! formatters {
    ($($(#[$about:meta])* $name:ident: $word:ty = $made:expr;)*) => {$(
        $(#[$about])*
        ///
        /// # Errors
        ///
        /// Those of the formatter.
        pub fn $name<T: Formats<$word> + ?Sized>(
            value: &T,
            f: &mut fmt::Formatter<'_>,
        ) -> fmt::Result {
            write_by(value, &$made, f)
        }
    )*};
}

formatters! {
    /// Writes a card number of which the last four digits are shown.
    ///
    /// As the other functions of this kind it reads text and what holds text, and is named where a
    /// log is told how a value is written:
    ///
    /// ```
    /// use gambeson::{log_execution_time, mask};
    ///
    /// #[log_execution_time(args(number = mask::card, mail = mask::email, voucher = mask::keep_last(2)))]
    /// fn pay(number: &str, mail: &str, voucher: &str) {
    ///     drop((number, mail, voucher));
    /// }
    ///
    /// pay("4111 1111 1111 1111", "john@example.com", "A7-99");
    /// ```
    card: Card = Card;
    /// Writes an e-mail address of which the first letter and the domain are shown, as [`card`] does
    /// a number.
    email: Email = Email;
    /// Writes a phone number of which the last digits are shown, as [`card`] does a card's.
    phone: Phone = Phone;
    /// Writes an IBAN of which the country and the last digits are shown, as [`card`] does a card's.
    iban: Iban = Iban;
    /// Writes a social security number of which nothing is shown, as [`card`] does a card's.
    ssn: Ssn = Ssn;
    /// Writes an IP address of which the network is shown, as [`card`] does a card's number.
    ip: Ip = Ip;
    /// Writes a pseudonym: the same for the same text under one key of the masker. It reads text,
    /// whole numbers and addresses; [`card`] shows how it is named.
    hash: Hash = Hash::named("hash");
}

/// Makes a function that writes the first `count` characters; [`card`] shows how it is named.
pub fn keep_first<T: Formats<KeepSome> + ?Sized>(
    count: usize,
) -> impl Fn(&T, &mut fmt::Formatter<'_>) -> fmt::Result {
    move |value, f| write_by(value, &KeepSome::first(count), f)
}

/// Makes a function that writes the last `count` characters; [`card`] shows how it is named.
pub fn keep_last<T: Formats<KeepSome> + ?Sized>(
    count: usize,
) -> impl Fn(&T, &mut fmt::Formatter<'_>) -> fmt::Result {
    move |value, f| write_by(value, &KeepSome::last(count), f)
}

/// A text stands without the quotes of its `Debug`, which tell nothing in a field of its own.
fn write_by<W, T: Field<W> + ?Sized>(
    value: &T,
    word: &W,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let mut text = String::new();
    write!(
        text,
        "{:?}",
        By(|f: &mut fmt::Formatter<'_>| value.debug(word, f))
    )?;
    let inside = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    let plain = inside.filter(|inside| !inside.contains(['"', '\\']));
    f.write_str(plain.unwrap_or(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written<T: ?Sized>(
        value: &T,
        by: impl Fn(&T, &mut fmt::Formatter<'_>) -> fmt::Result,
    ) -> String {
        format!("{:?}", By(|f: &mut fmt::Formatter<'_>| by(value, f)))
    }

    #[test]
    fn a_text_is_written_without_quotes() {
        assert_eq!(written("4111 1111 1111 1111", card), "****-****-****-1111");
        assert_eq!(written("john@example.com", email), "j***@example.com");
        assert_eq!(written("voucher", keep_last(2)), "****er");
        assert_eq!(written("voucher", keep_first(2)), "vo****");
        assert!(written(&42_u64, hash).starts_with("hash_"));
    }

    #[test]
    fn what_holds_several_texts_is_written_as_debug_does() {
        assert_eq!(
            written(&["ann@example.com", "bob@example.com"][..], email),
            "[\"a***@example.com\", \"b***@example.com\"]"
        );
        assert_eq!(
            written(&Some("ann@example.com"), email),
            "Some(\"a***@example.com\")"
        );
    }
}
