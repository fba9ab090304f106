use std::borrow::Cow;

use gambeson::cached;

#[cached(ttl = "5m")]
async fn trimmed<'a>(text: &'a str) -> Result<Cow<'a, str>, String> {
    Ok(Cow::Borrowed(text.trim()))
}

fn main() {
    drop(trimmed(" a "));
}
