//! What to write here, made of what was written in another way.

/// `tag = "org:{org}"` as `tags = ["org:{org}"]`.
pub(crate) fn tags(value: &str) -> String {
    let list = if value.starts_with('[') {
        value.to_owned()
    } else {
        format!("[{}]", text(value, "\"org:{org}\""))
    };
    format!("here it is `tags = {list}`")
}

/// `60` in seconds as `ttl = "60s"`; what has a unit or is an expression stays as it is.
pub(super) fn duration(value: &str, unit: &str) -> String {
    let number = value.trim_matches('"');
    if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) {
        return format!("here it is `ttl = \"{number}{unit}\"`");
    }
    span("ttl", value, "5m")
}

/// A text that begins with a number is a span in words of ours, or told from it by its own error.
pub(super) fn span(name: &str, value: &str, example: &str) -> String {
    let begins = |text: &str| text.bytes().next().is_some_and(|b| b.is_ascii_digit());
    match value.strip_prefix('"') {
        Some(inside) if begins(inside) => format!("here it is `{name} = {value}`"),
        _ => format!("here it is `{name} = \"{example}\"`"),
    }
}

/// A number between 0 and 1 stays as it is.
pub(super) fn share(before: &str, value: &str, example: &str, after: &str) -> String {
    let is_share = value
        .parse::<f64>()
        .is_ok_and(|share| share > 0.0 && share < 1.0);
    let (share, tail) = match is_share {
        true => (value, ""),
        false if value.is_empty() => (example, ""),
        false => (example, ", which is a share of the ttl"),
    };
    format!("here it is `{before}{share}{after}`{tail}")
}

/// What `write_behind(..)` takes, written beside it.
pub(super) fn within(name: &str, value: &str) -> String {
    format!(
        "here it stands in the parentheses of the strategy: `strategy = write_behind({name} = {value})`"
    )
}

/// A closure stays as it is; anything else looks at something that `cache_if` does not have.
pub(super) fn condition(value: &str) -> String {
    match closure(value) {
        Some((argument, body)) => format!("here it is `cache_if = |{argument}| {body}`"),
        None => "here it is `cache_if = |value| ..`, which looks at what was loaded".to_owned(),
    }
}

/// The same, the other way round.
pub(super) fn unless(value: &str) -> String {
    match closure(value) {
        Some((argument, body)) => {
            format!("here it is `cache_if = |{argument}| !({body})`, which says what to keep")
        }
        None => {
            "here it is `cache_if = |value| ..`, which looks at what was loaded and says what to keep"
                .to_owned()
        }
    }
}

fn closure(value: &str) -> Option<(&str, &str)> {
    let (argument, body) = value.strip_prefix('|')?.split_once('|')?;
    Some((argument.trim(), body.trim()))
}

pub(super) fn text<'a>(value: &'a str, example: &'a str) -> &'a str {
    if value.starts_with('"') && value.len() > 2 {
        value
    } else {
        example
    }
}

pub(super) fn number<'a>(value: &'a str, example: &'a str) -> &'a str {
    let digits = |b: u8| b.is_ascii_digit() || b == b'_';
    if !value.is_empty() && value.bytes().all(digits) {
        value
    } else {
        example
    }
}

/// Names as they are, or out of their quotes.
pub(super) fn names<'a>(value: &'a str, example: &'a str) -> &'a str {
    let inside = value.trim_matches('"');
    let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b',' | b' ');
    if !inside.is_empty() && inside.bytes().all(fits) && !matches!(inside, "true" | "false") {
        inside
    } else {
        example
    }
}
