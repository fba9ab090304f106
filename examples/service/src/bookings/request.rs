//! What a guest sends.

use gambeson::Masked;
use serde::Deserialize;

/// The body of `POST /bookings`.
///
/// Its `Debug` is masked: `tracing::info!(?request)` cannot leak.
#[derive(Masked, Deserialize)]
pub struct Request {
    /// The guest's name, 1 to 100 characters.
    #[mask(keep_first = 1)]
    pub name: String,
    /// Where the confirmation goes.
    #[mask(email)]
    pub email: String,
    /// With 7 to 15 digits.
    #[mask(phone)]
    pub phone: String,
    /// With 12 to 19 digits. Whether it is good is for the bank to say.
    #[mask(card)]
    pub card: String,
    /// By which the guest changes the booking later, 1 to 200 characters. Masked without a word: its name says it.
    pub password: String,
}

impl Request {
    /// Checks what the types do not.
    ///
    /// # Errors
    ///
    /// When a value cannot be what it should be; the text says which, and nothing of the value.
    pub fn check(&self) -> Result<(), &'static str> {
        if self.name.trim().is_empty() || !is_line(&self.name, 100) {
            return Err("`name` takes 1 to 100 characters on one line");
        }
        if !is_address(&self.email) {
            return Err("`email` takes an address such as name@example.com");
        }
        if !(7..=15).contains(&digits(&self.phone)) || !is_line(&self.phone, 40) {
            return Err("`phone` takes 7 to 15 digits");
        }
        if !(12..=19).contains(&digits(&self.card)) || !is_line(&self.card, 40) {
            return Err("`card` takes 12 to 19 digits");
        }
        if self.password.is_empty() || !is_line(&self.password, 200) {
            return Err("`password` takes 1 to 200 characters on one line");
        }
        Ok(())
    }
}

fn is_line(text: &str, most: usize) -> bool {
    text.chars().count() <= most && !text.contains(char::is_control)
}

fn is_address(text: &str) -> bool {
    let parts = text.split_once('@');
    is_line(text, 254)
        && !text.contains(char::is_whitespace)
        && parts.is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'))
}

fn digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> Request {
        Request {
            name: "Emma Walker".to_owned(),
            email: "emma@example.com".to_owned(),
            phone: "555-123-4567".to_owned(),
            card: "4111-1111-1111-1234".to_owned(),
            password: "hunter2".to_owned(),
        }
    }

    #[test]
    fn what_a_guest_sends_is_printed_masked() {
        let shown = format!("{:?}", request());
        assert_eq!(
            shown,
            "Request { name: \"E****\", email: \"e***@example.com\", phone: \"***-***-4567\", \
             card: \"****-****-****-1234\", password: \"********\" }"
        );
    }

    #[test]
    fn each_value_that_cannot_be_is_refused_by_its_name_and_not_repeated() {
        let changed = |change: fn(&mut Request)| {
            let mut request = request();
            change(&mut request);
            request.check()
        };
        assert_eq!(request().check(), Ok(()));
        for (refused, named) in [
            (changed(|of| of.name = " ".into()), "`name`"),
            (changed(|of| of.name = "a\nb".into()), "`name`"),
            (changed(|of| of.email = "canary".into()), "`email`"),
            (
                changed(|of| of.email = "can ary@example.com".into()),
                "`email`",
            ),
            (changed(|of| of.phone = "canary".into()), "`phone`"),
            (changed(|of| of.card = "4111".into()), "`card`"),
            (changed(|of| of.password = String::new()), "`password`"),
        ] {
            let why = refused.expect_err(named);
            assert!(why.contains(named) && !why.contains("canary"), "{why}");
        }
    }
}
