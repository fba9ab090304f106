//! Which names are sensitive.

pub(super) fn is_sensitive(name: &str) -> bool {
    let name = name.to_ascii_lowercase().replace(['_', '-'], "");
    ["password", "apikey", "pin", "otp", "token", "secret", "cardnumber", "cvv"]
        .contains(&name.as_str())
}
